"""Nobody is given a conversation while the business is closed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from cauce.core.clock import FixedClock
from cauce.engine.house import House
from cauce.store.models import User
from tests.houses import CALM, ScriptedMind, answers, talk, thread


@pytest.mark.usefixtures("agent")
@pytest.mark.parametrize(("later", "given"), [(timedelta(0), True), (timedelta(hours=12), False)])
async def test_a_conversation_goes_to_somebody_only_in_opening_hours(
    house: House, mind: ScriptedMind, clock: FixedClock, later: timedelta, *, given: bool
) -> None:
    async with house.store.writing() as session:
        await session.execute(update(User).values(on_duty=True))
    mind.reading = replace(CALM, wants_person=True)
    clock.at += later
    conversation, _ = await talk(house, "Quiero hablar con una persona.")
    found = await thread(house.store, conversation)
    assert (found.status, found.owner_id is not None) == ("waiting_agent", given)
    [told] = await answers(house.store, conversation)
    assert ("vuelve mañana a las" in told) is not given
