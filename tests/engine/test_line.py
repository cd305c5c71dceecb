"""Several workers share one pace, and a limit that comes near is noticed before it is reached."""

import asyncio
from datetime import datetime, timedelta

import pytest

from cauce.core.clock import FixedClock
from cauce.core.delivery import Sent
from cauce.engine.delivery.line import take_notice
from cauce.store.models import ChannelAccount
from cauce.store.queries import deliveries
from cauce.store.session import Store
from tests.engine.on_the_phone import on_the_phone
from tests.houses import ScriptedMind, house_of, rows


async def place(
    store: Store, number: tuple[str, float, int], person: tuple[str, float, int] | None
) -> datetime:
    async with store.writing() as session:
        return await deliveries.stand_in_pace(session, number, person, store.clock.now())


async def test_many_workers_get_places_one_after_the_other(store: Store) -> None:
    start = store.clock.now()
    number = ("whatsapp:1", 0.5, 2)
    places = await asyncio.gather(*(place(store, number, None) for _ in range(6)))
    waits = sorted((one - start).total_seconds() for one in places)
    assert waits == [0, 0, 0.5, 1.0, 1.5, 2.0]


async def test_after_a_silence_there_is_room_again(store: Store, clock: FixedClock) -> None:
    number = ("whatsapp:1", 1.0, 1)
    await place(store, number, None)
    clock.at += timedelta(minutes=5)
    assert await place(store, number, None) == clock.now()


async def test_who_writes_to_one_person_keeps_nobody_else_waiting(
    store: Store, clock: FixedClock
) -> None:
    number, start = ("whatsapp:1", 0.0125, 8), clock.now()
    places = [await place(store, number, ("whatsapp:1:ana", 6.0, 2)) for _ in range(4)]
    assert [(one - start).total_seconds() for one in places][:3] == [0, 0, pytest.approx(6, abs=1)]
    assert await place(store, ("whatsapp:2", 0.0125, 8), ("whatsapp:2:luz", 6.0, 2)) == start


async def test_somebody_who_is_held_waits_and_the_hold_is_never_shortened(
    store: Store, clock: FixedClock
) -> None:
    late = clock.now() + timedelta(seconds=96)
    async with store.writing() as session:
        await deliveries.hold_person(session, "whatsapp:1:ana", late, clock.now())
        sooner = clock.now() + timedelta(seconds=6)
        await deliveries.hold_person(session, "whatsapp:1:ana", sooner, clock.now())
    assert await place(store, ("whatsapp:1", 0.0125, 8), ("whatsapp:1:ana", 6.0, 2)) == late


@pytest.mark.parametrize("channel", ["whatsapp", "messenger"])
async def test_an_account_whose_limit_is_nearly_used_up_slows_down_by_itself(
    store: Store, mind: ScriptedMind, clock: FixedClock, channel: str
) -> None:
    phone = await on_the_phone(store, mind, channel)
    house = house_of(store, clock, mind)
    async with store.writing() as session:
        [row] = await rows(store, ChannelAccount)
        account = await session.get_one(ChannelAccount, row.id)
        take_notice(house, account, Sent("m", strain=0.5))
        assert (account.pace, account.slow_until) == (None, None)
        take_notice(house, account, Sent("m", strain=0.85))
        assert account.slow_until is None
        take_notice(house, account, Sent("m", rest=60))
    [account] = await rows(store, ChannelAccount)
    assert account.pace == 2
    assert account.slow_until == clock.now() + timedelta(seconds=60)
    delivery = await phone.writes()
    assert await phone.sends(delivery) == "waits"
    await phone.passes(70)
    assert await phone.sends(delivery) == "sent"
