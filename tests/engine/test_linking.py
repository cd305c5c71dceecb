"""Identities are brought together and apart by people; nothing is lost, and it can be undone."""

import asyncio
from datetime import timedelta

import pytest

from cauce.core.clock import FixedClock
from cauce.engine import contacts, identities
from cauce.engine.house import House
from cauce.errors import Conflict, NotFound
from cauce.store.models import (
    AuditEntry,
    Consent,
    Contact,
    ContactIdentity,
    Conversation,
    IdentityMove,
    Lead,
    Message,
)
from tests.houses import forget_jobs, rows, talk, thread, write

PHONE = "50760000001"


@pytest.fixture
async def two(house: House) -> tuple[ContactIdentity, ContactIdentity]:
    """One person on WhatsApp and on the website, whom nobody knows to be one."""
    await talk(house, channel="whatsapp", external_id=PHONE, phone=f"+{PHONE}", display_name="Ana")
    await talk(house, channel="webchat", external_id="visitor")
    await forget_jobs(house.store)
    on_phone, visitor = await rows(house.store, ContactIdentity)
    return on_phone, visitor


async def owners(house: House, *tables: type) -> set[str]:
    return {one.contact_id for table in tables for one in await rows(house.store, table)}


async def contact(house: House, contact_id: str) -> Contact:
    [found] = await rows(house.store, Contact, Contact.id == contact_id)
    return found  # type: ignore[no-any-return]


async def test_a_linked_identity_brings_all_that_was_said_and_known(
    house: House, two: tuple[ContactIdentity, ContactIdentity]
) -> None:
    on_phone, visitor = two
    await identities.link(house, "user_1", visitor.contact_id, on_phone.id)
    stays = visitor.contact_id
    assert await owners(house, ContactIdentity, Conversation, Message) == {stays}
    kept, merged = await contact(house, stays), await contact(house, on_phone.contact_id)
    assert (kept.name, kept.phones) == ("Ana", [f"+{PHONE}"])
    assert (merged.merged_into, merged.merged_at) == (stays, house.clock.now())
    done = [one.action for one in await rows(house.store, AuditEntry)]
    assert done.count("identity.linked") == 1


async def test_the_channels_stay_what_they_are(
    house: House, two: tuple[ContactIdentity, ContactIdentity]
) -> None:
    on_phone, visitor = two
    await identities.link(house, None, visitor.contact_id, on_phone.id)
    landed = await write(house, channel="whatsapp", external_id=PHONE, phone=f"+{PHONE}")
    spoken = await thread(house.store, landed.conversation_id)
    assert (spoken.channel, spoken.identity_id) == ("whatsapp", on_phone.id)
    assert spoken.contact_id == visitor.contact_id


async def test_undoing_a_link_puts_everything_back(
    house: House, two: tuple[ContactIdentity, ContactIdentity], clock: FixedClock
) -> None:
    on_phone, visitor = two
    first, second = on_phone.contact_id, visitor.contact_id
    await contacts.note_consent(house, None, first, scope="all", granted=False, evidence="basta")
    move = await identities.link(house, None, second, on_phone.id)
    assert await owners(house, Consent) == {second}
    clock.at += timedelta(minutes=1)
    later = await write(house, "después", channel="whatsapp", external_id=PHONE)
    undone = await identities.undo(house, "user_1", second, move.id)
    assert undone.undone_at == house.clock.now()
    assert await owners(house, Consent) == {first}
    assert (await thread(house.store, later.conversation_id)).contact_id == first
    for one in await rows(house.store, Message):
        assert one.contact_id == (first if one.channel == "whatsapp" else second)
    before, after = await contact(house, first), await contact(house, second)
    assert (before.merged_into, before.phones, before.name) == (None, [f"+{PHONE}"], "Ana")
    assert (after.phones, after.name) == ([], None)
    assert len(await rows(house.store, Lead, Lead.contact_id == first)) == 1
    with pytest.raises(Conflict):
        await identities.undo(house, None, second, move.id)


async def test_what_is_taken_apart_becomes_somebody_with_their_own_conversations(
    house: House, two: tuple[ContactIdentity, ContactIdentity]
) -> None:
    on_phone, visitor = two
    await identities.link(house, None, visitor.contact_id, on_phone.id)
    stays = visitor.contact_id
    await contacts.note_consent(house, None, stays, scope="all", granted=False, evidence="basta")
    move = await identities.unlink(house, None, stays, on_phone.id)
    other = await contact(house, move.to_contact_id)
    assert (other.name, other.phones) == ("Ana", [f"+{PHONE}"])
    assert (await contact(house, stays)).phones == []
    for one in await rows(house.store, Message):
        assert one.contact_id == (other.id if one.channel == "whatsapp" else stays)
    # Who wanted to be left alone still does, on either side.
    assert {one.contact_id for one in await rows(house.store, Consent)} == {stays, other.id}
    with pytest.raises(NotFound):
        await identities.undo(house, None, on_phone.contact_id, move.id)
    await identities.undo(house, None, stays, move.id)
    assert await owners(house, ContactIdentity, Conversation, Message, Consent) == {stays}
    assert (await contact(house, other.id)).merged_into == stays
    assert (await contact(house, stays)).phones == [f"+{PHONE}"]


async def test_the_only_identity_of_somebody_stays_theirs(
    house: House, two: tuple[ContactIdentity, ContactIdentity]
) -> None:
    on_phone, visitor = two
    with pytest.raises(Conflict):
        await identities.unlink(house, None, on_phone.contact_id, on_phone.id)
    with pytest.raises(NotFound):
        await identities.unlink(house, None, on_phone.contact_id, visitor.id)
    with pytest.raises(Conflict):
        await identities.link(house, None, on_phone.contact_id, on_phone.id)
    for missing in (("cont_none", on_phone.id), (visitor.contact_id, "iden_none")):
        with pytest.raises(NotFound):
            await identities.link(house, None, *missing)
    assert await rows(house.store, IdentityMove) == []


async def test_nobody_is_linked_to_an_erased_contact(
    house: House, two: tuple[ContactIdentity, ContactIdentity]
) -> None:
    on_phone, visitor = two
    await contacts.erase(house, None, visitor.contact_id)
    with pytest.raises(NotFound):
        await identities.link(house, None, visitor.contact_id, on_phone.id)


async def test_a_link_that_was_overtaken_is_not_undone(
    house: House, two: tuple[ContactIdentity, ContactIdentity]
) -> None:
    on_phone, visitor = two
    move = await identities.link(house, None, visitor.contact_id, on_phone.id)
    await identities.unlink(house, None, visitor.contact_id, on_phone.id)
    with pytest.raises(Conflict):
        await identities.undo(house, None, visitor.contact_id, move.id)


async def test_somebody_who_writes_while_they_are_linked_is_heard(
    house: House, two: tuple[ContactIdentity, ContactIdentity]
) -> None:
    on_phone, visitor = two
    write_much = [write(house, f"{n}", channel="whatsapp", external_id=PHONE) for n in range(10)]
    link = identities.link(house, None, visitor.contact_id, on_phone.id)
    await asyncio.gather(link, *write_much)
    said = await rows(
        house.store, Message, Message.channel == "whatsapp", Message.sender == "customer"
    )
    assert len(said) == 11
    assert {one.contact_id for one in said} == {visitor.contact_id}
