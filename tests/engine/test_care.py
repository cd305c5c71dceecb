"""Whole turns for who wants their data erased, who waits for a person, and who says stop twice."""

from dataclasses import replace
from datetime import timedelta

from cauce.core.clock import FixedClock
from cauce.engine import attend
from cauce.engine.house import House
from cauce.flows.escalation.messages import is_waiting_note
from cauce.flows.reception.wording import STOPPED
from cauce.store.models import Case, Consent, User
from tests.houses import CALM, ScriptedMind, answers, rows, talk, thread


async def test_a_data_request_reaches_a_person_and_ends_no_consent(
    house: House, mind: ScriptedMind
) -> None:
    mind.reading = replace(CALM, opt_out="yes")
    conversation, _ = await talk(house, "borra mis datos")
    [said] = await answers(house.store, conversation)
    [case] = await rows(house.store, Case)
    assert "datos personales" in said
    assert (case.reason, case.priority) == ("legal", 5)
    assert await rows(house.store, Consent) == []
    assert (await thread(house.store, conversation)).bot_silenced


async def test_who_waits_and_writes_again_hears_once_that_it_arrived(
    house: House, mind: ScriptedMind, clock: FixedClock
) -> None:
    mind.reading = replace(CALM, wants_person=True)
    conversation, _ = await talk(house, "quiero una persona.")
    mind.reading = CALM
    clock.at += timedelta(minutes=9)
    await talk(house, "¿hola?")
    assert len(await answers(house.store, conversation)) == 1
    clock.at += timedelta(minutes=2)
    await talk(house, "¿siguen ahí?")
    [_, note] = await answers(house.store, conversation)
    assert is_waiting_note(note)
    clock.at += timedelta(minutes=30)
    await talk(house, "¿nadie?")
    assert len(await answers(house.store, conversation)) == 2
    assert (await thread(house.store, conversation)).status == "waiting_agent"


async def test_once_a_person_answered_the_machine_is_silent(
    house: House, mind: ScriptedMind, clock: FixedClock, agent: User
) -> None:
    mind.reading = replace(CALM, wants_person=True)
    conversation, _ = await talk(house, "quiero una persona.")
    await attend.reply(house, agent.id, conversation, "Ya te ayudo.", "once")
    mind.reading = CALM
    clock.at += timedelta(hours=3)
    await talk(house, "¿siguen ahí?")
    assert len(await answers(house.store, conversation)) == 1


async def test_two_stops_in_a_row_are_confirmed_once(house: House, mind: ScriptedMind) -> None:
    mind.reading = replace(CALM, opt_out="yes")
    conversation, _ = await talk(house, "STOP")
    await talk(house, "STOP")
    assert await answers(house.store, conversation) == [STOPPED["es"]]
    assert (await thread(house.store, conversation)).status != "waiting_agent"
