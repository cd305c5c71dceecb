"""A search finds people however their number is written, and every message, through an index."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from cauce.core.clock import FixedClock
from cauce.store.models import Contact, Message
from cauce.store.queries import contacts, inbox, words
from cauce.store.session import Store
from tests.conversations import conversation

SAID = (
    "Hola, busco una refrigeradora para el sábado",
    "Tenemos la Samsung de 300 litros",
    "¿Y el código PRO-77 sirve?",
    "ok",
)


async def found(store: Store, search: str) -> list[inbox.Line]:
    async with store.reading() as session:
        return list((await inbox.conversations(session, "all", "user_1", search=search)).items)


async def people(store: Store, search: str) -> list[str]:
    async with store.reading() as session:
        page = await contacts.contacts(session, search=search)
        return [one.id for one in page.items]


@pytest.mark.parametrize(
    ("search", "where"),
    [
        ("refrigeradora", 0),
        ("REFRI", 0),
        ("sabado", 0),
        ("sábado refri", 0),
        ("300", 1),
        ("pro-77", 2),
        ("código pro 77", 2),
        ("ok", 3),
    ],
)
async def test_every_message_is_searched_and_the_one_found_is_told(
    store: Store, clock: FixedClock, search: str, where: int
) -> None:
    await conversation(store, clock, "nada que ver", name="Otra")
    thread = (await conversation(store, clock, *SAID, name="Luz")).id
    [line] = await found(store, search)
    assert (line.id, line.said) == (thread, SAID[where])


@pytest.mark.parametrize("search", ["lavadora", "refrigeradora lavadora", "frigeradora"])
async def test_words_that_no_single_message_holds_find_nothing(
    store: Store, clock: FixedClock, search: str
) -> None:
    await conversation(store, clock, *SAID, name="Luz")
    assert await found(store, search) == []


@pytest.mark.parametrize(
    "search",
    [
        "+507 6000-0201",
        "6000-0201",
        "6000 0201",
        "60 00 02 01",
        "60000201",
        "(507) 6000.0201",
        "00507 6000-0201",
        "000201",
        "luz",
        "nunez",
        "Núñez",
        "ñez",
        "luz maría",
        "luz@correo.example",
        "correo.example",
        "ferretería sur",
        "chitre",
    ],
)
async def test_a_person_is_found_however_it_is_written(
    store: Store, clock: FixedClock, search: str
) -> None:
    await conversation(store, clock, "hola", name="Ana Souza", phones=["+50760001111"])
    luz = await conversation(
        store,
        clock,
        "hola",
        name="Luz María Núñez",
        phones=["+50769990000", "+50760000201"],
        emails=["luz@correo.example"],
        company="Ferretería Sur",
        city="Chitré",
    )
    contact, thread = luz.contact_id, luz.id
    assert await people(store, search) == [contact]
    assert [line.id for line in await found(store, search)] == [thread]


@pytest.mark.parametrize("search", ["60000202", "6000-9999", "marta", "luz souza", "12"])
async def test_somebody_else_is_not_found(store: Store, clock: FixedClock, search: str) -> None:
    await conversation(store, clock, name="Luz", phones=["+50760000201"])
    assert await people(store, search) == []
    assert await found(store, search) == []


async def test_a_person_is_found_again_once_they_changed(store: Store, clock: FixedClock) -> None:
    contact = (await conversation(store, clock, name="Luz")).contact_id
    async with store.writing() as session:
        (await session.get_one(Contact, contact)).phones = ["+50760000201"]
    assert await people(store, "6000-0201") == [contact]


async def test_a_long_text_without_a_space_can_be_kept_and_found(
    store: Store, clock: FixedClock
) -> None:
    said = ("a" * 60_000 + " fin", "señal 🙂 ñandú")
    await conversation(store, clock, *said, name="x" * 5000)
    assert [line.said for line in await found(store, "nandu")] == ["señal 🙂 ñandú"]


async def test_a_search_goes_on_page_by_page_without_losing_anybody(
    store: Store, clock: FixedClock
) -> None:
    wanted = []
    for one in range(11):
        clock.at += timedelta(minutes=1)
        name = "Hola Pérez" if one % 3 else "Luz"
        wanted.append((await conversation(store, clock, "hola", name=name)).id)
    seen: list[str] = []
    after = None
    async with store.reading() as session:
        while True:
            page = await inbox.conversations(
                session, "all", "user_1", search="hola", after=after, size=4
            )
            seen += [line.id for line in page.items]
            after = page.after
            if after is None:
                break
    assert seen == wanted[::-1]


@pytest.mark.parametrize(
    ("index", "condition"),
    [
        ("ix_messages_words", words.in_message("refrigeradora")),
        ("ix_contacts_words", words.in_person("+507 6000-0201")),
    ],
)
async def test_a_search_is_answered_by_an_index(
    store: Store, clock: FixedClock, index: str, condition: object
) -> None:
    table = Message if "messages" in index else Contact
    statement = select(table.id).where(condition)  # type: ignore[arg-type]
    sql = statement.compile(store.engine.sync_engine, compile_kwargs={"render_postcompile": True})
    async with store.reading() as session:
        await session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = (await session.execute(text(f"EXPLAIN {sql}".replace(":*", r"\:*")))).scalars().all()
    assert any(index in line for line in plan), plan
