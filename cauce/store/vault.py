"""Secrets at rest: tokens and keys are sealed with the installation's own secret."""

import base64
from collections.abc import Callable
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cauce.errors import Misconfigured

_NONCE_BYTES = 12
# Says how the rest is to be read, should another way ever follow.
_SCHEME = "v1:"


class Vault:
    """Seals with AES-256-GCM. `about` names the row and field a secret belongs to: what was sealed
    for one cannot be opened as another's."""

    def __init__(self, secret: str, chance: Callable[[int], bytes] = token_bytes) -> None:
        self._cipher = AESGCM(_key(secret)) if secret else None
        self._chance = chance

    def seal(self, text: str, about: str) -> str:
        """What may be stored. Raises Misconfigured while the installation has no secret."""
        nonce = self._chance(_NONCE_BYTES)
        sealed = self._own().encrypt(nonce, text.encode(), about.encode())
        return _SCHEME + base64.b64encode(nonce + sealed).decode()

    def open(self, sealed: str, about: str) -> str:
        """The secret again. Raises Misconfigured when it was sealed by another installation."""
        try:
            raw = base64.b64decode(sealed.removeprefix(_SCHEME), validate=True)
            opened = self._own().decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], about.encode())
        except (InvalidTag, ValueError) as error:
            raise Misconfigured(
                "A stored key cannot be opened: CAUCE_SECRET is not the one it was stored with. "
                "Set the former secret again, or enter the key anew in Settings."
            ) from error
        return opened.decode()

    def _own(self) -> AESGCM:
        if self._cipher is None:
            raise Misconfigured("Set CAUCE_SECRET: keys of other services are encrypted with it.")
        return self._cipher


def _key(secret: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"cauce vault").derive(secret.encode())
