"""Keeps a trained reader in the owner's data directory, so that only the first start learns.

The file carries its version and its own fingerprint; anything that does not fit is ignored and
learnt again. It holds numbers and text only: nothing in it is ever executed.
"""

import hashlib
import io
import json
import os
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from cauce.ai.embedded.features import Vocabulary
from cauce.ai.embedded.heads import CLOSURE_HEADS, HEADS, Head
from cauce.ai.embedded.stack import Brain, Stack

_MAGIC = b"cauce-reader\n"


def cache_path(cache_dir: Path, version: str) -> Path:
    return cache_dir / f"reader-{version[:16]}.bin"


def save_brain(cache_dir: Path, version: str, brain: Brain) -> None:
    """Write beside the place and rename: a crash or a second process leaves no half file."""
    cache_dir.mkdir(parents=True, exist_ok=True)
    payload = _packed(brain)
    head = {"version": version, "sha256": hashlib.sha256(payload).hexdigest()}
    handle, name = tempfile.mkstemp(prefix=".reader-", dir=cache_dir)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_MAGIC + json.dumps(head).encode() + b"\n" + payload)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(cache_path(cache_dir, version))
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def load_brain(cache_dir: Path, version: str) -> Brain | None:
    """The trained reader of exactly this version, or None if there is none that is whole."""
    try:
        content = cache_path(cache_dir, version).read_bytes()
    except OSError:
        return None
    if not content.startswith(_MAGIC):
        return None
    head_end = content.find(b"\n", len(_MAGIC))
    try:
        head = json.loads(content[len(_MAGIC) : head_end])
        payload = content[head_end + 1 :]
        fits = head["version"] == version
        if not fits or head["sha256"] != hashlib.sha256(payload).hexdigest():
            return None
        return _unpacked(payload)
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return None


def _packed(brain: Brain) -> bytes:
    arrays: dict[str, np.ndarray] = {}
    for name, stack in (("messages", brain.messages), ("closure", brain.closure)):
        tokens = sorted(stack.vocabulary.places, key=stack.vocabulary.places.__getitem__)
        arrays[f"{name}/tokens"] = np.frombuffer("\n".join(tokens).encode(), np.uint8)
        arrays[f"{name}/rarity"] = stack.vocabulary.rarity
        arrays[f"{name}/weights"] = stack.weights
        arrays[f"{name}/bias"] = stack.bias
        for head in stack.heads.values():
            key = f"{name}/{head.plan.name}"
            arrays[f"{key}/first"] = np.array([head.first])
            arrays[f"{key}/mix"] = head.mix
            arrays[f"{key}/offset"] = head.offset
            arrays[f"{key}/cut"] = head.cut
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _unpacked(payload: bytes) -> Brain:
    with np.load(io.BytesIO(payload), allow_pickle=False) as arrays:
        stacks: dict[str, Stack] = {}
        for name, plans in (("messages", HEADS), ("closure", CLOSURE_HEADS)):
            tokens = arrays[f"{name}/tokens"].tobytes().decode().split("\n")
            places = {token: place for place, token in enumerate(tokens)}
            heads: dict[str, Head] = {}
            for plan in plans:
                key = f"{name}/{plan.name}"
                first = int(arrays[f"{key}/first"][0])
                mix, offset = arrays[f"{key}/mix"], arrays[f"{key}/offset"]
                heads[plan.name] = Head(plan, first, mix, offset, arrays[f"{key}/cut"])
            vocabulary = Vocabulary(places, arrays[f"{name}/rarity"])
            weights, bias = arrays[f"{name}/weights"], arrays[f"{name}/bias"]
            stacks[name] = Stack(vocabulary, weights, bias, heads)
    return Brain(stacks["messages"], stacks["closure"])
