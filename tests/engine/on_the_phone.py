"""A customer with a phone the sandbox plays, and Cauce behind it: every word goes over HTTP."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import select

from cauce.channels import of_object
from cauce.core.clock import FixedClock
from cauce.engine import accounts
from cauce.engine.house import House
from cauce.engine.outbox import deliver
from cauce.engine.reception import receive
from cauce.engine.turn.taking import take_turn
from cauce.sandbox.world.accounts import (
    INSTAGRAM_ID,
    INSTAGRAM_TOKEN,
    NUMBER_ID,
    PAGE_ID,
    PAGE_TOKEN,
    WHATSAPP_TOKEN,
)
from cauce.store.models import Conversation, Delivery, Message
from cauce.store.session import Store
from tests.houses import ScriptedMind, forget_jobs, house_of, rows
from tests.sandbox.played import NOON, Played

OUTSIDE = ("whatsapp", "messenger", "instagram")
TOKENS = {
    "whatsapp": (NUMBER_ID, WHATSAPP_TOKEN),
    "messenger": (PAGE_ID, PAGE_TOKEN),
    "instagram": (INSTAGRAM_ID, INSTAGRAM_TOKEN),
}


@dataclass
class OnThePhone:
    """`house` answers what `customer` writes; of the platform's news `heard` were taken in."""

    played: Played
    house: House
    clock: FixedClock
    channel: str
    customer: dict[str, Any] = field(default_factory=dict)
    heard: int = 0

    @property
    def place(self) -> str:
        return f"meta.{self.channel}.messages"

    async def fault(self, kind: str, **more: Any) -> None:
        await self.played.control("faults", {"place": self.place, "kind": kind, **more})

    async def writes(self, text: str = "¿Hacen envíos a David?") -> Delivery:
        """They write and are answered; the delivery that waits."""
        await self.played.writes(self.customer, text)
        await self.passes(1)
        [waiting] = [one for one in await self.conversations() if one.unhandled]
        await take_turn(self.house, waiting.id)
        await forget_jobs(self.house.store)
        delivery: Delivery = (await rows(self.house.store, Delivery))[-1]
        return delivery

    async def sends(self, delivery: Delivery) -> str:
        return await deliver(self.house, delivery.id)

    async def passes(self, seconds: float = 3, *, hours: float = 0) -> None:
        """Time passes on both sides, and what the platform tells meanwhile is heard."""
        self.clock.at += timedelta(seconds=seconds, hours=hours)
        await self.played.passes(seconds, hours)
        await self.hears()

    async def hears(self) -> None:
        payloads = self.played.told.payloads[self.heard :]
        self.heard += len(payloads)
        for payload in payloads:
            await self.hears_of(payload)

    async def hears_of(self, payload: dict[str, Any]) -> None:
        found = of_object(payload["object"])
        assert found is not None
        events = found[1](payload, self.clock.now())
        await receive(self.house, found[0].name, orjson.dumps(payload), events)

    async def shown(self) -> list[dict[str, Any]]:
        """What the business has said, as the phone shows it."""
        messages = (await self.played.phone(self.customer))["messages"]
        return [one for one in messages if one["side"] == "business"]

    async def texts(self) -> list[str]:
        return [one["content"].get("text", "") for one in await self.shown()]

    async def message(self) -> Message:
        """Our last one."""
        ours: list[Message] = await rows(self.house.store, Message, Message.direction == "out")
        return ours[-1]

    async def delivery(self) -> Delivery:
        found: Delivery = (await rows(self.house.store, Delivery))[-1]
        return found

    async def conversations(self) -> list[Conversation]:
        found: list[Conversation] = await rows(self.house.store, Conversation)
        return found


async def on_the_phone(store: Store, mind: ScriptedMind, channel: str) -> OnThePhone:
    """Somebody on this channel, whose number, page or account is connected."""
    played = Played()
    clock = store.clock
    assert isinstance(clock, FixedClock)
    clock.at = NOON
    house = house_of(
        store,
        clock,
        mind,
        http=played.http,
        meta_graph_url="http://sandbox.test/graph",
        meta_instagram_url="http://sandbox.test/instagram",
        message_prices="USD utility=0.0068 service=0.005",
    )
    external_id, token = TOKENS[channel]
    async with store.writing() as session:
        await accounts.keep(session, house.keys, house.vault, channel, external_id, token, {})
    phone = OnThePhone(played, house, clock, channel)
    phone.customer = await played.customer(channel)
    return phone


async def of_kind(store: Store, table: type[Any], *where: Any) -> list[Any]:
    async with store.reading() as session:
        return list(await session.scalars(select(table).where(*where)))
