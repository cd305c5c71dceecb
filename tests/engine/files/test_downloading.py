"""Files come from the platforms and from nowhere else, whatever a payload says."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from cauce.core.clock import FixedClock
from cauce.engine.files import downloading
from cauce.engine.files.downloading import download
from cauce.errors import BadInput, CauceError, TooLarge, Unauthorised, Unreachable
from cauce.store.session import Store
from tests.houses import ScriptedMind, house_of

GOOD = "https://lookaside.fbsbx.com/whatsapp/1?mid=2"
PUBLIC = "157.240.1.1"
Serve = Callable[[httpx.Request], httpx.Response]


async def get(
    store: Store, clock: FixedClock, url: str, serve: Serve, number: str = PUBLIC, most: int = 100
) -> bytes:
    async def find(host: str, port: int) -> tuple[str, ...]:
        return (number,)

    http = httpx.AsyncClient(transport=httpx.MockTransport(serve))
    house = house_of(store, clock, ScriptedMind(), http=http)
    return await download(house, url, "EAAsecret", most, find)


def never(_: httpx.Request) -> httpx.Response:
    raise AssertionError("nobody may be called")


@pytest.mark.parametrize(
    "url",
    [
        "http://lookaside.fbsbx.com/1",
        "https://lookaside.fbsbx.com:8443/1",
        "https://example.com/1",
        "https://fbcdn.net.example.com/1",
        "https://evilfbcdn.net/1",
        "https://user:word@lookaside.fbsbx.com/1",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/1",
        "file:///etc/passwd",
        "gopher://lookaside.fbsbx.com/1",
        "//lookaside.fbsbx.com/1",
        "",
    ],
)
async def test_no_other_address_is_called(store: Store, clock: FixedClock, url: str) -> None:
    with pytest.raises(BadInput):
        await get(store, clock, url, never)


@pytest.mark.parametrize("number", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "fd00::1"])
async def test_a_platforms_name_that_points_into_our_network_is_not_called(
    store: Store, clock: FixedClock, number: str
) -> None:
    with pytest.raises(BadInput):
        await get(store, clock, GOOD, never, number)


async def test_the_number_that_was_checked_is_the_one_that_is_called(
    store: Store, clock: FixedClock
) -> None:
    def serve(request: httpx.Request) -> httpx.Response:
        assert request.url.host == PUBLIC
        assert request.headers["host"] == "lookaside.fbsbx.com"
        assert request.extensions["sni_hostname"] == "lookaside.fbsbx.com"
        assert request.headers["authorization"] == "Bearer EAAsecret"
        return httpx.Response(200, content=b"bytes")

    assert await get(store, clock, GOOD, serve) == b"bytes"


async def test_a_redirect_to_elsewhere_is_not_followed(store: Store, clock: FixedClock) -> None:
    asked: list[str] = []

    def serve(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers["host"])
        return httpx.Response(302, headers={"location": "https://example.com/1"})

    with pytest.raises(BadInput):
        await get(store, clock, GOOD, serve)
    assert asked == ["lookaside.fbsbx.com"]


async def test_our_token_is_not_carried_to_another_host_of_the_platform(
    store: Store, clock: FixedClock
) -> None:
    seen: list[tuple[str, Any]] = []

    def serve(request: httpx.Request) -> httpx.Response:
        seen.append((request.headers["host"], request.headers.get("authorization")))
        if len(seen) == 1:
            return httpx.Response(302, headers={"location": "https://x.fbcdn.net/2"})
        return httpx.Response(200, content=b"bytes")

    assert await get(store, clock, GOOD, serve) == b"bytes"
    assert seen == [("lookaside.fbsbx.com", "Bearer EAAsecret"), ("x.fbcdn.net", None)]


async def test_redirects_that_never_end_are_given_up(store: Store, clock: FixedClock) -> None:
    with pytest.raises(BadInput):
        await get(store, clock, GOOD, lambda _: httpx.Response(302, headers={"location": GOOD}))


async def test_reading_stops_as_soon_as_it_is_too_much(store: Store, clock: FixedClock) -> None:
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while True:
            given += 1
            yield b"x" * 40

    with pytest.raises(TooLarge):
        await get(store, clock, GOOD, lambda _: httpx.Response(200, content=endless()))
    assert given == 3


async def test_what_is_announced_as_too_large_is_not_read_at_all(
    store: Store, clock: FixedClock
) -> None:
    async def unread() -> AsyncIterator[bytes]:
        raise AssertionError("it was read")
        yield b""

    headers = {"content-length": "101"}
    with pytest.raises(TooLarge):
        await get(
            store, clock, GOOD, lambda _: httpx.Response(200, content=unread(), headers=headers)
        )


@pytest.mark.parametrize(
    ("status", "error"), [(403, Unauthorised), (500, Unreachable), (204, Unreachable)]
)
async def test_other_answers_are_no_file(
    store: Store, clock: FixedClock, status: int, error: type[CauceError]
) -> None:
    with pytest.raises(error):
        await get(store, clock, GOOD, lambda _: httpx.Response(status, content=b"no"))


async def test_a_sender_that_drips_is_given_up(
    store: Store, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloading, "WHOLE_SECONDS", 0.05)

    async def dripping() -> AsyncIterator[bytes]:
        yield b"x"
        await asyncio.Event().wait()

    with pytest.raises(Unreachable):
        await get(store, clock, GOOD, lambda _: httpx.Response(200, content=dripping()))
