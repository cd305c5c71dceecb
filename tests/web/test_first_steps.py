"""Whoever has just begun is told what to do first, until it is done or long ago."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from cauce.core.clock import FixedClock
from cauce.core.people import UNNAMED_OWNER
from cauce.store.models import AuditEntry, ChannelAccount, Message, User
from cauce.store.queries.first_steps import SHOWN_FOR, FirstSteps, first_steps
from tests.office import Office, form_token, visit


@pytest.fixture
async def owner(office: Office) -> str:
    """The owner of a shop nobody has done anything in."""
    async with office.house.store.writing() as session:
        await session.execute(delete(Message))
        found = (await session.scalars(select(User).where(User.role == "owner"))).one()
        found.name = UNNAMED_OWNER
        others = update(User).where(User.id != found.id)
        await session.execute(others.values(password_hash=None))
    return found.id


async def _steps(office: Office, owner: str) -> FirstSteps | None:
    async with office.house.store.reading() as session:
        return await first_steps(session, owner, office.house.clock.now())


async def test_at_first_nothing_is_done(office: Office, owner: str) -> None:
    assert await _steps(office, owner) == FirstSteps(*[False] * 5)


async def test_every_step_is_done_by_doing_it_and_then_they_are_over(
    office: Office, owner: str
) -> None:
    store = office.house.store
    done: list[FirstSteps | None] = []
    async with store.writing() as session:
        session.add(
            Message(
                conversation_id=office.conversation,
                contact_id=office.contact,
                channel="webchat",
                sequence=9,
                direction="in",
                sender="customer",
                content="hola",
                status="delivered",
            )
        )
    done.append(await _steps(office, owner))
    async with store.writing() as session:
        (await session.get_one(User, owner)).name = "Rosa"
    done.append(await _steps(office, owner))
    async with store.writing() as session:
        session.add(AuditEntry(actor=owner, action="import.applied", subject="imp_1"))
    done.append(await _steps(office, owner))
    async with store.writing() as session:
        account = {"channel": "whatsapp", "external_id": "1", "name": "Tienda", "token": "x"}
        session.add(ChannelAccount(**account))
    done.append(await _steps(office, owner))
    assert [
        one and (one.chat, one.name, one.products, one.channel, one.invite) for one in done
    ] == [
        (True, False, False, False, False),
        (True, True, False, False, False),
        (True, True, True, False, False),
        (True, True, True, True, False),
    ]
    async with store.writing() as session:
        await session.execute(update(User).values(password_hash="known"))
    assert await _steps(office, owner) is None


async def test_after_two_weeks_nobody_is_told_of_them(
    office: Office, owner: str, clock: FixedClock
) -> None:
    async with office.house.store.writing() as session:
        user = await session.get_one(User, owner)
        clock.at = user.created_at + SHOWN_FOR
    assert await _steps(office, owner) is not None
    clock.at += timedelta(seconds=1)
    assert await _steps(office, owner) is None


async def test_today_tells_them_to_who_may_do_them(office: Office) -> None:
    async with visit(office, "owner") as client:
        page = (await client.get("/app")).text
        assert "Primeros pasos" in page
        assert 'href="/app/settings/channels"' in page
        assert page.count("step-done") == 3
        # The shop has its name in the frame of every page.
        assert "<small>Electro Istmo</small>" in page
        await form_token(client)
    async with visit(office, "agent") as client:
        assert "Primeiros passos" not in (await client.get("/app")).text
