"""The website chat: one visitor, their messages, and nobody else's."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select, text

from cauce.api.chat.pace import Pace, Paces
from cauce.core.clock import FixedClock
from cauce.store.models import Conversation, Message, Order, OrderItem
from cauce.store.session import Store
from tests.chat_visitor import API, Visitor, arrive
from tests.public_app import answer


async def test_what_a_visitor_says_is_stored_once_however_often_it_is_sent(
    ana: Visitor, store: Store
) -> None:
    first, second = await ana.say("  hola \x00 "), await ana.say("hola", "c1")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert second.json()["duplicate"] is True
    async with store.reading() as session:
        (message,) = await session.scalars(select(Message))
    assert message.content == "hola ␀"
    assert (await ana.messages())["messages"][0]["client_id"] == "c1"


async def test_two_visitors_may_use_the_same_client_id(client: httpx.AsyncClient) -> None:
    ana, luis = await arrive(client), await arrive(client)
    assert (await ana.say("soy ana")).status_code == 201
    assert (await luis.say("soy luis")).status_code == 201


async def test_nobody_sees_the_messages_of_another(client: httpx.AsyncClient) -> None:
    ana, luis = await arrive(client), await arrive(client)
    await ana.say("mi secreto")
    assert (await luis.messages())["messages"] == []
    stolen = (await ana.messages())["conversation"]
    assert (await luis.messages(conversation=stolen, after=1))["messages"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": "", "client_id": "c"}, "text"),
        ({"text": "   ", "client_id": "c"}, "text"),
        ({"text": "x" * 4001, "client_id": "c"}, "text"),
        ({"text": 5, "client_id": "c"}, "text"),
        ({"client_id": "c"}, "text"),
        ({"text": "hola"}, "client_id"),
        ({"text": "hola", "client_id": "with blanks"}, "client_id"),
        ({"text": "hola", "client_id": "c" * 65}, "client_id"),
    ],
)
async def test_a_wrong_message_is_told_which_field_is_wrong(
    ana: Visitor, body: dict[str, Any], field: str
) -> None:
    refused = await ana.post("/messages", body)
    assert refused.status_code == 422
    assert refused.json()["field"] == field


async def test_a_message_of_four_thousand_characters_is_fine(ana: Visitor) -> None:
    assert (await ana.say("ñ" * 4000)).status_code == 201


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
async def test_what_is_not_json_is_refused(ana: Visitor, body: bytes) -> None:
    got = await ana.client.post(f"{API}/messages", content=body, headers=ana.headers)
    assert got.status_code == 400


async def test_who_writes_too_fast_is_asked_to_wait(ana: Visitor, clock: FixedClock) -> None:
    for number in range(20):
        assert (await ana.say("hola", f"c{number}")).status_code == 201
    refused = await ana.say("hola", "c21")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 60
    clock.at += timedelta(seconds=61)
    assert (await ana.say("hola", "c21")).status_code == 201


async def test_a_crowd_behind_one_address_is_served_like_anybody(
    client: httpx.AsyncClient,
) -> None:
    visitors = [await arrive(client) for _ in range(130)]
    codes = {(await visitor.say("hola", "c1")).status_code for visitor in visitors}
    assert codes == {201}


async def test_an_address_that_never_stops_is_slowed_down_as_a_whole(
    client: httpx.AsyncClient, ana: Visitor, app: FastAPI
) -> None:
    app.state.chat_paces = Paces(
        messages_by_address=Pace(2, 60), new_sessions_by_address=Pace(1, 60)
    )
    codes = [(await ana.say("hola", f"c{number}")).status_code for number in range(3)]
    assert codes == [201, 201, 429]
    strangers = [await client.post(f"{API}/session", json={}) for _ in range(2)]
    assert [answer.status_code for answer in strangers] == [200, 429]
    back = [await client.post(f"{API}/session", json={}, headers=ana.headers) for _ in range(3)]
    assert [answer.status_code for answer in back] == [200] * 3


async def test_the_history_has_cards_and_orders_as_they_are_now(
    ana: Visitor, store: Store, clock: FixedClock
) -> None:
    thread = (await ana.say("busco una laptop")).json()["conversation"]
    await answer(
        store,
        thread,
        "Mira estas",
        clock.now(),
        cards=["LAP-HP-15"],
        quick_replies=[{"title": "Sí", "says": "Sí, la quiero"}],
    )
    await place_order(store, thread, clock)
    await answer(store, thread, "Paga en https://x/pay/tok_12345678", clock.now())
    async with store.writing() as session:
        await session.execute(text("UPDATE products SET stock = 1 WHERE sku = 'LAP-HP-15'"))
    got = await ana.messages(language="en")
    mine, offer, bill = got["messages"]
    assert (mine["sender"], mine["text"]) == ("customer", "busco una laptop")
    assert offer["cards"][0]["stock_label"] == "1 left"
    assert offer["quick_replies"] == [{"title": "Sí", "says": "Sí, la quiero"}]
    assert (bill["order"]["number"], bill["order"]["total"]) == ("PA-7", "$528")
    assert bill["order"]["link"] == "/pay/tok_12345678"
    assert got["seen"] == 1
    after = await ana.messages(after=2, conversation=thread)
    assert [one["sequence"] for one in after["messages"]] == [3]


async def test_another_visitors_order_is_not_shown_by_its_link(
    client: httpx.AsyncClient, store: Store, clock: FixedClock
) -> None:
    ana, luis = await arrive(client), await arrive(client)
    await place_order(store, (await ana.say("hola")).json()["conversation"], clock)
    thread = (await luis.say("hola")).json()["conversation"]
    await answer(store, thread, "https://x/pay/tok_12345678", clock.now())
    assert "order" not in (await luis.messages())["messages"][-1]


async def place_order(store: Store, thread: str, clock: FixedClock) -> None:
    async with store.writing() as session:
        found = await session.get_one(Conversation, thread)
        order = Order(
            number="PA-7",
            token="tok_12345678",
            contact_id=found.contact_id,
            conversation_id=thread,
            source="webchat",
            status="awaiting_payment",
            subtotal_minor=52000,
            shipping_minor=800,
            total_minor=52800,
            currency="USD",
            delivery="ship",
            placed_at=clock.now(),
        )
        session.add(order)
        await session.flush()
        session.add(
            OrderItem(order_id=order.id, sku="A", name="Laptop", quantity=1, price_minor=52000)
        )


async def test_what_the_house_tells_itself_is_not_shown(
    ana: Visitor, store: Store, clock: FixedClock
) -> None:
    thread = (await ana.say("hola")).json()["conversation"]
    await answer(store, thread, "nota interna", clock.now(), sender="system")
    assert [one["text"] for one in (await ana.messages())["messages"]] == ["hola"]


async def test_reading_marks_our_messages_and_never_backwards(
    ana: Visitor, store: Store, clock: FixedClock
) -> None:
    thread = (await ana.say("hola")).json()["conversation"]
    await answer(store, thread, "uno", clock.now())
    await answer(store, thread, "dos", clock.now())

    async def states() -> list[str]:
        async with store.reading() as session:
            wanted = select(Message.status).where(Message.direction == "out")
            return list(await session.scalars(wanted.order_by(Message.sequence)))

    assert (await ana.post("/read", {"up_to": 3, "status": "delivered"})).status_code == 204
    assert await states() == ["delivered", "delivered"]
    await ana.post("/read", {"up_to": 2})
    assert await states() == ["read", "delivered"]
    await ana.post("/read", {"up_to": 3, "status": "delivered"})
    assert await states() == ["read", "delivered"]


async def test_typing_holds_the_answer_back_a_moment(
    ana: Visitor, store: Store, clock: FixedClock
) -> None:
    assert (await ana.post("/typing", {})).status_code == 204
    await ana.say("hola")
    assert (await ana.post("/typing", {})).status_code == 204
    async with store.reading() as session:
        until = await session.scalar(select(Conversation.customer_typing_until))
    assert until is not None
    assert clock.now() < until < clock.now() + timedelta(seconds=30)
