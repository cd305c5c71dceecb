"""Names of things: opaque sortable ids with a prefix, and idempotency keys for work."""

import hashlib
import secrets
from collections.abc import Callable

from cauce.core.clock import Clock

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_TIME_DIGITS = 10
_RANDOM_BYTES = 10


def _base32(number: int, digits: int) -> str:
    out = []
    for _ in range(digits):
        number, rest = divmod(number, 32)
        out.append(_ALPHABET[rest])
    return "".join(reversed(out))


class Keys:
    """Makes ids like `conv_01k3v…`: 10 digits of milliseconds, 16 of chance, in base 32.

    Ids of one millisecond count up from the first, so they sort in the order they were made.
    """

    def __init__(self, clock: Clock, chance: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._clock = clock
        self._chance = chance
        self._last = (0, 0)

    def new(self, prefix: str) -> str:
        milliseconds = int(self._clock.now().timestamp() * 1000)
        before, number = self._last
        if milliseconds == before:
            number = (number + 1) % (1 << 8 * _RANDOM_BYTES)
        else:
            number = int.from_bytes(self._chance(_RANDOM_BYTES), "big")
        self._last = (milliseconds, number)
        return f"{prefix}_{_base32(milliseconds, _TIME_DIGITS)}{_base32(number, 16)}"

    def token(self, size: int = 32) -> str:
        """A secret of `size` random bytes, as hexadecimal: sessions, API keys, visitor tokens."""
        return self._chance(size).hex()


def idempotency_key(*parts: str | int) -> str:
    """The identity of a piece of work: equal parts give an equal key, on any machine."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:40]
