"""Bytes from outside become an object that is safe to store, or an error that says why not."""

import json
from collections.abc import AsyncIterator
from typing import Any, NoReturn

import orjson

from cauce.core.text import clean
from cauce.errors import TooLarge, Unreadable

# Meta's largest webhook payload; nothing else that reaches us is bigger.
MAX_BYTES = 3 * 1024 * 1024
MAX_DEPTH = 64
# Nineteen digits may or may not fit 64 bits; eighteen always do.
_SAFE_DIGITS = 19


async def read_limited(chunks: AsyncIterator[bytes], limit: int = MAX_BYTES) -> bytes:
    """The whole body, given up as soon as it is over `limit` bytes (TooLarge)."""
    parts: list[bytes] = []
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLarge(f"The body is larger than {limit} bytes.")
        parts.append(chunk)
    return b"".join(parts)


def as_object(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`, every text in it storable.

    Raises TooLarge or Unreadable.
    """
    if len(body) > MAX_BYTES:
        raise TooLarge(f"The body is larger than {MAX_BYTES} bytes.")
    try:
        value = orjson.loads(body)
        suspicious = b"\\u0000" in body
    except orjson.JSONDecodeError:
        value = _leniently(body)
        suspicious = True
    if not isinstance(value, dict):
        raise Unreadable("The body must be a JSON object.")
    # Fewer brackets than levels allowed cannot be too deep: most bodies are not walked at all.
    if body.count(b"{") + body.count(b"[") > MAX_DEPTH and _too_deep(value):
        raise Unreadable(f"The body is nested deeper than {MAX_DEPTH} levels.")
    return _cleaned(value) if suspicious else value


def _leniently(body: bytes) -> Any:
    """Some senders escape half a surrogate pair, which the fast reader refuses."""
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refuse, parse_int=_whole)
    except (ValueError, RecursionError) as error:
        raise Unreadable("The body is not valid JSON.") from error


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _whole(digits: str) -> int | float:
    """Numbers of more than 64 bits cannot be written again, so they lose their last digits."""
    return int(digits) if len(digits) < _SAFE_DIGITS else float(digits)


def _too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for item in level
            for child in (item.values() if isinstance(item, dict) else item)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {clean(name): _cleaned(item) for name, item in value.items()}
    return value
