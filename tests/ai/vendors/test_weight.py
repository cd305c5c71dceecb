"""A house without a model does not carry the libraries of the vendors."""

import subprocess
import sys

import pytest

from cauce.ai.vendors.prompts import Prompt, Prompts

_LOOK = (
    "import sys, {module}; "
    "print([name for name in sys.modules if name.split('.')[0] in "
    "('pydantic_ai', 'openai', 'anthropic', 'google')])"
)


@pytest.mark.parametrize("module", ["cauce.app", "cauce.ai.consult", "cauce.ai.vendors.mind"])
def test_importing_the_house_imports_no_vendor(module: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _LOOK.format(module=module)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["reading", "drafting"])
def test_a_prompt_is_named_by_its_contents(name: str) -> None:
    one = Prompts().of(name)
    other = Prompt(name, one.text + "!")
    assert one.version.startswith(f"{name}@")
    assert one.version != other.version
    assert Prompt(name, one.text).version == one.version
