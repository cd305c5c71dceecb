"""Getting in, staying in and being kept out."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from cauce.core.clock import FixedClock
from cauce.engine import access
from cauce.engine.access import LoggedIn, Refused
from cauce.engine.house import House
from cauce.errors import BadInput, Conflict, NotAllowed
from cauce.store.models import LoginSession, User
from cauce.store.session import Store
from tests.office import house_of

PASSWORD = "un rio muy largo"
HERE = ("10.0.0.1", "Firefox")


@pytest.fixture
def house(store: Store, clock: FixedClock) -> House:
    return house_of(store, clock)


@pytest.fixture
async def ana(house: House) -> User:
    async with house.store.writing() as session:
        return await access.make_user(
            session, email=" Ana@Tienda.example ", name="Ana", role="owner", password=PASSWORD
        )


async def test_the_right_password_opens_a_session_that_knows_its_user(
    house: House, ana: User
) -> None:
    opened = await access.log_in(house, "ANA@tienda.example", PASSWORD, *HERE)
    assert isinstance(opened, LoggedIn)
    visitor = await access.visitor_of(house, opened.token)
    assert visitor is not None
    assert (visitor.user_id, visitor.role) == (ana.id, "owner")
    assert visitor.may("run")


async def test_neither_password_nor_cookie_can_be_read_in_the_database(
    house: House, ana: User
) -> None:
    opened = await access.log_in(house, ana.email, PASSWORD, *HERE)
    assert isinstance(opened, LoggedIn)
    async with house.store.reading() as session:
        user = await session.get_one(User, ana.id)
        kept = (await session.scalars(select(LoginSession))).one()
    assert user.password_hash is not None
    assert user.password_hash.startswith("$argon2id$")
    assert kept.token_hash != opened.token
    assert opened.token not in (kept.csrf, kept.id)


async def test_an_unknown_email_is_refused_like_a_wrong_password(house: House, ana: User) -> None:
    wrong = await access.log_in(house, ana.email, "another password", *HERE)
    unknown = await access.log_in(house, "nobody@tienda.example", PASSWORD, *HERE)
    assert wrong == unknown == Refused("wrong")


async def test_after_five_wrong_passwords_the_right_one_is_not_even_tried(
    house: House, ana: User
) -> None:
    for _ in range(5):
        assert await access.log_in(house, ana.email, "a guess at it", *HERE) == Refused("wrong")
    assert await access.log_in(house, ana.email, PASSWORD, *HERE) == Refused("too_many")


async def test_guesses_made_at_the_same_moment_are_all_counted(house: House, ana: User) -> None:
    tries = (access.log_in(house, ana.email, f"a guess {n}", *HERE) for n in range(8))
    outcomes = await asyncio.gather(*tries)
    assert outcomes.count(Refused("wrong")) <= 5


async def test_the_door_opens_again_after_a_quarter_of_an_hour(
    house: House, ana: User, clock: FixedClock
) -> None:
    for _ in range(7):
        await access.log_in(house, ana.email, "a guess at it", *HERE)
    clock.at += timedelta(minutes=16)
    assert isinstance(await access.log_in(house, ana.email, PASSWORD, *HERE), LoggedIn)


async def test_a_stranger_elsewhere_cannot_lock_the_owner_out(house: House, ana: User) -> None:
    for _ in range(10):
        await access.log_in(house, ana.email, "a guess at it", "203.0.113.9", "bot")
    assert isinstance(await access.log_in(house, ana.email, PASSWORD, *HERE), LoggedIn)


async def test_one_address_may_not_try_many_emails(house: House, ana: User) -> None:
    for number in range(20):
        await access.log_in(house, f"user{number}@tienda.example", "a guess", "203.0.113.9", "bot")
    outcome = await access.log_in(house, ana.email, PASSWORD, "203.0.113.9", "bot")
    assert outcome == Refused("too_many")


async def test_a_session_lives_thirty_days_from_its_last_use(
    house: House, ana: User, clock: FixedClock
) -> None:
    opened = await access.log_in(house, ana.email, PASSWORD, *HERE)
    assert isinstance(opened, LoggedIn)
    clock.at += timedelta(days=29)
    assert await access.visitor_of(house, opened.token) is not None
    clock.at += timedelta(days=29)
    assert await access.visitor_of(house, opened.token) is not None
    clock.at += timedelta(days=31)
    assert await access.visitor_of(house, opened.token) is None


async def test_logging_out_ends_the_session_for_good(house: House, ana: User) -> None:
    opened = await access.log_in(house, ana.email, PASSWORD, *HERE)
    assert isinstance(opened, LoggedIn)
    visitor = await access.visitor_of(house, opened.token)
    assert visitor is not None
    await access.log_out(house, visitor.session_id)
    assert await access.visitor_of(house, opened.token) is None


async def test_somebody_shut_out_is_out_at_once(house: House, ana: User) -> None:
    opened = await access.log_in(house, ana.email, PASSWORD, *HERE)
    assert isinstance(opened, LoggedIn)
    async with house.store.writing() as session:
        (await session.get_one(User, ana.id)).disabled_at = house.clock.now()
    assert await access.visitor_of(house, opened.token) is None
    assert await access.log_in(house, ana.email, PASSWORD, *HERE) == Refused("wrong")


async def test_a_new_password_ends_every_other_session(house: House, ana: User) -> None:
    here = await access.log_in(house, ana.email, PASSWORD, *HERE)
    there = await access.log_in(house, ana.email, PASSWORD, "10.0.0.2", "Safari")
    assert isinstance(here, LoggedIn)
    assert isinstance(there, LoggedIn)
    visitor = await access.visitor_of(house, here.token)
    assert visitor is not None
    await access.change_password(
        house, ana.id, PASSWORD, "otro rio muy largo", keep_session=visitor.session_id
    )
    assert await access.visitor_of(house, here.token) is not None
    assert await access.visitor_of(house, there.token) is None
    assert await access.log_in(house, ana.email, PASSWORD, *HERE) == Refused("wrong")


async def test_a_password_is_not_changed_without_the_current_one(house: House, ana: User) -> None:
    with pytest.raises(BadInput):
        await access.change_password(house, ana.id, "not this one", "otro rio muy largo")


async def test_a_form_of_another_session_is_refused(house: House, ana: User) -> None:
    opened = await access.log_in(house, ana.email, PASSWORD, *HERE)
    assert isinstance(opened, LoggedIn)
    visitor = await access.visitor_of(house, opened.token)
    assert visitor is not None
    access.check_form_token(visitor, visitor.csrf)
    for given in (None, "", visitor.csrf[:-1], "ñandú"):
        with pytest.raises(NotAllowed):
            access.check_form_token(visitor, given)


async def test_an_email_belongs_to_one_user(house: House, ana: User) -> None:
    with pytest.raises(Conflict):
        async with house.store.writing() as session:
            await access.make_user(
                session, email=ana.email.upper(), name="Eva", role="agent", password=PASSWORD
            )


@pytest.mark.parametrize(
    ("field", "value"), [("email", "ana"), ("name", "  "), ("role", "god"), ("password", "short")]
)
async def test_a_user_who_cannot_be_is_refused_with_the_field(
    house: House, field: str, value: str
) -> None:
    wanted = {"email": "eva@tienda.example", "name": "Eva", "role": "agent", "password": PASSWORD}
    with pytest.raises(BadInput) as refusal:
        async with house.store.writing() as session:
            await access.make_user(session, **(wanted | {field: value}))
    assert refusal.value.field == field
