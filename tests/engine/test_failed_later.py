"""What WhatsApp took and gave up on afterwards: put right where that is safe, told where not."""

from datetime import timedelta
from typing import Any

import pytest

from cauce.engine import attend
from cauce.engine.bounced import tell_bounced
from cauce.engine.delivery.by_hand import arrived, send_again
from cauce.errors import Conflict
from cauce.policy.sending import BACKOFF
from cauce.store.models import (
    Alert,
    AuditEntry,
    ChannelAccount,
    Consent,
    ContactIdentity,
    MessageCharge,
    MessagePart,
    User,
)
from cauce.store.session import Store
from tests.engine.on_the_phone import OnThePhone, on_the_phone
from tests.houses import ScriptedMind, rows


@pytest.fixture
async def phone(store: Store, mind: ScriptedMind) -> OnThePhone:
    return await on_the_phone(store, mind, "whatsapp")


async def gives_up(phone: OnThePhone, code: int) -> str:
    """It is taken, then fails with `code`; what became of it."""
    delivery = await phone.writes()
    await phone.fault("wrong", code=code)
    assert await phone.sends(delivery) == "sent"
    await phone.passes()
    message = await phone.message()
    assert message.status == "failed"
    return await tell_bounced(phone.house, message.id, str(code))


async def news(phone: OnThePhone, status: str, provider_id: str, **more: Any) -> None:
    item = {"id": provider_id, "status": status, "timestamp": "1795176000", **more}
    value = {"messaging_product": "whatsapp", "statuses": [item]}
    change = {"field": "messages", "value": value}
    payload = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
    await phone.hears_of(payload)


@pytest.mark.parametrize("code", [130429, 131056, 131016, 131048, 80007])
async def test_what_surely_has_not_arrived_and_may_is_sent_again_as_a_new_try(
    phone: OnThePhone, code: int
) -> None:
    assert await gives_up(phone, code) == "retried"
    first = (await phone.message()).provider_id
    delivery = await phone.delivery()
    assert (first, delivery.status, delivery.attempts) == (None, "queued", 1)
    await phone.passes(hours=3)
    assert await phone.sends(delivery) == "sent"
    await phone.passes()
    delivery = await phone.delivery()
    assert (delivery.status, delivery.attempts) == ("sent", 2)
    assert (await phone.message()).status in ("delivered", "read")
    [former] = await rows(phone.house.store, MessagePart)
    assert former.kind == "former"


@pytest.mark.parametrize("code", [131000, 131026, 131047, 131049, 130472, 100, 424242])
async def test_what_may_have_arrived_or_never_will_is_not_sent_again(
    phone: OnThePhone, code: int
) -> None:
    assert await gives_up(phone, code) == "bounced"
    delivery = await phone.delivery()
    assert delivery.status == "failed"
    await phone.passes(hours=30)
    assert await phone.sends(delivery) == "nothing"
    assert await tell_bounced(phone.house, delivery.message_id, str(code)) == "nothing"


@pytest.mark.parametrize(
    ("code", "problem", "alerts"),
    [
        (131047, "template", ["message_failed"]),
        (131026, "unreachable", ["message_failed"]),
        (131049, "not_today", []),
        (130472, "leave", []),
        (131050, "no_marketing", []),
        (131042, "account", ["channel_disconnected"]),
        (190, "reconnect", ["channel_disconnected"]),
    ],
)
async def test_every_code_does_what_it_asks_for(
    phone: OnThePhone, code: int, problem: str, alerts: list[str]
) -> None:
    await gives_up(phone, code)
    assert (await phone.message()).problem == problem
    assert [one.type for one in await rows(phone.house.store, Alert)] == alerts
    [identity] = await rows(phone.house.store, ContactIdentity)
    assert (identity.unreachable_at is not None) == (problem == "unreachable")
    tomorrow = phone.clock.now() + timedelta(hours=24)
    assert identity.not_before == (tomorrow if problem == "not_today" else None)
    consents = [(one.scope, one.granted) for one in await rows(phone.house.store, Consent)]
    assert consents == ([("marketing", False)] if problem == "no_marketing" else [])
    [account] = await rows(phone.house.store, ChannelAccount)
    assert account.status == ("attention" if "channel_disconnected" in alerts else "connected")


async def test_a_number_that_was_too_fast_goes_on_at_half_its_pace(phone: OnThePhone) -> None:
    await gives_up(phone, 130429)
    [account] = await rows(phone.house.store, ChannelAccount)
    assert account.pace == 40


async def test_complaints_pause_what_nobody_asked_for_and_tell_a_person(phone: OnThePhone) -> None:
    await gives_up(phone, 131048)
    [account] = await rows(phone.house.store, ChannelAccount)
    assert account.paused_until is not None
    assert [one.type for one in await rows(phone.house.store, Alert)] == ["number_at_risk"]


async def test_a_failed_try_that_arrived_after_all_calls_back_the_next(phone: OnThePhone) -> None:
    await gives_up(phone, 131016)
    [former] = await rows(phone.house.store, MessagePart)
    await news(phone, "delivered", former.provider_id)
    message = await phone.message()
    assert (message.status, message.provider_id) == ("delivered", former.provider_id)
    assert await phone.sends(await phone.delivery()) == "nothing"
    assert await rows(phone.house.store, MessagePart) == []


