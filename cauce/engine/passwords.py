"""Passwords of people who work here: argon2id, hashed away from the event loop."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cauce.errors import BadInput

SHORTEST = 10
# Longer texts are no safer and would let anyone burn our processor time.
LONGEST = 200

_hasher = PasswordHasher()
# Each hash takes 64 MiB for a moment; more at once would starve a small machine.
_threads = ThreadPoolExecutor(2, thread_name_prefix="passwords")


@cache
def _nobodys_hash() -> str:
    """What a password is compared with when there is no such user: costs the same time."""
    return _hasher.hash("nobody has this password")


def check_strength(password: str) -> None:
    """Raises BadInput for a password that is too short or too long."""
    if len(password) < SHORTEST:
        raise BadInput(f"A password needs at least {SHORTEST} characters.", "password")
    if len(password) > LONGEST:
        raise BadInput(f"A password may have at most {LONGEST} characters.", "password")


async def hashed(password: str) -> str:
    """The argon2id hash to store."""
    check_strength(password)
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password)


async def matches(password: str, stored: str | None) -> bool:
    """Whether it is the right password; takes as long when `stored` is None."""
    if len(password) > LONGEST:
        return False
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads, _compare, password, stored)


def _compare(password: str, stored: str | None) -> bool:
    try:
        return _hasher.verify(stored or _nobodys_hash(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
