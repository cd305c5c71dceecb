"""Long lists: one query a page, every row once, and ids that are points in time."""

from datetime import timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.clock import FixedClock
from cauce.core.keys import Keys
from cauce.store.models import Contact, ContactIdentity, Conversation
from cauce.store.queries import contacts, inbox, paging
from cauce.store.session import Store


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
