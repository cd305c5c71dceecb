"""News for open pages, as they happen."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import orjson
from starlette.responses import Response, StreamingResponse

from cauce.core.clock import Clock
from cauce.engine.live import Live
from cauce.web.page import Look
from cauce.web.route import pages

router = pages()
# Proxies close connections that say nothing for a minute.
_HEARTBEAT_SECONDS = 20.0
# Then the browser comes back by itself, and is asked again who it is.
_STREAM_LASTS = timedelta(minutes=10)


@router.get("/app/live")
async def live(page: Look) -> StreamingResponse:
    return StreamingResponse(
        stream(page.house.live, page.house.clock),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@router.get("/app/menu")
async def menu(page: Look) -> Response:
    """The figures of the menu."""
    return page.piece("_counts.html", menu=await page.menu())


async def stream(source: Live, clock: Clock) -> AsyncIterator[bytes]:
    """Server-sent events; only ids travel, pages ask for what they may see."""
    news = source.news()
    yield b"retry: 2000\n\n"
    coming = asyncio.ensure_future(anext(news))
    over = clock.now() + _STREAM_LASTS
    try:
        while clock.now() < over:
            await asyncio.wait({coming}, timeout=_HEARTBEAT_SECONDS)
            if not coming.done():
                yield b": still here\n\n"
                continue
            item = coming.result()
            yield b"data: " + orjson.dumps(item) + b"\n\n"
            if item["kind"] == "closing":
                return
            coming = asyncio.ensure_future(anext(news))
    finally:
        coming.cancel()
        # The generator can only be closed once its last step has ended.
        await asyncio.wait({coming})
        await news.aclose()  # type: ignore[attr-defined]
