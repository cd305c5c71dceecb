"""The website chat before anything is said: whom it lets in, and how it greets them."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text

from cauce.channels.webchat.verify import verify
from cauce.core.clock import FixedClock
from cauce.engine.house import House
from cauce.store.models import Conversation, FlowSetting
from cauce.store.session import Store
from tests.chat_visitor import API, Visitor
from tests.public_app import answer, app_of, house_of


async def test_a_session_greets_in_the_language_it_is_asked_in(client: httpx.AsyncClient) -> None:
    spanish = (await client.post(f"{API}/session", json={})).json()
    assert spanish["business"] == "Electro Istmo"
    assert "Alba" in spanish["greeting"]
    assert (spanish["language"], spanish["open"], spanish["status"]) == (
        "es",
        True,
        "Abierto ahora",
    )
    assert verify(spanish["token"], "s3cret")
    brazilian = (await client.post(f"{API}/session", json={"language": "pt-BR"})).json()
    assert brazilian["language"] == "pt"
    assert brazilian["words"]["send"] == "Enviar"
    # Clocks are written as in the country of the business, like in the office.
    assert (spanish["locale"], brazilian["locale"]) == ("es-PA", "pt-PA")
    other = (await client.post(f"{API}/session", json={"language": "fr"})).json()
    assert other["language"] == "es"


async def test_at_night_the_chat_says_when_people_are_back(
    client: httpx.AsyncClient, clock: FixedClock
) -> None:
    clock.at += timedelta(hours=12)
    closed = (await client.post(f"{API}/session", json={"language": "en"})).json()
    assert closed["open"] is False
    assert closed["status"] == "The assistant answers; the team is back tomorrow at 9:00 am"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("es", "Te responde el asistente; el equipo vuelve mañana a las 9:00"),
        ("pt", "O assistente responde; a equipe volta amanhã às 9:00"),
    ],
)
async def test_at_night_it_says_who_answers_unless_the_assistant_may_not(
    client: httpx.AsyncClient, store: Store, clock: FixedClock, language: str, told: str
) -> None:
    clock.at += timedelta(hours=12)
    hello = {"language": language}
    assert (await client.post(f"{API}/session", json=hello)).json()["status"] == told
    async with store.writing() as session:
        session.add(FlowSetting(flow="chatbot", autonomy="ask"))
    later = (await client.post(f"{API}/session", json=hello)).json()["status"]
    assert later.lower() == told.split("; ")[1].lower()


async def test_what_the_widget_says_follows_the_customers_language_not_the_pages(
    ana: Visitor, store: Store, clock: FixedClock
) -> None:
    thread = (await ana.say("olá")).json()["conversation"]
    assert "words" not in await ana.messages(language="es")
    async with store.writing() as session:
        (await session.get_one(Conversation, thread)).language = "pt"
    await answer(store, thread, "Veja esta", clock.now(), cards=["LAP-HP-15"])
    got = await ana.messages(language="es")
    assert (got["language"], got["words"]["pay"]) == ("pt", "Pagar agora")
    assert got["messages"][-1]["cards"][0]["stock_label"].startswith("Dispon")
    assert got["messages"][-1]["cards"][0]["name"].startswith("Notebook")
    assert "words" not in await ana.messages(language="pt")
    again = (await ana.post("/session", {"language": "es"})).json()
    assert (again["language"], again["words"]["total"]) == ("pt", "Total")


async def test_a_visitor_who_comes_back_stays_who_they_are(ana: Visitor) -> None:
    await ana.say("hola")
    again = (await ana.post("/session", {})).json()
    assert again["token"].startswith(ana.id)
    assert again["conversation"] is not None


async def test_looking_at_a_page_stores_nothing(ana: Visitor, store: Store) -> None:
    async with store.reading() as session:
        assert await session.scalar(text("SELECT count(*) FROM contacts")) == 0


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer x.y", "Basic abc", "Bearer vis_0123456.0"]
)
async def test_without_a_good_token_there_is_no_chat(
    client: httpx.AsyncClient, header: str
) -> None:
    headers = {"Authorization": header}
    for method, path in [
        ("POST", "/messages"),
        ("GET", "/messages"),
        ("POST", "/typing"),
        ("POST", "/read"),
        ("GET", "/stream"),
    ]:
        got = await client.request(method, API + path, headers=headers)
        assert got.status_code == 401, path


async def test_a_token_in_the_address_is_not_taken(client: httpx.AsyncClient, ana: Visitor) -> None:
    token = ana.headers["Authorization"].removeprefix("Bearer ")
    assert (await client.get(f"{API}/messages", params={"token": token})).status_code == 401


@pytest.mark.parametrize(
    ("origins", "origin", "allowed"),
    [
        ("*", "https://any.example", "*"),
        ("https://a.example, https://b.example", "https://b.example", "https://b.example"),
        ("https://a.example", "https://evil.example", None),
    ],
)
async def test_only_chosen_websites_may_show_the_chat(
    store: Store, clock: FixedClock, house: House, origins: str, origin: str, allowed: str | None
) -> None:
    app = app_of(house_of(store, clock, chat_origins=origins))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://cauce") as client:
        asked = await client.options(f"{API}/messages", headers={"Origin": origin})
        made = await client.post(f"{API}/session", json={}, headers={"Origin": origin})
        refused = await client.get(f"{API}/messages", headers={"Origin": origin})
    assert asked.status_code == 204
    for got in (asked, made, refused):
        assert got.headers.get("access-control-allow-origin") == allowed
