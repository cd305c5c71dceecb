"""Saying yes on the page: to a draft, to one's own words, and to what no record holds."""

import httpx
import pytest
from sqlalchemy import select

from cauce.errors import Unavailable
from cauce.store.models import Approval, Conversation, Message
from tests.office import Office, form_token, visit
from tests.web.test_people_at_work import PARTIAL

WORDS = "Claro, sale en $77.30."


@pytest.fixture
async def asked(office: Office) -> str:
    """The address of the draft, in a conversation that Cauce attends."""
    async with office.house.store.writing() as session:
        thread = await session.get_one(Conversation, office.conversation)
        thread.bot_silenced, thread.status = False, "active"
        (await session.get_one(Approval, office.approval)).draft = "Hola"
    return f"/app/approvals/{office.approval}/approve"


async def approve(client: httpx.AsyncClient, asked: str, **form: str) -> httpx.Response:
    token = await form_token(client) | PARTIAL
    return await client.post(asked, data={"was": "Hola"} | form, headers=token)


async def sent(office: Office) -> list[tuple[str, str]]:
    async with office.house.store.reading() as session:
        found = await session.scalars(select(Message).order_by(Message.sequence.desc()).limit(1))
        return [(one.sender, one.content) for one in found]


async def test_what_no_record_holds_is_shown_and_sent_when_the_person_insists(
    office: Office, asked: str
) -> None:
    async with visit(office, "owner") as client:
        warned = await approve(client, asked, text=WORDS)
        assert warned.headers["HX-Reswap"] == "none"
        assert "Esto no está en tus registros" in warned.text
        assert f'hx-target="#doubts-{office.approval}"' in warned.text
        assert (await sent(office))[0][1] != WORDS
        done = await approve(client, asked, text=WORDS, anyway="$77.30")
        assert "Enviado con tu nombre" in done.text
        assert await sent(office) == [("agent", WORDS)]
        lately = (await client.get("/app/approvals")).text
        assert WORDS in lately
        assert "Borrador de Cauce:</span> Hola" in lately
        assert "Corregida" in lately
        why = (await client.get(f"/app/why/{office.decision}")).text
        assert "Lo que envió Ana owner" in why
        assert WORDS in why


async def test_without_scripts_the_warning_keeps_what_was_typed(office: Office, asked: str) -> None:
    async with visit(office, "owner") as client:
        token = await form_token(client)
        page = await client.post(asked, data={"was": "Hola", "text": WORDS}, headers=token)
    assert page.status_code == 409
    assert f">{WORDS}</textarea>" in page.text
    assert 'name="anyway" value="$77.30"' in page.text


async def test_a_warning_is_for_the_figures_it_showed(office: Office, asked: str) -> None:
    async with visit(office, "owner") as client:
        again = await approve(client, asked, text="Sale en $88.80.", anyway="$77.30")
    assert "$88.80" in again.text
    assert (await sent(office))[0][1] != "Sale en $88.80."


async def test_a_draft_that_was_not_touched_goes_out_as_it_is(office: Office, asked: str) -> None:
    async with visit(office, "owner") as client:
        done = await approve(client, asked, text="Hola")
    assert "Aprobado" in done.text
    assert await sent(office) == [("bot", "Hola")]


@pytest.mark.parametrize(
    ("language", "once"),
    [
        ("es", "No se perdió nada"),
        ("en", "Nothing was lost"),
        ("pt", "Nada se perdeu"),
    ],
)
async def test_when_the_database_is_away_the_page_says_so_once(
    office: Office, monkeypatch: pytest.MonkeyPatch, language: str, once: str
) -> None:
    async def away(*_: object) -> None:
        raise Unavailable("The database does not answer. Nothing was lost; try again in a moment.")

    monkeypatch.setattr("cauce.engine.access.visitor_of", away)
    async with visit(office, None) as client:
        page = await client.get("/app", headers={"Accept-Language": language})
    assert page.status_code == 503
    assert page.text.count(once) == 1
