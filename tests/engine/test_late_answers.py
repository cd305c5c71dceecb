"""Until when an answer may leave: one rule for the machine and for people, on every channel."""

from datetime import timedelta
from typing import Any

import pytest

from cauce.engine import attend, human_agent
from cauce.errors import BadInput, Conflict
from cauce.store.models import ChannelAccount, Conversation, User
from cauce.store.session import Store
from tests.engine.on_the_phone import OnThePhone, on_the_phone
from tests.houses import ScriptedMind, rows

AD = {"source": "ADS", "type": "OPEN_THREAD", "ad_id": "1202"}
INBOXES = ("messenger", "instagram")


async def answered(phone: OnThePhone, **said: Any) -> Conversation:
    await phone.played.writes(phone.customer, "Hola", **said)
    await phone.passes(1)
    [thread] = await phone.conversations()
    return thread


async def approve(phone: OnThePhone) -> None:
    [account] = await rows(phone.house.store, ChannelAccount)
    await human_agent.allow(phone.house, "user_1", account.id, allowed=True)


async def sends(phone: OnThePhone, agent: User, key: str = "k") -> str:
    [thread] = await phone.conversations()
    await attend.reply(phone.house, agent.id, thread.id, "Aquí sigo.", key)
    return await phone.sends(await phone.delivery())


@pytest.mark.parametrize("channel", INBOXES)
async def test_a_person_answers_for_a_day_and_then_hears_what_to_do(
    store: Store, mind: ScriptedMind, agent: User, channel: str
) -> None:
    phone = await on_the_phone(store, mind, channel)
    await answered(phone)
    await phone.passes(hours=23.9)
    assert await sends(phone, agent) == "sent"
    await phone.passes(hours=0.05)
    with pytest.raises(Conflict, match="until they write again"):
        await sends(phone, agent, "k2")


@pytest.mark.parametrize("channel", INBOXES)
async def test_an_approved_account_answers_by_people_for_a_week_and_says_so(
    store: Store, mind: ScriptedMind, agent: User, channel: str
) -> None:
    phone = await on_the_phone(store, mind, channel)
    await approve(phone)
    await answered(phone)
    await phone.passes(hours=6 * 24)
    assert await sends(phone, agent) == "sent"
    assert await phone.texts() == ["Aquí sigo."]
    await phone.passes(hours=24)
    with pytest.raises(Conflict):
        await sends(phone, agent, "k2")


@pytest.mark.parametrize("channel", INBOXES)
async def test_an_answer_written_in_time_that_leaves_late_is_marked_as_a_persons(
    store: Store, mind: ScriptedMind, agent: User, channel: str
) -> None:
    phone = await on_the_phone(store, mind, channel)
    await approve(phone)
    thread = await answered(phone)
    await attend.reply(phone.house, agent.id, thread.id, "Aquí sigo.", "k")
    await phone.passes(hours=25)
    assert await phone.sends(await phone.delivery()) == "sent"


@pytest.mark.parametrize("channel", INBOXES)
async def test_an_advertisement_opens_a_week_for_everybody(
    store: Store, mind: ScriptedMind, agent: User, channel: str
) -> None:
    phone = await on_the_phone(store, mind, channel)
    thread = await answered(phone, referral=AD)
    assert thread.by_ad_at is not None
    await phone.passes(hours=6 * 24)
    assert await sends(phone, agent) == "sent"
    await phone.passes(hours=24)
    with pytest.raises(Conflict):
        await sends(phone, agent, "k2")


async def test_what_the_machine_said_too_late_is_stopped_before_the_platform_refuses_it(
    store: Store, mind: ScriptedMind
) -> None:
    phone = await on_the_phone(store, mind, "whatsapp")
    delivery = await phone.writes()
    await phone.passes(hours=23.99)
    async with store.writing() as session:
        [thread] = await phone.conversations()
        kept = await session.get_one(Conversation, thread.id)
        assert kept.wrote_at is not None
        kept.wrote_at = kept.wrote_at.replace(year=kept.wrote_at.year - 1)
    assert await phone.sends(delivery) == "stopped"
    message = await phone.message()
    assert (message.status, message.problem) == ("failed", "template")
    assert await phone.shown() == []


async def test_a_call_that_comes_late_opens_no_longer_window(
    store: Store, mind: ScriptedMind, agent: User
) -> None:
    phone = await on_the_phone(store, mind, "whatsapp")
    await phone.played.writes(phone.customer, "Hola")
    await phone.played.passes(1, hours=20)
    phone.clock.at += timedelta(hours=20)
    await phone.hears()
    [thread] = await phone.conversations()
    assert thread.wrote_at is not None
    assert thread.last_inbound_at is not None
    assert (thread.last_inbound_at - thread.wrote_at).total_seconds() > 19 * 3600
    await phone.passes(hours=5)
    with pytest.raises(Conflict, match="approved template"):
        await sends(phone, agent)


async def test_whatsapp_knows_no_longer_time_for_people(store: Store, mind: ScriptedMind) -> None:
    phone = await on_the_phone(store, mind, "whatsapp")
    with pytest.raises(BadInput):
        await approve(phone)
