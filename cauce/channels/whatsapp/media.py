"""Files on WhatsApp: a customer's by its id, one of ours uploaded before it is sent."""

from dataclasses import dataclass

import httpx

from cauce.channels import _graph
from cauce.channels._fields import text
from cauce.errors import Unreachable


@dataclass(frozen=True, slots=True)
class Located:
    """Where a file lies for five minutes. `sha256` in base64; `size` in bytes, where told."""

    url: str
    sha256: str | None = None
    size: int | None = None


async def locate(http: httpx.AsyncClient, base: str, token: str, media_id: str) -> Located:
    """Asks where the file lies now. Raises the DeliveryError tree."""
    told = await _graph.get(http, f"{base}/{media_id}", token, {})
    url, size = text(told, "url"), told.get("file_size")
    if not url:
        raise Unreachable("WhatsApp did not say where the file is.")
    known = int(size) if isinstance(size, int | str) and str(size).isdigit() else None
    return Located(url, text(told, "sha256") or None, known)


async def upload(
    http: httpx.AsyncClient,
    base: str,
    token: str,
    number: str,
    content: bytes,
    name: str,
    mime: str,
) -> str:
    """What WhatsApp calls the file, for a month. It may be uploaded again at will.

    Raises the DeliveryError tree.
    """
    told = await _graph.upload(
        http,
        f"{base}/{number}/media",
        token,
        {"messaging_product": "whatsapp", "type": mime},
        (name, content, mime),
    )
    named = text(told, "id")
    if not named:
        raise Unreachable("WhatsApp took the file without saying what it calls it.")
    return named
