"""Customers see that they were read and that somebody answers; it never gets in the way."""

import pytest

from cauce.core.clock import FixedClock
from cauce.engine.attention import being_answered, being_read
from cauce.errors import OutcomeUnknown, Unauthorised, Unreachable
from cauce.store.session import Store
from tests.engine.on_the_phone import OUTSIDE, on_the_phone
from tests.houses import Outbox, ScriptedMind, house_of, talk, thread, until, write


@pytest.mark.parametrize("channel", OUTSIDE)
async def test_the_phone_shows_blue_ticks_and_dots(
    store: Store, mind: ScriptedMind, channel: str
) -> None:
    phone = await on_the_phone(store, mind, channel)
    await phone.played.writes(phone.customer)
    await phone.passes(1)
    [conversation] = await phone.conversations()
    assert await being_read(phone.house, conversation.id)
    seen = await phone.played.phone(phone.customer)
    assert seen["typing"] is True
    assert seen["messages"][-1]["status"] == "read"


@pytest.mark.parametrize("error", [Unreachable("down"), OutcomeUnknown("?"), Unauthorised("token")])
async def test_a_platform_that_will_not_show_it_disturbs_nobody(
    store: Store, clock: FixedClock, mind: ScriptedMind, error: Exception
) -> None:
    whatsapp = Outbox(blind=error)
    house = house_of(store, clock, mind, {"whatsapp": whatsapp})
    landed = await write(house, channel="whatsapp", external_id="50760000001")
    assert not await being_read(house, landed.conversation_id)
    assert whatsapp.attended == []


async def test_it_is_shown_while_an_answer_is_thought_of_and_no_longer(
    store: Store, clock: FixedClock, mind: ScriptedMind
) -> None:
    whatsapp = Outbox()
    house = house_of(store, clock, mind, {"whatsapp": whatsapp})
    landed = await write(house, channel="whatsapp", external_id="50760000001")

    async def shown() -> bool:
        return bool(whatsapp.attended)

    async with being_answered(house, await thread(store, landed.conversation_id)):
        await until(shown)
    assert [(to, typing) for to, _, typing in whatsapp.attended] == [("50760000001", True)]


async def test_who_was_answered_at_once_is_read_but_sees_no_dots_after_the_answer(
    store: Store, clock: FixedClock, mind: ScriptedMind
) -> None:
    whatsapp = Outbox()
    house = house_of(store, clock, mind, {"whatsapp": whatsapp})
    landed = await write(house, channel="whatsapp", external_id="50760000001")

    async def shown() -> bool:
        return bool(whatsapp.attended)

    async with being_answered(house, await thread(store, landed.conversation_id)):
        pass
    await until(shown)
    assert [typing for _, _, typing in whatsapp.attended] == [False]


async def test_a_turn_shows_it_by_itself(
    store: Store, clock: FixedClock, mind: ScriptedMind
) -> None:
    whatsapp = Outbox()
    house = house_of(store, clock, mind, {"whatsapp": whatsapp})

    async def shown() -> None:
        async def there() -> bool:
            return bool(whatsapp.attended)

        await until(there)

    mind.meanwhile = shown
    _, outcome = await talk(house, channel="whatsapp", external_id="50760000001")
    assert (outcome, len(whatsapp.attended)) == ("answered", 1)


async def test_a_thought_that_fails_fails_as_it_did(
    store: Store, clock: FixedClock, mind: ScriptedMind
) -> None:
    house = house_of(store, clock, mind, {"whatsapp": Outbox(blind=Unreachable("down"))})
    landed = await write(house, channel="whatsapp", external_id="50760000001")
    with pytest.raises(ValueError, match="thought"):
        async with being_answered(house, await thread(store, landed.conversation_id)):
            raise ValueError("thought")


@pytest.mark.parametrize(
    ("channel", "wanted"), [("whatsapp", False), ("webchat", True)], ids=["switched off", "at home"]
)
async def test_nothing_is_shown_where_nobody_wants_it_or_there_is_no_platform(
    store: Store, clock: FixedClock, mind: ScriptedMind, channel: str, wanted: bool
) -> None:
    outlet = Outbox()
    house = house_of(store, clock, mind, {channel: outlet}, read_marks=wanted)
    landed = await write(house, channel=channel, external_id="50760000001")
    assert not await being_read(house, landed.conversation_id)
    async with being_answered(house, await thread(store, landed.conversation_id)):
        pass
    assert outlet.attended == []


async def test_who_is_answered_by_a_person_sees_no_dots_of_ours(
    store: Store, clock: FixedClock, mind: ScriptedMind
) -> None:
    outlet = Outbox()
    house = house_of(store, clock, mind, {"whatsapp": outlet})
    landed = await write(house, channel="whatsapp", external_id="50760000001")
    conversation = await thread(store, landed.conversation_id)
    conversation.bot_silenced = True
    async with being_answered(house, conversation):
        pass
    assert outlet.attended == []
