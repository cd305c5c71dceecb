"""The hand-written messages the reader learns from, and the fingerprint that names a version."""

import hashlib
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from cauce.ai.embedded.lexicon import LEXICONS, lexicon_text

# Raise when the features, the heads or the learning change: older caches are then left alone.
CODE_VERSION = 3
MESSAGE_FILES = ("messages_es", "messages_en", "messages_pt")
OTHER_FILES = ("closure", "comments", "injection", "escalation", "optout")
_LISTS = ("concepts", "emoji", "languages", "numbers", "cities", "function_words")

Row = Mapping[str, Any]


def corpus_rows(name: str) -> tuple[Row, ...]:
    """The rows of one corpus file."""
    text = (files("cauce.ai.embedded") / "corpus" / f"{name}.jsonl").read_text("utf-8")
    return tuple(json.loads(line) for line in text.splitlines() if line.strip())


def message_rows() -> tuple[Row, ...]:
    """The messages of all three languages."""
    return tuple(row for name in MESSAGE_FILES for row in corpus_rows(name))


def corpus_version() -> str:
    """A fingerprint of everything a trained reader depends on."""
    digest = hashlib.sha256(f"reader {CODE_VERSION}".encode())
    for name in (*MESSAGE_FILES, *OTHER_FILES):
        digest.update((files("cauce.ai.embedded") / "corpus" / f"{name}.jsonl").read_bytes())
    for name in (*LEXICONS, *_LISTS):
        digest.update(lexicon_text(name).encode())
    return digest.hexdigest()
