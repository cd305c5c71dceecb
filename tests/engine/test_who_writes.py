"""One person is one contact, by whatever the platform calls them, and no two people are."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import update

from cauce.core.clock import FixedClock
from cauce.core.keys import Keys
from cauce.engine import contacts, outbox
from cauce.engine.house import House
from cauce.engine.turn.taking import take_turn
from cauce.errors import Conflict
from cauce.store.models import (
    Contact,
    ContactIdentity,
    Conversation,
    Delivery,
    IdentityName,
    Message,
)
from cauce.store.session import Store
from tests import platform_calls as meta
from tests.houses import Outbox, ScriptedMind, house_of, jobs, rows, work_off

PHONE, USER = "50760000001", "PA.1"


@pytest.fixture
def house(store: Store, clock: FixedClock, mind: ScriptedMind, whatsapp: Outbox) -> House:
    return house_of(store, clock, mind, {"whatsapp": whatsapp}, **meta.SECRETS)


async def say(house: House, phone: str | None, user: str | None = None, **more: Any) -> None:
    await meta.call(house, meta.whatsapp(meta.text(phone, "hola", user, **more)))


async def identity(house: House) -> ContactIdentity:
    [found] = await rows(house.store, ContactIdentity)
    return found  # type: ignore[no-any-return]


async def names(house: House) -> set[str]:
    return {one.name for one in await rows(house.store, IdentityName)}


@pytest.mark.parametrize(
    "ways",
    [
        ((PHONE, USER), (None, USER)),
        ((None, USER), (PHONE, USER), (PHONE, None)),
        ((PHONE, None), (PHONE, USER), (None, USER)),
        ((PHONE, USER), (PHONE, "BR.other-portfolio"), (None, "BR.other-portfolio")),
    ],
)
async def test_by_phone_by_user_id_or_by_both_it_is_one_person(
    house: House, ways: tuple[tuple[str | None, str | None], ...]
) -> None:
    for phone, user in ways:
        await say(house, phone, user)
    assert len(await rows(house.store, Contact)) == 1
    assert len(await rows(house.store, Conversation)) == 1
    assert (await identity(house)).external_id == PHONE
    assert len(await rows(house.store, Message)) == len(ways)


async def test_all_ways_in_one_call_are_one_person_too(house: House) -> None:
    said = [
        meta.text(phone, "hola", user)
        for phone, user in ((PHONE, None), (None, USER), ("50760000002", None), (PHONE, USER))
    ]
    await meta.call(house, meta.whatsapp(*said))
    assert len(await rows(house.store, Contact)) == 2
    counts = {one.message_count for one in await rows(house.store, Conversation)}
    assert counts == {3, 1}


async def test_two_servers_that_hear_of_both_names_at_once_make_one_person(
    house: House, database_url: str, clock: FixedClock, keys: Keys, mind: ScriptedMind
) -> None:
    stores = [Store(database_url, clock, keys) for _ in range(2)]
    servers = [house_of(one, clock, mind, **meta.SECRETS) for one in stores]
    for number in range(8):
        phone, user = f"5076000{number:04}", f"PA.{number}"
        ways = ((phone, user), (None, user), (phone, None), (phone, user))
        await asyncio.gather(*(say(servers[at % 2], *way) for at, way in enumerate(ways)))
        await say(servers[0], phone, user)
    await work_off(house, queues=("batch",), leaving="turn")
    for store in stores:
        await store.close()
    assert len(await rows(house.store, Contact, Contact.merged_into.is_(None))) == 8
    assert len(await rows(house.store, Message)) == 40
    by_name = {one.name: one.identity_id for one in await rows(house.store, IdentityName)}
    assert all(by_name[f"5076000{n:04}"] == by_name[f"PA.{n}"] for n in range(8))


async def test_who_came_under_two_names_becomes_one_when_both_come_together(
    house: House, mind: ScriptedMind
) -> None:
    await say(house, PHONE)
    await say(house, None, USER)
    assert len(await rows(house.store, Contact)) == 2
    await say(house, PHONE, USER)
    assert ("unite", "todo") in await jobs(house.store)
    await work_off(house)
    [stays] = await rows(house.store, Contact, Contact.merged_into.is_(None))
    for one in await rows(house.store, Conversation):
        assert one.contact_id == stays.id
    for one in await rows(house.store, Message):
        assert one.contact_id == stays.id
    assert len({one.identity_id for one in await rows(house.store, IdentityName)}) == 1
    await say(house, None, USER)
    assert len(await rows(house.store, Contact)) == 2
    assert ("unite", "todo") not in await jobs(house.store)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("551187654321", "5511987654321"),
        ("5215512345678", "525512345678"),
        ("541123456789", "5491123456789"),
    ],
)
async def test_a_number_written_another_way_is_the_same_person(
    house: House, first: str, then: str
) -> None:
    await say(house, first)
    await say(house, then)
    assert len(await rows(house.store, Contact)) == 1
    # What is sent to is the platform's own spelling, and the last one it used.
    assert (await identity(house)).external_id == then


async def test_answers_go_to_the_platforms_own_name_of_them(house: House, whatsapp: Outbox) -> None:
    await say(house, None, USER)
    [thread] = await rows(house.store, Conversation)
    await take_turn(house, thread.id)
    [delivery] = await rows(house.store, Delivery)
    await outbox.deliver(house, delivery.id)
    await say(house, "551187654321", USER)
    await take_turn(house, thread.id)
    _, delivery = await rows(house.store, Delivery)
    await outbox.deliver(house, delivery.id)
    assert [to for to, _, _ in whatsapp.sent] == [USER, "551187654321"]


async def test_a_hidden_number_does_not_lose_the_number_we_know(house: House) -> None:
    await say(house, PHONE, USER)
    await say(house, None, USER)
    known = await identity(house)
    assert (known.external_id, known.phone) == (PHONE, f"+{PHONE}")


async def test_who_changes_number_is_followed_and_the_old_number_is_free(house: House) -> None:
    await say(house, PHONE, USER)
    system = {"type": "user_changed_number", "wa_id": "50760000009", "user_id": "PA.2"}
    told = meta.item(
        PHONE, USER, type="system", system={**system, "body": "changed"}, at=1773154710
    )
    await meta.call(house, meta.whatsapp(told))
    await meta.call(house, meta.whatsapp(told))
    known = await identity(house)
    assert (known.external_id, known.phone) == ("50760000009", "+50760000009")
    assert await names(house) == {USER, "PA.2", "50760000009", "+50760000009"}
    [contact] = await rows(house.store, Contact)
    assert contact.phones == ["+50760000009"]
    _, line = await rows(house.store, Message)
    assert (line.sender, line.kind, line.handled) == ("system", "system", True)
    [thread] = await rows(house.store, Conversation)
    assert (thread.unhandled, thread.unread, thread.preview) == (1, 1, "hola")
    await say(house, "50760000009", "PA.2", at=1773154720)
    assert len(await rows(house.store, Contact)) == 1
    await say(house, PHONE, "PA.stranger", at=1773154730)
    assert len(await rows(house.store, Contact)) == 2


async def test_an_old_message_that_comes_late_does_not_bring_the_old_number_back(
    house: House,
) -> None:
    await say(house, PHONE, USER)
    system = {"type": "user_changed_number", "wa_id": "50760000009", "body": "changed"}
    told = meta.item(PHONE, USER, type="system", system=system, at=1773154710)
    await meta.call(house, meta.whatsapp(told))
    await say(house, PHONE, USER, at=1773154701)
    assert (await identity(house)).external_id == "50760000009"
    assert PHONE not in await names(house)
    assert [one.phones for one in await rows(house.store, Contact)] == [["+50760000009"]]


async def test_the_new_number_wrote_before_we_were_told(house: House) -> None:
    await say(house, PHONE, USER)
    await say(house, "50760000009", "PA.2", at=1773154720)
    system = {"type": "user_changed_number", "wa_id": "50760000009", "user_id": "PA.2"}
    told = meta.item(PHONE, USER, type="system", system=system, at=1773154710)
    await meta.call(house, meta.whatsapp(told))
    await work_off(house)
    assert len(await rows(house.store, Contact, Contact.merged_into.is_(None))) == 1


async def test_another_user_id_is_followed_and_a_new_device_is_only_told(house: House) -> None:
    await say(house, None, USER)
    changed = {"type": "user_changed_user_id", "user_id": "PA.2"}
    await meta.call(house, meta.whatsapp(meta.item(None, USER, type="system", system=changed)))
    assert (await identity(house)).external_id == "PA.2"
    device = {"type": "customer_identity_changed", "identity": {"hash": "h"}}
    await meta.call(house, meta.whatsapp(meta.item(None, "PA.2", type="system", system=device)))
    assert await names(house) == {USER, "PA.2"}
    lines = await rows(house.store, Message, Message.sender == "system")
    assert [one.media["news"] for one in lines] == ["changed_user_id", "changed_device"]


async def test_news_of_somebody_nobody_knows_make_nobody(house: House) -> None:
    system = {"type": "user_changed_number", "wa_id": "50760000009"}
    await meta.call(house, meta.whatsapp(meta.item(PHONE, type="system", system=system)))
    assert await rows(house.store, Contact) == []
    assert await names(house) == set()


async def test_a_line_about_somebody_goes_to_their_last_conversation(house: House) -> None:
    await say(house, PHONE, USER)
    async with house.store.writing() as session:
        await session.execute(update(Conversation).values(status="closed"))
    device = {"type": "customer_identity_changed"}
    await meta.call(house, meta.whatsapp(meta.item(PHONE, type="system", system=device)))
    [thread] = await rows(house.store, Conversation)
    assert (thread.status, thread.message_count) == ("closed", 2)


async def test_a_contact_the_team_wrote_down_is_known_by_the_telephone(house: House) -> None:
    told = {"name": "Bia", "phones": ["+5511987654321"], "emails": []}
    known = await contacts.add(house, None, told)
    with pytest.raises(Conflict):
        await contacts.add(house, None, {**told, "phones": ["+551187654321"]})
    await say(house, "551187654321")
    assert (await identity(house)).contact_id == known.id
    [contact] = await rows(house.store, Contact)
    assert contact.phones == ["+5511987654321"]


async def test_a_telephone_two_contacts_share_says_nothing(house: House) -> None:
    async with house.store.writing() as session:
        for name in ("Ana", "Bia"):
            session.add(Contact(name=name, phones=[f"+{PHONE}"], emails=[]))
    await say(house, PHONE)
    assert len(await rows(house.store, Contact)) == 3


@pytest.mark.parametrize("nobody", ["", " ", "None", "null", "undefined"])
async def test_nobody_is_kept_under_a_name_that_means_nobody(house: House, nobody: str) -> None:
    with pytest.raises(Exception, match="name_is_somebody"):
        async with house.store.writing() as session:
            contact = Contact(emails=[], phones=[])
            session.add(contact)
            await session.flush()
            session.add(
                ContactIdentity(contact_id=contact.id, channel="whatsapp", external_id=nobody)
            )
    assert await rows(house.store, Contact) == []


async def test_the_same_person_erased_comes_back_as_a_stranger(house: House) -> None:
    await say(house, PHONE, USER)
    [gone] = await rows(house.store, Contact)
    await contacts.erase(house, None, gone.id)
    assert await names(house) == set()
    await say(house, PHONE, USER)
    fresh = await rows(house.store, Contact, Contact.erased_at.is_(None))
    assert [one.phones for one in fresh] == [[f"+{PHONE}"]]
