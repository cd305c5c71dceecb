"""Who works here: an owner always stays, and who leaves is out everywhere."""

import asyncio

import pytest
from sqlalchemy import select

from cauce.core.clock import FixedClock
from cauce.engine import access, api_keys, staff
from cauce.engine.access import LoggedIn
from cauce.engine.house import House
from cauce.errors import Conflict
from cauce.store.models import User
from cauce.store.session import Store
from tests.office import PASSWORD, house_of


@pytest.fixture
async def owner(store: Store, clock: FixedClock) -> tuple[House, User]:
    house = house_of(store, clock)
    async with store.writing() as session:
        user = await access.make_user(
            session, email="ana@tienda.example", name="Ana", role="owner", password=PASSWORD
        )
    return house, user


async def _agent(house: House, by: User, role: str = "agent") -> User:
    return await staff.add(
        house,
        by.id,
        email=f"{role}2@tienda.example",
        name="Eva",
        role=role,
        password=PASSWORD,
        language="es",
    )


async def test_the_last_owner_cannot_become_less(owner: tuple[House, User]) -> None:
    house, ana = owner
    with pytest.raises(Conflict):
        await staff.change(house, ana.id, ana.id, name="Ana", role="agent", teams=())
    await _agent(house, ana, "owner")
    await staff.change(house, ana.id, ana.id, name="Ana", role="agent", teams=())


async def test_an_owner_who_was_shut_out_can_become_less_beside_the_last_one(
    owner: tuple[House, User],
) -> None:
    house, ana = owner
    eva = await _agent(house, ana, "owner")
    await staff.shut_out(house, ana.id, eva.id, out=True)
    await staff.shut_out(house, ana.id, eva.id, out=True)
    await staff.change(house, ana.id, eva.id, name="Eva", role="agent", teams=())
    async with house.store.reading() as session:
        assert (await session.get_one(User, eva.id)).role == "agent"
    with pytest.raises(Conflict):
        await staff.change(house, ana.id, ana.id, name="Ana", role="agent", teams=())


async def test_two_owners_who_demote_each_other_at_once_leave_one_owner(
    owner: tuple[House, User],
) -> None:
    house, ana = owner
    eva = await _agent(house, ana, "owner")
    ended = await asyncio.gather(
        staff.change(house, eva.id, ana.id, name="Ana", role="agent", teams=()),
        staff.change(house, ana.id, eva.id, name="Eva", role="agent", teams=()),
        return_exceptions=True,
    )
    assert [type(one) for one in ended].count(Conflict) == 1
    async with house.store.reading() as session:
        roles = await session.scalars(select(User.role).where(User.id.in_((ana.id, eva.id))))
        assert sorted(roles) == ["agent", "owner"]


async def test_a_key_ends_with_the_access_of_whoever_made_it(owner: tuple[House, User]) -> None:
    house, ana = owner
    eva = await _agent(house, ana, "owner")
    made = await api_keys.make_key(house, eva.id, "stock", ("admin",))
    assert await api_keys.holder_of(house, made.plain) is not None
    await staff.shut_out(house, ana.id, eva.id, out=True)
    assert await api_keys.holder_of(house, made.plain) is None


async def test_nobody_shuts_themselves_out(owner: tuple[House, User]) -> None:
    house, ana = owner
    with pytest.raises(Conflict):
        await staff.shut_out(house, ana.id, ana.id, out=True)


async def test_who_is_shut_out_is_logged_out_and_off_duty_and_may_come_back(
    owner: tuple[House, User],
) -> None:
    house, ana = owner
    eva = await _agent(house, ana)
    opened = await access.log_in(house, eva.email, PASSWORD, "10.0.0.1", "Firefox")
    assert isinstance(opened, LoggedIn)
    await staff.shut_out(house, ana.id, eva.id, out=True)
    assert await access.visitor_of(house, opened.token) is None
    async with house.store.reading() as session:
        assert (await session.get_one(User, eva.id)).on_duty is False
    await staff.shut_out(house, ana.id, eva.id, out=False)
    again = await access.log_in(house, eva.email, PASSWORD, "10.0.0.1", "Firefox")
    assert isinstance(again, LoggedIn)


async def test_a_password_set_by_an_owner_ends_the_colleagues_sessions(
    owner: tuple[House, User],
) -> None:
    house, ana = owner
    eva = await _agent(house, ana)
    opened = await access.log_in(house, eva.email, PASSWORD, "10.0.0.1", "Firefox")
    assert isinstance(opened, LoggedIn)
    await staff.new_password(house, ana.id, eva.id, "una clave distinta")
    assert await access.visitor_of(house, opened.token) is None