async def test_news_of_the_former_try_say_nothing_of_the_new_one(phone: OnThePhone) -> None:
    await gives_up(phone, 131016)
    await phone.passes(hours=3)
    await phone.sends(await phone.delivery())
    [former] = await rows(phone.house.store, MessagePart)
    key = (await phone.delivery()).key
    await news(phone, "failed", former.provider_id, biz_opaque_callback_data=key)
    assert (await phone.message()).status == "accepted"
    await phone.passes()
    assert (await phone.message()).status in ("delivered", "read")


@pytest.mark.parametrize(
    ("order", "stands"),
    [
        (("sent", "delivered", "read", "played"), "played"),
        (("played", "read", "delivered", "sent"), "played"),
        (("read", "read", "delivered"), "read"),
        (("failed", "delivered"), "delivered"),
        (("delivered", "failed"), "delivered"),
        (("accepted", "accepted"), "accepted"),
    ],
)
async def test_news_in_any_order_and_number_never_go_back(
    phone: OnThePhone, order: tuple[str, ...], stands: str
) -> None:
    await phone.sends(await phone.writes())
    name = (await phone.message()).provider_id or ""
    for status in order:
        await news(phone, status, name)
    assert (await phone.message()).status == stands


async def test_what_it_costs_is_kept_once_and_an_unknown_price_is_not_nothing(
    phone: OnThePhone,
) -> None:
    await phone.sends(await phone.writes())
    name = (await phone.message()).provider_id or ""
    told = {"billable": True, "type": "regular", "category": "utility"}
    for status in ("sent", "delivered"):
        await news(phone, status, name, pricing=told)
    [charge] = await rows(phone.house.store, MessageCharge)
    assert (charge.category, charge.type, charge.billable) == ("utility", "regular", True)
    assert (charge.micros, charge.currency) == (6800, "USD")
    await news(phone, "read", name, pricing=told | {"category": "marketing"})
    [charge] = await rows(phone.house.store, MessageCharge)
    assert (charge.category, charge.micros, charge.currency) == ("marketing", None, None)
    await news(phone, "read", name, pricing=told | {"billable": False})
    [charge] = await rows(phone.house.store, MessageCharge)
    assert charge.micros == 0


async def unknown(phone: OnThePhone) -> None:
    delivery = await phone.writes()
    await phone.fault("reset")
    assert await phone.sends(delivery) == "unknown"


async def test_a_person_who_saw_it_arrive_settles_the_question(
    phone: OnThePhone, agent: User
) -> None:
    await unknown(phone)
    message = await phone.message()
    await arrived(phone.house, agent.id, message.id)
    assert (await phone.message()).status == "accepted"
    assert [one.status for one in await rows(phone.house.store, Alert)] == ["resolved"]
    assert "message.said_arrived" in [
        one.action for one in await rows(phone.house.store, AuditEntry)
    ]
    with pytest.raises(Conflict):
        await send_again(phone.house, agent.id, message.id)


async def test_a_person_who_knows_that_it_did_not_arrive_sends_it_again(
    phone: OnThePhone, agent: User
) -> None:
    await unknown(phone)
    message = await phone.message()
    await send_again(phone.house, agent.id, message.id)
    with pytest.raises(Conflict):
        await send_again(phone.house, agent.id, message.id)
    assert await phone.sends(await phone.delivery()) == "sent"
    assert len(await phone.shown()) == 1
    assert [one.status for one in await rows(phone.house.store, Alert)] == ["resolved"]


async def test_a_person_sends_what_failed_again_once_it_is_put_right(
    phone: OnThePhone, agent: User
) -> None:
    await gives_up(phone, 190)
    message = await phone.message()
    await send_again(phone.house, agent.id, message.id)
    assert await phone.sends(await phone.delivery()) == "sent"
    await phone.passes()
    assert (await phone.message()).status in ("delivered", "read")


async def test_one_person_is_not_written_to_faster_than_the_platform_allows(
    phone: OnThePhone, agent: User
) -> None:
    """45 at once and then one in six seconds: the platform never has to say so."""
    outcomes = [await phone.sends(await phone.writes())]
    [thread] = await phone.conversations()
    for number in range(48):
        await attend.reply(phone.house, agent.id, thread.id, f"Parte {number}", f"key-{number}")
        outcomes.append(await phone.sends(await phone.delivery()))
        if outcomes[-1] == "waits":
            break
    assert outcomes[-1] == "waits"
    assert outcomes[:-1] == ["sent"] * (len(outcomes) - 1)
    waiting = await phone.delivery()
    assert waiting.attempts == 0
    assert waiting.next_try is not None
    until = (waiting.next_try - phone.clock.now()).total_seconds()
    assert 0 < until <= 6
    await phone.passes(until)
    assert await phone.sends(waiting) == "sent"


async def test_only_the_person_who_got_too_much_waits_and_ever_longer(phone: OnThePhone) -> None:
    delivery = await phone.writes()
    await phone.fault("status", code=131056, times=2)
    assert await phone.sends(delivery) == "retried"
    waits = [((await phone.delivery()).next_try or phone.clock.now()) - phone.clock.now()]
    await phone.passes(waits[0].total_seconds())
    assert await phone.sends(delivery) == "retried"
    waits.append(((await phone.delivery()).next_try or phone.clock.now()) - phone.clock.now())
    assert [wait.total_seconds() for wait in waits] == [7.5, 30]
    phone.customer = await phone.played.customer("whatsapp")
    assert await phone.sends(await phone.writes()) == "sent"


def test_a_platform_that_is_away_is_tried_for_more_than_an_hour() -> None:
    assert sum(BACKOFF) > 3600
