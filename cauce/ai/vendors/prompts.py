"""Prompts are files beside the code that uses them; their contents name their version."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Prompt:
    """`version` is like "drafting@3f2a91c07be4"; another letter in the file is another version."""

    name: str
    text: str

    @property
    def version(self) -> str:
        return f"{self.name}@{hashlib.sha256(self.text.encode()).hexdigest()[:_LENGTH]}"


@cache
def prompt(name: str) -> Prompt:
    """That of the folder `name`."""
    text = (files("cauce.ai.vendors") / name / "prompt.md").read_text("utf-8")
    return Prompt(name, text.strip())
