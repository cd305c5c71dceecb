"""Nobody is given a conversation while the business is closed, or who could never see it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from cauce.core.clock import FixedClock
from cauce.core.people import UNNAMED_OWNER
from cauce.engine.access import make_user
from cauce.engine.house import House
from cauce.store.models import User
from tests.houses import CALM, ScriptedMind, answers, talk, thread


@pytest.mark.usefixtures("agent")
@pytest.mark.parametrize(("later", "given"), [(timedelta(0), True), (timedelta(hours=12), False)])
async def test_a_conversation_goes_to_somebody_only_in_opening_hours(
    house: House, mind: ScriptedMind, clock: FixedClock, later: timedelta, *, given: bool
) -> None:
    async with house.store.writing() as session:
        await session.execute(update(User).values(on_duty=True, password_hash="known"))
    mind.reading = replace(CALM, wants_person=True)
    clock.at += later
    conversation, _ = await talk(house, "Quiero hablar con una persona.")
    found = await thread(house.store, conversation)
    assert (found.status, found.owner_id is not None) == ("waiting_agent", given)
    [told] = await answers(house.store, conversation)
    assert ("vuelve mañana a las" in told) is not given


@pytest.mark.usefixtures("agent")
async def test_who_cannot_log_in_is_given_nothing_and_the_owner_without_a_team_gets_it(
    house: House, mind: ScriptedMind
) -> None:
    async with house.store.writing() as session:
        await session.execute(update(User).values(on_duty=True, password_hash=None))
        owner = await make_user(
            session,
            email="ana@tienda.example",
            name="Ana Ruiz",
            role="owner",
            password="una clave larga",
        )
    mind.reading = replace(CALM, wants_person=True)
    conversation, _ = await talk(house, "Quiero hablar con una persona.")
    assert (await thread(house.store, conversation)).owner_id == owner.id
    [told] = await answers(house.store, conversation)
    assert told == "Con gusto. Ana Ruiz sigue con esta conversación."


@pytest.mark.usefixtures("agent")
async def test_the_account_nobody_named_is_somebody_of_the_team_to_customers(
    house: House, mind: ScriptedMind
) -> None:
    async with house.store.writing() as session:
        await make_user(
            session,
            email="owner@tienda.example",
            name=UNNAMED_OWNER,
            role="owner",
            password="una clave larga",
        )
    mind.reading = replace(CALM, wants_person=True)
    conversation, _ = await talk(house, "Quiero hablar con una persona.")
    [told] = await answers(house.store, conversation)
    assert told == "Con gusto. Una persona del equipo de soporte sigue con esta conversación."
