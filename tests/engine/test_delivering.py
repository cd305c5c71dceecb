"""A message leaves through its channel, or somebody hears that it did not."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from cauce.core.clock import FixedClock
from cauce.engine import attend
from cauce.engine.house import House
from cauce.engine.outbox import BACKOFF, deliver
from cauce.errors import (
    DeliveryError,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unauthorised,
    Unreachable,
)
from cauce.store.models import Alert, Consent, Delivery, User
from cauce.store.session import Store
from tests.engine.answered import HELLO, PHONE, ours, the, to_whatsapp
from tests.houses import (
    Outbox,
    ScriptedMind,
    forget_jobs,
    house_of,
    jobs,
    rows,
    says,
    talk,
    work_off,
)


async def retry_in(house: House) -> list[float]:
    """Seconds until each delivery that waits in the queue."""
    async with house.store.reading() as session:
        found = await session.scalars(
            text("""SELECT scheduled_at FROM procrastinate_jobs
                     WHERE task_name = 'deliver' AND scheduled_at IS NOT NULL
                    UNION ALL SELECT due_at FROM timers""")
        )
        return [(at - house.clock.now()).total_seconds() for at in found]


async def test_an_answer_leaves_after_the_commit_through_the_queue(
    house: House, whatsapp: Outbox
) -> None:
    conversation, delivery = await to_whatsapp(house)
    [message] = await ours(house)
    assert (message.status, message.provider_id, delivery.status) == ("queued", None, "queued")
    assert await jobs(house.store) == [("deliver", "todo")]
    await work_off(house)
    [message] = await ours(house)
    assert (message.status, message.provider_id) == ("sent", "wamid.out.1")
    assert whatsapp.sent == [(PHONE, HELLO, delivery.key)]
    assert (await the(house, delivery)).status == "sent"
    assert await deliver(house, delivery.id) == "nothing"
    assert len(whatsapp.sent) == 1
    assert message.conversation_id == conversation


async def test_in_the_websites_chat_storing_is_sending(house: House) -> None:
    await talk(house)
    [message] = await ours(house)
    assert message.status == "sent"
    assert await rows(house.store, Delivery) == []


@pytest.mark.parametrize(
    ("error", "outcome", "status", "alert"),
    [
        (Rejected("no", "131026"), "rejected", "failed", "message_failed"),
        (Unauthorised("token"), "failed", "failed", "channel_disconnected"),
        (OutcomeUnknown("?"), "unknown", "unknown", "delivery_unknown"),
        (Unreachable("down"), "retried", "queued", None),
        (Throttled("slow", 5), "retried", "queued", None),
        (DeliveryError("odd"), "rejected", "failed", "message_failed"),
    ],
)
async def test_every_error_is_answered_as_it_asks(
    house: House,
    whatsapp: Outbox,
    error: DeliveryError,
    outcome: str,
    status: str,
    alert: str | None,
) -> None:
    _, delivery = await to_whatsapp(house)
    await forget_jobs(house.store)
    whatsapp.errors = [error]
    assert await deliver(house, delivery.id) == outcome
    found = await the(house, delivery)
    assert (found.status, found.error, found.attempts) == (status, str(error), 1)
    [message] = await ours(house)
    assert message.status == status
    assert [one.type for one in await rows(house.store, Alert)] == ([alert] if alert else [])
    assert len(await retry_in(house)) == (status == "queued")
    if status != "queued":
        assert await deliver(house, delivery.id) == "nothing"
    assert whatsapp.sent == []


@pytest.mark.parametrize(("asked", "waits"), [(0.5, 0.5), (45, 45), (5000, 5000)])
async def test_a_platform_that_asks_for_patience_gets_it(
    house: House, whatsapp: Outbox, asked: float, waits: float
) -> None:
    _, delivery = await to_whatsapp(house)
    await forget_jobs(house.store)
    whatsapp.errors = [Throttled("slow down", asked)]
    await deliver(house, delivery.id)
    assert await retry_in(house) == [waits + BACKOFF[0]]


async def test_a_platform_that_stays_down_is_a_persons_problem_in_the_end(
    house: House, whatsapp: Outbox
) -> None:
    _, delivery = await to_whatsapp(house)
    whatsapp.errors = [Unreachable("down")] * (len(BACKOFF) + 1)
    outcomes = [await deliver(house, delivery.id) for _ in range(len(BACKOFF) + 1)]
    assert outcomes == ["retried"] * len(BACKOFF) + ["failed"]
    [message] = await ours(house)
    assert (message.status, message.error) == ("failed", "down")
    assert len(await rows(house.store, Alert)) == 1


async def test_what_failed_once_leaves_at_the_next_try(house: House, whatsapp: Outbox) -> None:
    whatsapp.errors = [Unreachable("down"), Throttled("slow", 1)]
    _, delivery = await to_whatsapp(house)
    await work_off(house)
    assert len(whatsapp.sent) == 1
    found = await the(house, delivery)
    assert (found.status, found.attempts) == ("sent", 3)


async def test_a_person_who_took_over_keeps_the_machine_from_speaking(
    house: House, whatsapp: Outbox, agent: User
) -> None:
    conversation, _ = await to_whatsapp(house)
    await attend.reply(house, agent.id, conversation, "Yo sigo.", "k")
    await work_off(house)
    assert [words for _, words, _ in whatsapp.sent] == ["Yo sigo."]
    bot, person = await ours(house)
    assert (bot.status, person.status) == ("failed", "sent")
    assert "a person took over" in (bot.error or "")


async def test_saying_that_a_person_comes_leaves_though_the_machine_is_silent(
    house: House, whatsapp: Outbox, mind: ScriptedMind
) -> None:
    mind.drafts = lambda brief: says("Ya viene alguien.", brief, hand_over="complex")
    await to_whatsapp(house)
    await work_off(house)
    assert [words for _, words, _ in whatsapp.sent] == ["Ya viene alguien."]


async def test_a_channel_that_is_not_connected_is_told_of_once(
    store: Store, clock: FixedClock, mind: ScriptedMind
) -> None:
    house = house_of(store, clock, mind)
    for _ in range(2):
        _, delivery = await to_whatsapp(house)
        assert await deliver(house, delivery.id) == "failed"
    assert [one.status for one in await ours(house)] == ["failed", "failed"]
    [alert] = await rows(store, Alert)
    assert (alert.type, alert.severity) == ("channel_disconnected", "critical")
    assert "not connected" in alert.message


async def test_an_answer_still_waiting_when_the_customer_opts_out_never_leaves(
    house: House, whatsapp: Outbox, clock: FixedClock
) -> None:
    conversation, delivery = await to_whatsapp(house)
    clock.at += timedelta(minutes=1)
    async with house.store.writing() as session:
        [message] = await ours(house)
        session.add(
            Consent(
                contact_id=message.contact_id,
                channel="whatsapp",
                scope="all",
                granted=False,
                evidence="no me escriban",
            )
        )
    assert await deliver(house, delivery.id) == "stopped"
    assert whatsapp.sent == []
    assert (await the(house, delivery)).status == "failed"
    assert conversation
