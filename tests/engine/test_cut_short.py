"""A message cut short or overtaken on its way leaves once and in order, or somebody hears of it."""

from datetime import timedelta

import pytest
from sqlalchemy import text, update

from cauce.core.clock import FixedClock
from cauce.engine import chores
from cauce.engine.house import House
from cauce.engine.outbox import deliver
from cauce.errors import Unreachable
from cauce.store.models import Alert, Delivery, Message
from cauce.store.session import Store
from tests.engine.answered import PHONE, ours, the, to_whatsapp
from tests.houses import Outbox, ScriptedMind, forget_jobs, rows, says, talk, work_off


async def test_nobody_knows_what_a_worker_sent_before_it_died(
    house: House, whatsapp: Outbox
) -> None:
    """Killed between the commit that says `sending` and the platform's answer."""
    _, delivery = await to_whatsapp(house)

    async def die() -> None:
        assert (await the(house, delivery)).status == "sending"
        raise KeyboardInterrupt

    whatsapp.meanwhile = die
    with pytest.raises(KeyboardInterrupt):
        await deliver(house, delivery.id)
    whatsapp.meanwhile = None
    assert await deliver(house, delivery.id) == "unknown"
    assert await deliver(house, delivery.id) == "nothing"
    assert whatsapp.sent == []
    assert (await the(house, delivery)).status == "unknown"
    [alert] = await rows(house.store, Alert)
    assert (alert.type, alert.severity) == ("delivery_unknown", "high")


async def test_a_delivery_that_lost_its_job_is_found_again(
    house: House, whatsapp: Outbox, clock: FixedClock
) -> None:
    await to_whatsapp(house)
    assert await chores.queue_undelivered(house) == 0
    clock.at += timedelta(minutes=2)
    assert await chores.queue_undelivered(house) == 0
    await forget_jobs(house.store)
    assert await chores.queue_undelivered(house) == 1
    await work_off(house)
    assert len(whatsapp.sent) == 1
    clock.at += timedelta(minutes=2)
    assert await chores.queue_undelivered(house) == 0


async def test_a_job_that_a_stopping_worker_let_go_is_done_by_the_next(
    house: House, whatsapp: Outbox
) -> None:
    await to_whatsapp(house)
    async with house.store.writing() as session:
        await session.execute(text("UPDATE procrastinate_jobs SET status = 'aborted'"))
    assert await chores.free_stalled(house) == 1
    await work_off(house)
    assert len(whatsapp.sent) == 1


async def test_what_is_said_later_does_not_overtake_what_must_be_tried_again(
    house: House, whatsapp: Outbox, mind: ScriptedMind
) -> None:
    mind.drafts = lambda brief: says(f"Respuesta {len(mind.briefs)}.", brief)
    _, first = await to_whatsapp(house)
    whatsapp.errors = [Unreachable("down")]
    assert await deliver(house, first.id) == "retried"
    _, second = await to_whatsapp(house)
    assert second.id != first.id
    assert await deliver(house, second.id) == "waits"
    assert await deliver(house, first.id) == "sent"
    assert await deliver(house, second.id) == "sent"
    assert [words for _, words, _ in whatsapp.sent] == ["Respuesta 1.", "Respuesta 2."]


async def test_a_message_that_left_is_noted_though_the_database_was_away(
    house: House, whatsapp: Outbox
) -> None:
    _, delivery = await to_whatsapp(house)

    async def cut() -> None:
        async with house.store.writing() as session:
            await session.execute(
                text("""SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                         WHERE datname = current_database() AND pid <> pg_backend_pid()""")
            )

    whatsapp.meanwhile = cut
    assert await deliver(house, delivery.id) == "sent"
    assert (await the(house, delivery)).status == "sent"


async def test_the_status_that_arrives_before_the_answer_is_not_taken_back(
    house: House, whatsapp: Outbox
) -> None:
    _, delivery = await to_whatsapp(house)

    async def read() -> None:
        async with house.store.writing() as session:
            await session.execute(
                update(Message).where(Message.direction == "out").values(status="read")
            )

    whatsapp.meanwhile = read
    await deliver(house, delivery.id)
    assert [one.status for one in await ours(house)] == ["read"]


async def test_a_message_waits_while_the_one_before_it_is_on_its_way(
    house: House, store: Store, whatsapp: Outbox
) -> None:
    conversation, first = await to_whatsapp(house)
    await talk(house, channel="whatsapp", external_id=PHONE)
    second = (await rows(house.store, Delivery))[-1]
    async with store.writing() as session:
        await session.execute(
            update(Delivery).where(Delivery.id == first.id).values(status="sending")
        )
    assert await deliver(house, second.id) == "waits"
    assert whatsapp.sent == []
    assert conversation
