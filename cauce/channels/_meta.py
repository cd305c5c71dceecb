"""What WhatsApp, Messenger and Instagram share on the way in: the signature and the handshake."""

import hmac

_SCHEME = "sha256="


def signed(body: bytes, signature: str | None, secrets: tuple[str, ...]) -> bool:
    """Whether `signature` (the X-Hub-Signature-256 header) is of exactly these bytes.

    Any of `secrets` will do: Instagram may sign with another secret than Facebook.
    """
    if signature is None or not signature.startswith(_SCHEME) or not signature.isascii():
        return False
    good = False
    for secret in secrets:
        if secret:
            wanted = hmac.digest(secret.encode(), body, "sha256").hex()
            good |= hmac.compare_digest(wanted, signature[len(_SCHEME) :].lower())
    return good


def shakes_hands(mode: str | None, word: str | None, expected: str) -> bool:
    """Whether Meta, checking the webhook's address, said the agreed word."""
    same = hmac.compare_digest((word or "").encode(), expected.encode())
    return bool(expected) and mode == "subscribe" and same
