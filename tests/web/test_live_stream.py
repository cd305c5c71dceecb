"""The stream of news: what happens is told to the page, and it ends with the server."""

import asyncio
from datetime import UTC, datetime

from cauce.core.clock import FixedClock
from cauce.engine.live import Live
from cauce.web.pages.live import stream

NOON = FixedClock(datetime(2026, 3, 10, 12, tzinfo=UTC))


async def test_news_reach_the_page_and_the_stream_ends_with_the_server() -> None:
    live = Live("postgresql://nowhere")
    told = stream(live, NOON)
    assert (await anext(told)).startswith(b"retry:")
    coming = asyncio.ensure_future(anext(told))
    while live.streams == 0:  # noqa: ASYNC110 - the stream subscribes in its own time
        await asyncio.sleep(0)
    live.tell({"kind": "message.received", "conversation": "conv_1"})
    assert await coming == b'data: {"kind":"message.received","conversation":"conv_1"}\n\n'
    live.tell({"kind": "closing"})
    assert [piece async for piece in told] == [b'data: {"kind":"closing"}\n\n']
    assert live.streams == 0


async def test_a_page_that_goes_away_leaves_nothing_behind() -> None:
    live = Live("postgresql://nowhere")
    told = stream(live, NOON)
    await anext(told)
    coming = asyncio.ensure_future(anext(told))
    while live.streams == 0:  # noqa: ASYNC110 - the stream subscribes in its own time
        await asyncio.sleep(0)
    coming.cancel()
    await asyncio.wait({coming})
    assert live.streams == 0
