"""Names of things: opaque sortable ids with a prefix, and idempotency keys for work."""

import hashlib
import secrets
from collections.abc import Callable

from cauce.core.clock import Clock

_RANDOM_BYTES = 10
# 50 bits of milliseconds and 80 of chance are 13 pairs of digits, 10 bits each.
_ALPHABET = "0123456789abcdefghijklmnopqrstuv"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]


def _base32(milliseconds: int, number: int) -> str:
    """In an alphabet that sorts as the numbers do."""
    whole = milliseconds << 8 * _RANDOM_BYTES | number
    return "".join([_PAIRS[whole >> shift & 1023] for shift in range(120, -1, -10)])


class Keys:
    """Makes ids like `conv_01k3v…`: 10 digits of milliseconds, 16 of chance, in base 32.

    Ids of one millisecond count up from the first, so they sort in the order they were made.
    """

    def __init__(self, clock: Clock, chance: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._clock = clock
        self._chance = chance
        self._last = (0, 0)

    def new(self, prefix: str) -> str:
        return f"{prefix}_{self.suffix()}"

    def suffix(self) -> str:
        """What comes after the prefix: things that are made together may share one."""
        milliseconds = int(self._clock.now().timestamp() * 1000)
        before, number = self._last
        if milliseconds == before:
            number = (number + 1) % (1 << 8 * _RANDOM_BYTES)
        else:
            number = int.from_bytes(self._chance(_RANDOM_BYTES), "big")
        self._last = (milliseconds, number)
        return _base32(milliseconds, number)

    def token(self, size: int = 32) -> str:
        """A secret of `size` random bytes, as hexadecimal: sessions, API keys, visitor tokens."""
        return self._chance(size).hex()


def idempotency_key(*parts: str | int) -> str:
    """The identity of a piece of work: equal parts give an equal key, on any machine."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:40]
