"""What a platform says of our messages counts, however early, and its failures are told."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from cauce.core.clock import FixedClock
from cauce.core.events import DeliveryStatus, StatusUpdate
from cauce.engine import chores
from cauce.engine.house import House
from cauce.engine.outbox import deliver
from cauce.engine.reception import receive
from cauce.store.models import Alert, Delivery, EarlyStatus, Message, Webhook, WebhookDelivery
from tests.houses import Outbox, rows, talk, until, work_off

PHONE = "5076000000"
WINDOW_CLOSED = "131047"


async def to_customers(house: House, how_many: int = 1) -> list[Message]:
    """Customers on WhatsApp were answered, and the answers have left."""
    for number in range(how_many):
        await talk(house, channel="whatsapp", external_id=f"{PHONE}{number}")
        [waiting] = await rows(house.store, Delivery, Delivery.status == "queued")
        assert await deliver(house, waiting.id) == "sent"
    found: list[Message] = await rows(house.store, Message, Message.direction == "out")
    return found


async def told(house: House, name: str, status: DeliveryStatus, code: str | None = None) -> None:
    update = StatusUpdate("whatsapp", name, status, house.clock.now(), code, code and "it failed")
    await receive(house, "whatsapp", b"{}", (update,))


async def the_one(house: House) -> Message:
    [ours] = await rows(house.store, Message, Message.direction == "out")
    assert isinstance(ours, Message)
    return ours


async def test_a_message_that_failed_on_the_platform_is_an_alert_and_a_webhook(
    house: House,
) -> None:
    async with house.store.writing() as session:
        session.add(Webhook(url="https://example.com", events=["message.failed"], secret="x"))
    [message] = await to_customers(house)
    await told(house, "wamid.out.1", "failed", WINDOW_CLOSED)
    await work_off(house, leaving="webhook")
    [alert] = await rows(house.store, Alert)
    assert (alert.type, alert.conversation_id) == ("message_failed", message.conversation_id)
    assert alert.message == "whatsapp: 131047 it failed"
    [delivery] = await rows(house.store, Delivery)
    assert (delivery.status, delivery.error) == ("failed", "131047 it failed")
    [announced] = await rows(house.store, WebhookDelivery)
    assert announced.event == "message.failed"
    assert announced.payload["data"]["message_id"] == message.id


async def test_the_same_failure_of_many_messages_is_one_alert(house: House) -> None:
    await to_customers(house, 3)
    for number in (1, 2):
        await told(house, f"wamid.out.{number}", "failed", WINDOW_CLOSED)
        await told(house, f"wamid.out.{number}", "failed", WINDOW_CLOSED)
    await told(house, "wamid.out.3", "failed", "131026")
    await work_off(house)
    causes = [alert.cause for alert in await rows(house.store, Alert)]
    assert causes == ["message_failed:whatsapp:131047", "message_failed:whatsapp:131026"]
    assert [one.status for one in await rows(house.store, Delivery)] == ["failed"] * 3


async def test_what_arrived_after_all_is_no_alert(house: House) -> None:
    await to_customers(house)
    await told(house, "wamid.out.1", "failed", WINDOW_CLOSED)
    await told(house, "wamid.out.1", "delivered")
    await work_off(house)
    assert await rows(house.store, Alert) == []
    assert (await the_one(house)).status == "delivered"


@pytest.mark.parametrize(
    ("early", "stands"),
    [
        (("delivered",), "delivered"),
        (("read", "delivered"), "read"),
        (("failed",), "failed"),
        (("failed", "delivered"), "delivered"),
    ],
)
async def test_news_that_are_faster_than_our_own_note_are_applied_with_it(
    house: House, whatsapp: Outbox, early: tuple[DeliveryStatus, ...], stands: str
) -> None:
    async def platform_is_fast() -> None:
        for status in early:
            await told(house, "wamid.out.1", status, WINDOW_CLOSED if status == "failed" else None)

    whatsapp.meanwhile = platform_is_fast
    await to_customers(house)
    message = await the_one(house)
    assert (message.provider_id, message.status) == ("wamid.out.1", stands)
    assert await rows(house.store, EarlyStatus) == []
    await work_off(house)
    alerts = [alert.type for alert in await rows(house.store, Alert)]
    assert alerts == (["message_failed"] if stands == "failed" else [])


async def test_news_that_come_while_the_name_is_being_noted_wait_for_it(house: House) -> None:
    await talk(house, channel="whatsapp", external_id=PHONE)
    message = await the_one(house)
    async with house.store.writing() as session:
        name = {"id": message.id, "name": "wamid.out.1"}
        await session.execute(text("SELECT cauce_lock_name('whatsapp', :name)"), name)
        await session.execute(text("SELECT cauce_name_message(:id, 'whatsapp', :name)"), name)
        coming = asyncio.create_task(told(house, "wamid.out.1", "delivered"))
        await until(lambda: _somebody_waits(house))
    await coming
    assert (await the_one(house)).status == "delivered"
    assert await rows(house.store, EarlyStatus) == []


async def _somebody_waits(house: House) -> bool:
    waits = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    async with house.store.reading() as session:
        return bool(await session.scalar(waits))


async def test_news_of_what_others_sent_are_forgotten_after_a_day(
    house: House, clock: FixedClock
) -> None:
    await told(house, "wamid.of.others", "delivered")
    await told(house, "wamid.of.others", "delivered")
    await chores.tidy(house)
    assert len(await rows(house.store, EarlyStatus)) == 1
    clock.at += timedelta(days=1, minutes=1)
    await chores.tidy(house)
    assert await rows(house.store, EarlyStatus) == []
