"""A wish to be left alone is confirmed once, however often it is said."""

from dataclasses import replace
from datetime import timedelta

from cauce.core.clock import FixedClock
from cauce.engine import contacts
from cauce.engine.house import House
from cauce.flows.reception.wording import STOPPED
from cauce.store.models import ActionRow, Consent, User
from tests.houses import CALM, ScriptedMind, answers, rows, talk, thread

LEAVES = replace(CALM, opt_out="yes")
ANSWER = "Con gusto le ayudo."


async def test_a_second_and_a_third_stop_are_not_confirmed_again(
    house: House, mind: ScriptedMind, clock: FixedClock
) -> None:
    mind.reading = LEAVES
    for _ in range(3):
        conversation, _ = await talk(house, "STOP")
        clock.at += timedelta(minutes=1)
    assert await answers(house.store, conversation) == [STOPPED["es"]]
    assert len(await rows(house.store, Consent)) == 3
    said = await rows(house.store, ActionRow, ActionRow.kind == "SendMessage")
    assert [row.status for row in said] == ["done", "stopped", "stopped"]
    # Nobody of the team has anything to do about it.
    assert (await thread(house.store, conversation)).status == "active"


async def test_who_came_back_and_leaves_again_is_told_again(
    house: House, mind: ScriptedMind, clock: FixedClock
) -> None:
    for reading in (LEAVES, CALM, LEAVES):
        mind.reading = reading
        conversation, _ = await talk(house)
        clock.at += timedelta(minutes=1)
    told = [STOPPED["es"], ANSWER, STOPPED["es"]]
    assert await answers(house.store, conversation) == told


async def test_a_wish_that_a_person_noted_is_still_confirmed_to_the_customer(
    house: House, mind: ScriptedMind, clock: FixedClock, agent: User
) -> None:
    conversation, _ = await talk(house)
    contact = (await thread(house.store, conversation)).contact_id
    clock.at += timedelta(minutes=1)
    await contacts.note_consent(
        house, agent.id, contact, scope="all", granted=False, evidence="por teléfono"
    )
    mind.reading = LEAVES
    clock.at += timedelta(minutes=1)
    await talk(house)
    assert await answers(house.store, conversation) == [ANSWER, STOPPED["es"]]
