"""Getting a file from a platform, and from nowhere else: an address in a payload is a claim."""

import asyncio
from typing import Any, Final

import httpx

from cauce.channels.payload import read_limited
from cauce.engine.house import House
from cauce.engine.outside import Resolve, checked_url, pinned
from cauce.errors import BadInput, Rejected, Throttled, TooLarge, Unauthorised, Unreachable

# The platforms answer themselves; one hop to where the file lies is all they ever need.
REDIRECTS: Final = 2
# 25 MB over a slow line. Whoever drips bytes for longer is given up, and tried again later.
WHOLE_SECONDS: Final = 120.0
QUIET_SECONDS: Final = 20.0
_PATIENCE: Final = 30.0
_PORTS: Final = {"https": 443, "http": 80}


async def download(house: House, url: str, token: str | None, most: int, find: Resolve) -> bytes:
    """The bytes behind an address of a platform's. `token` is only shown to whom it was for.

    Raises BadInput for an address that is no platform's, TooLarge, and the DeliveryError tree.
    """
    try:
        async with asyncio.timeout(WHOLE_SECONDS):
            for _ in range(REDIRECTS + 1):
                got = await _once(house, url, token, most, find)
                if isinstance(got, bytes):
                    return got
                token = token if _origin(httpx.URL(got)) == _origin(httpx.URL(url)) else None
                url = got
    except (httpx.HTTPError, TimeoutError) as error:
        raise Unreachable("The file could not be fetched from the platform.") from error
    raise BadInput("The platform sends us from one address to the next.", "url")


async def _once(house: House, url: str, token: str | None, most: int, find: Resolve) -> bytes | str:
    """The bytes, or the address they are said to be at."""
    target, headers, extensions = await allowed(house, url, find)
    # Packed answers would hide how much there is to come.
    headers |= {"accept-encoding": "identity"}
    if token is not None:
        headers["authorization"] = f"Bearer {token}"
    request = house.http.build_request(
        "GET", target, headers=headers, timeout=QUIET_SECONDS, extensions=extensions
    )
    answer = await house.http.send(request, stream=True, follow_redirects=False)
    try:
        if answer.is_redirect:
            return str(httpx.URL(url).join(answer.headers.get("location", "")))
        _check(answer, most)
        return await read_limited(answer.aiter_bytes(), most)
    finally:
        await answer.aclose()


async def allowed(
    house: House, url: str, find: Resolve
) -> tuple[httpx.URL, dict[str, str], dict[str, Any]]:
    """The address to call, with what the call needs. Raises BadInput when nobody of ours is there.

    Where the owner said Meta is, there it is; anywhere else must be one of Meta's hosts, over
    https, on a public number.
    """
    parsed = checked_url(url)
    settings = house.settings
    own = (settings.meta_graph_url, settings.meta_instagram_url)
    if _origin(parsed) in {_origin(httpx.URL(one)) for one in own}:
        return parsed, {}, {}
    hosts = [one.strip().lower() for one in settings.media_hosts.split(",") if one.strip()]
    known = any(parsed.host == one or parsed.host.endswith(f".{one}") for one in hosts)
    if not known or parsed.scheme != "https" or parsed.port not in (None, _PORTS["https"]):
        raise BadInput("The file is at an address that is not the platform's.", "url")
    target, name, extensions = await pinned(url, find, private=False)
    return target, {"host": name}, extensions


def _check(answer: httpx.Response, most: int) -> None:
    """Raises what a status other than 200 means, and TooLarge before anything is read."""
    status = answer.status_code
    if status in (401, 403):
        raise Unauthorised("The platform does not hand the file out to us.")
    if status in (404, 410):
        raise Rejected("The platform no longer has this file.")
    if status == 429:
        raise Throttled("The platform asks us to wait.", _PATIENCE)
    if status != 200:
        raise Unreachable(f"The platform answered {status}.")
    told = answer.headers.get("content-length", "")
    if told.isdigit() and int(told) > most:
        raise TooLarge("The file is larger than may be kept.")


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port or _PORTS.get(url.scheme)
