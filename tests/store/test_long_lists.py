"""Long lists: one query a page, every row once, and ids that are points in time."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.clock import FixedClock
from cauce.core.keys import Keys
from cauce.errors import BadInput
from cauce.store.models import Contact, ContactIdentity, Conversation, Message
from cauce.store.queries import contacts, inbox, paging
from cauce.store.session import Store
from tests.conversations import conversation


async def _fill(store: Store, clock: FixedClock, many: int) -> None:
    async with store.writing() as session:
        for number in range(many):
            # Pairs share their moment, name and score, so that ties are crossed by pages.
            step = number // 2
            names = ("ana", "Ána", None, "Zoe", "élan")
            contact = Contact(
                name=names[step % 5], emails=[], phones=[], lead_score=step % 3 or None
            )
            session.add(contact)
            await session.flush()
            identity = ContactIdentity(
                contact_id=contact.id, channel="webchat", external_id=f"v{number}"
            )
            session.add(identity)
            await session.flush()
            session.add(
                Conversation(
                    contact_id=contact.id,
                    identity_id=identity.id,
                    channel="webchat",
                    started_at=clock.now(),
                    last_message_at=clock.now() + timedelta(minutes=step),
                )
            )


async def _inbox_in_pages(session: AsyncSession, size: int) -> list[str]:
    seen, after = [], None
    while True:
        page = await inbox.conversations(session, "all", "user_1", after=after, size=size)
        seen += [line.id for line in page.items]
        if page.after is None:
            return seen
        after = page.after


async def test_the_inbox_shows_every_conversation_once_newest_first(
    store: Store, clock: FixedClock
) -> None:
    await _fill(store, clock, 23)
    async with store.reading() as session:
        in_pages = await _inbox_in_pages(session, 4)
        at_once = await inbox.conversations(session, "all", "user_1", size=50)
    assert len(in_pages) == len(set(in_pages)) == 23
    assert in_pages == [line.id for line in at_once.items]
    times = [line.last_message_at for line in at_once.items]
    assert times == sorted(times, reverse=True)


async def test_the_inbox_list_is_one_query(store: Store, clock: FixedClock) -> None:
    await _fill(store, clock, 10)
    asked: list[Any] = []
    event.listen(
        store.engine.sync_engine, "before_cursor_execute", lambda *told: asked.append(told[2])
    )
    async with store.reading() as session:
        page = await inbox.conversations(session, "all", "user_1", search="a")
    assert page.items
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1


async def test_contacts_are_all_there_in_every_order(store: Store, clock: FixedClock) -> None:
    await _fill(store, clock, 23)
    async with store.reading() as session:
        for order in contacts.ORDERS:
            seen, after = [], None
            while True:
                page = await contacts.contacts(session, order=order, after=after, size=4)
                seen += [contact.id for contact in page.items]
                after = page.after
                if after is None:
                    break
            assert len(seen) == len(set(seen)) == 23, order


async def test_a_search_for_signs_alone_finds_nobody(store: Store, clock: FixedClock) -> None:
    await _fill(store, clock, 4)
    async with store.reading() as session:
        for sign in ("%", "_", "\\", "'", "':*", "&"):
            page = await inbox.conversations(session, "all", "user_1", search=sign)
            assert not page.items, sign
            assert not (await contacts.contacts(session, search=sign)).items, sign


def test_an_id_made_later_sorts_after_the_moment_and_one_made_before_it_does_not(
    clock: FixedClock,
) -> None:
    keys = Keys(clock)
    before = keys.new("msg")
    clock.at += timedelta(milliseconds=1)
    border = paging.first_id("msg", clock.now())
    assert before < border <= keys.new("msg")


async def test_who_needs_us_is_listed_by_urgency_and_then_by_how_long_they_wait(
    store: Store, clock: FixedClock
) -> None:
    await _fill(store, clock, 9)
    waits = {0: (3, 5), 1: (5, 1), 2: (4, 90), 3: (4, 10), 4: (3, 600), 5: (5, 30), 6: (4, 10)}
    async with store.writing() as session:
        rows = list(await session.scalars(select(Conversation).order_by(Conversation.id)))
        for place, (priority, minutes) in waits.items():
            rows[place].status, rows[place].priority = "waiting_agent", priority
            rows[place].waiting_since = clock.now() - timedelta(minutes=minutes)
        wanted = [rows[place].id for place in (5, 1, 2, 3, 6, 4, 0)]
    async with store.reading() as session:
        at_once = await inbox.conversations(session, "needs", "user_1", size=50)
        in_pages, after = [], None
        while True:
            page = await inbox.conversations(session, "needs", "user_1", after=after, size=2)
            in_pages += [line.id for line in page.items]
            after = page.after
            if after is None:
                break
        first = await inbox.waiting_longest(session, 3)
        found = await inbox.conversations(session, "needs", "user_1", search="ana")
    assert [line.id for line in at_once.items] == in_pages == wanted
    assert [line.id for line in first] == wanted[:3]
    assert [line.id for line in found.items] == [
        one
        for one in wanted
        if one in {line.id for line in at_once.items if line.name in ("ana", "Ána")}
    ]


@pytest.mark.parametrize("folder", ["needs", "all"])
async def test_a_page_of_the_other_order_does_not_exist(store: Store, folder: inbox.Folder) -> None:
    wrong = paging.encode("x", "2026-03-10T15:00:00+00:00", "conv_1")
    async with store.reading() as session:
        with pytest.raises(BadInput):
            await inbox.conversations(session, folder, "user_1", after=wrong)


async def test_the_list_says_who_wrote_what_it_shows(store: Store, clock: FixedClock) -> None:
    thread = await conversation(store, clock, "hola")
    async with store.writing() as session:
        for place, sender in ((2, "bot"), (3, "system")):
            session.add(
                Message(
                    conversation_id=thread.id,
                    contact_id=thread.contact_id,
                    channel="webchat",
                    sequence=place,
                    direction="out",
                    sender=sender,
                    content="Buenas",
                    status="sent",
                )
            )
    async with store.reading() as session:
        [line] = (await inbox.conversations(session, "all", "user_1")).items
    assert line.by == "bot"
