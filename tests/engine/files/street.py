"""Customers with phones on one side, Cauce on the other, and the sandbox between them over HTTP."""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from cauce.api import webhooks
from cauce.core.clock import FixedClock
from cauce.core.keys import Keys
from cauce.engine import accounts
from cauce.engine.house import House
from cauce.sandbox.app import create_sandbox
from cauce.sandbox.defaults import APP_SECRET
from cauce.sandbox.world.accounts import (
    INSTAGRAM_ID,
    INSTAGRAM_TOKEN,
    NUMBER_ID,
    PAGE_ID,
    PAGE_TOKEN,
    WHATSAPP_TOKEN,
)
from cauce.store.models import File, Message
from cauce.store.session import Store
from tests.houses import ScriptedMind, forget_jobs, house_of, rows

ACCOUNTS = (
    ("whatsapp", NUMBER_ID, WHATSAPP_TOKEN),
    ("messenger", PAGE_ID, PAGE_TOKEN),
    ("instagram", INSTAGRAM_ID, INSTAGRAM_TOKEN),
)
PNG = b"\x89PNG\r\n\x1a\n" + b"a small picture" * 20
OGG = b"OggS\x00\x02" + b"a voice" * 50
PDF = b"%PDF-1.7\n" + b"a price list " * 30
TYPES = {
    "image": ("image/png", PNG, ""),
    "audio": ("audio/ogg; codecs=opus", OGG, ""),
    "document": ("application/pdf", PDF, "lista.pdf"),
}
VOICE = {"voice_url": "http://sandbox.test/openai/v1", "voice_key": "sk-test"}


@dataclass
class Street:
    house: House
    sandbox: httpx.AsyncClient

    async def control(self, path: str, body: Any = None, method: str = "POST") -> Any:
        answer = await self.sandbox.request(method, f"/control/{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json()

    async def customer(self, channel: str = "whatsapp") -> dict[str, Any]:
        found: dict[str, Any] = await self.control("customers", {"channel": channel})
        return found

    async def sends(
        self,
        ana: dict[str, Any],
        kind: str = "image",
        content: bytes | None = None,
        name: str | None = None,
        **said: Any,
    ) -> Message:
        """Ana sends a file; the message Cauce stored of it. No turn was taken yet."""
        mime, usual, called = TYPES[kind]
        answer = await self.sandbox.post(
            "/control/media",
            params={"filename": called if name is None else name},
            content=usual if content is None else content,
            headers={"content-type": mime},
        )
        told = {"kind": kind, "media": answer.json()["id"], **said}
        await self.control(f"customers/{ana['id']}/say", told)
        await self.control("clock", {"seconds": 5})
        found: list[Message] = await rows(self.house.store, Message, Message.direction == "in")
        return found[-1]

    async def writes(self, ana: dict[str, Any], text: str) -> None:
        await self.control(f"customers/{ana['id']}/say", {"text": text})
        await self.control("clock", {"seconds": 5})

    async def fault(self, place: str, kind: str, **more: Any) -> None:
        await self.control("faults", {"place": place, "kind": kind, **more})

    async def phone(self, ana: dict[str, Any]) -> list[dict[str, Any]]:
        shown = await self.control(f"customers/{ana['id']}", method="GET")
        found: list[dict[str, Any]] = shown["messages"]
        return found

    async def file(self) -> File:
        """The newest file there is."""
        found: list[File] = await rows(self.house.store, File)
        return found[-1]


async def open_street(
    store: Store, clock: FixedClock, mind: ScriptedMind, folder: Path, **settings: Any
) -> Street:
    cauce = FastAPI()
    cauce.include_router(webhooks.ROUTER)
    app = create_sandbox(
        clock,
        Keys(clock),
        chance=random.Random(7),
        callback="http://cauce.test/api/v1/webhooks/inbound",
        transport=httpx.ASGITransport(cauce),
    )
    sandbox = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sandbox.test")
    chosen: dict[str, Any] = {
        "meta_graph_url": "http://sandbox.test/graph",
        "meta_instagram_url": "http://sandbox.test/instagram",
        "meta_app_secret": APP_SECRET,
        "data_dir": folder,
    }
    house = house_of(store, clock, mind, http=sandbox, **(chosen | settings))
    cauce.state.house = house
    async with store.writing() as session:
        for channel, external_id, token in ACCOUNTS:
            await accounts.keep(session, house.keys, house.vault, channel, external_id, token, {})
    await forget_jobs(store)
    return Street(house, sandbox)
