"""The hand-written messages the reader learns from, and the fingerprint that names a version."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from cauce.ai.embedded.lexicon import LEXICONS, lexicon_text

# Raise when the features, the heads or the learning change: older caches are then left alone.
CODE_VERSION = 5
MESSAGE_FILES = ("messages_es", "messages_en", "messages_pt", "messages_more", "sales_more")
ATTACK_FILES = ("injection", "injection_more")
OPT_OUT_FILES = ("optout", "optout_more")
OTHER_FILES = ("closure", "comments", "escalation")
_LISTS = ("concepts", "emoji", "languages", "numbers", "function_words")

Row = Mapping[str, Any]


def corpus_rows(name: str) -> tuple[Row, ...]:
    """The rows of one corpus file."""
    text = (files("cauce.ai.embedded") / "corpus" / f"{name}.jsonl").read_text("utf-8")
    return tuple(json.loads(line) for line in text.splitlines() if line.strip())


def message_rows() -> tuple[Row, ...]:
    """The messages of all three languages."""
    return rows_of_files(MESSAGE_FILES)


def rows_of_files(names: Sequence[str]) -> tuple[Row, ...]:
    return tuple(row for name in names for row in corpus_rows(name))


def corpus_version() -> str:
    """A fingerprint of everything a trained reader depends on."""
    digest = hashlib.sha256(f"reader {CODE_VERSION}".encode())
    for name in (*MESSAGE_FILES, *ATTACK_FILES, *OPT_OUT_FILES, *OTHER_FILES):
        digest.update((files("cauce.ai.embedded") / "corpus" / f"{name}.jsonl").read_bytes())
    for name in (*LEXICONS, *_LISTS):
        digest.update(lexicon_text(name).encode())
    return digest.hexdigest()
