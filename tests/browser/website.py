"""The demo shop's website with its chat, and what a customer does in that chat."""

import asyncio
import socket
import threading
from typing import Any

import uvicorn
from playwright.async_api import Page, expect
from sqlalchemy import select

from cauce.core.clock import SystemClock
from cauce.core.keys import Keys
from cauce.store.models import Message
from cauce.store.session import Store
from tests.browser.serving import Announcing
from tests.public_app import answer, app_of, house_of


class Site:
    """The public side of Cauce on a port of its own, which can go away and come back."""

    def __init__(self, database_url: str) -> None:
        self.url = database_url
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._up = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)
        self._thread.start()
        assert self._up.wait(20), "the server did not start"

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        assert not self._thread.is_alive(), "the server did not stop"

    @property
    def is_up(self) -> bool:
        return self._thread.is_alive()

    async def _run(self) -> None:
        clock = SystemClock()
        store = Store(self.url, clock, Keys(clock), pool_size=4)
        house = house_of(store, clock, port=self.port)
        config = uvicorn.Config(
            app_of(house), port=self.port, log_level="error", timeout_graceful_shutdown=1
        )
        self._server = Announcing(config, self._up)
        house.live.start()
        await self._server.serve()
        await house.live.stop()
        await store.close()


async def open_chat(page: Page) -> None:
    await page.get_by_role("button", name="Abrir chat").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def say(page: Page, words: str) -> None:
    box = page.get_by_role("textbox", name="Escribe un mensaje")
    await box.fill(words)
    await box.press("Enter")


async def stored(store: Store) -> list[Message]:
    async with store.reading() as session:
        found = await session.scalars(
            select(Message).order_by(Message.conversation_id, Message.sequence)
        )
        return list(found)


async def reply(store: Store, words: str, **extra: Any) -> Message:
    (first, *_) = await stored(store)
    return await answer(store, first.conversation_id, words, SystemClock().now(), **extra)
