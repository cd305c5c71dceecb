"""The business's voice: phrases of one language in the business's form of address.

A phrase has a few variants; a hash of the conversation picks one, so a replay says the same.
"""

import json
import re
import zlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from cauce.core.business import AddressForm
from cauce.core.labels import Language

_FORMS: tuple[AddressForm, ...] = ("tú", "usted", "vos")
_BY_FORM = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\|([^\[\]|]*)\]")

Phrases = Mapping[str, tuple[str, ...]]


@cache
def phrases(language: Language, form: AddressForm) -> Phrases:
    """All phrases of a language; `[quieres|quiere|querés]` is tú, usted, vos."""
    text = (files("cauce.ai.embedded.composer") / "phrases" / f"{language}.json").read_text("utf-8")
    place = _FORMS.index(form) + 1
    book: dict[str, tuple[str, ...]] = {}
    for key, written in json.loads(text).items():
        variants = [written] if isinstance(written, str) else written
        book[key] = tuple(_BY_FORM.sub(rf"\{place}", variant) for variant in variants)
    return book


class Voice:
    """Says things; `seed` is the text of the conversation so far."""

    def __init__(self, language: Language, form: AddressForm, seed: str) -> None:
        self.language = language
        self._book = phrases(language, form)
        self._seed = seed

    def say(self, key: str, /, **figures: object) -> str:
        variants = self._book[key]
        if len(variants) == 1:
            return variants[0].format(**figures)
        choice = zlib.crc32(f"{key}\x1f{self._seed}".encode("utf-8", "replace"))
        return variants[choice % len(variants)].format(**figures)

    def has(self, key: str) -> bool:
        return key in self._book

    def join(self, parts: list[str], key: str = "and") -> str:
        """`a, b y c`."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self._book[key][0]} {parts[-1]}"
