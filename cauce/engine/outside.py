"""Calling addresses that somebody else wrote down, without being led into our own network."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from typing import Any, Final

import httpx

from cauce.errors import BadInput

Resolve = Callable[[str, int], Awaitable[tuple[str, ...]]]
_PORTS: Final = {"https": 443, "http": 80}


async def resolve(host: str, port: int) -> tuple[str, ...]:
    """The addresses a name has now. Raises BadInput when it has none."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise BadInput(f"There is no address for {host}.", "url") from error
    return tuple(str(entry[4][0]) for entry in found)


def checked_url(url: str) -> httpx.URL:
    """The address, if it can be called at all. Raises BadInput."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise BadInput("This is not an address: write it like https://…", "url") from error
    if parsed.scheme not in _PORTS or not parsed.host:
        raise BadInput("This is not an address: write it like https://…", "url")
    if parsed.userinfo:
        raise BadInput("Leave user and password out of the address.", "url")
    return parsed


async def pinned(
    url: str, find: Resolve, *, private: bool
) -> tuple[httpx.URL, str, dict[str, Any]]:
    """The address with the host's number in place of its name, the name, and what TLS needs.

    The number that was checked is the one that is called: a name may point elsewhere a moment
    later. Raises BadInput when any of its numbers is not public, unless `private`.
    """
    parsed = checked_url(url)
    numbers = await find(parsed.host, parsed.port or _PORTS[parsed.scheme])
    if not private and not all(_public(number) for number in numbers):
        raise BadInput(f"{parsed.host} is in a private network, where nothing is sent.", "url")
    name = parsed.netloc.decode("ascii")
    return parsed.copy_with(host=numbers[0]), name, {"sni_hostname": parsed.host}


def _public(number: str) -> bool:
    address = ipaddress.ip_address(number.partition("%")[0])
    inside = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return (inside or address).is_global and not address.is_multicast
