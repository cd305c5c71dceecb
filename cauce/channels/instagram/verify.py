"""Whether a webhook call really comes from Instagram."""

from cauce.channels._meta import signed


def verify(body: bytes, signature: str | None, secrets: tuple[str, ...]) -> bool:
    """`signature` is the X-Hub-Signature-256 header, over the bytes exactly as they came."""
    return signed(body, signature, secrets)
