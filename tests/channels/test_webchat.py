"""The website's own chat: visitors, what they write, and what they are shown."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from cauce.channels.webchat.parse import client_id, parse
from cauce.channels.webchat.render import PlacedOrder, Stored, render
from cauce.channels.webchat.verify import token_of, verify
from cauce.core.business import Product
from cauce.core.events import InboundMessage
from cauce.core.money import Money

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
LAPTOP = Product(
    id="prod_1",
    sku="LAP",
    name="Portátil",
    category="Laptops",
    price=Money(Decimal("520"), "USD"),
    stock=2,
    low_stock_level=3,
    names={"en": "Laptop"},
    images=("javascript:alert(1)", "https://shop.example/a.jpg"),
)


def said(**fields: object) -> Stored:
    base = {"id": "msg_1", "conversation": "conv_1", "sequence": 2, "sender": "bot"}
    rest = {"kind": "text", "text": "Hola", "at": NOW, "status": "sent"}
    return Stored(**{**base, **rest, **fields})  # type: ignore[arg-type]


def test_a_token_is_good_for_its_visitor_and_its_secret_only() -> None:
    token = token_of("vis_01abc234", "s3cret")
    assert verify(token, "s3cret") == "vis_01abc234"
    assert verify(token, "other") is None
    assert verify(token.replace("vis_01abc234", "vis_01abc235"), "s3cret") is None


@pytest.mark.parametrize("token", [None, "", ".", "vis_01abc234", "vis_01abc234.", "ñ.ñ", "a.b.c"])
def test_what_we_did_not_sign_is_nobody(token: str | None) -> None:
    assert verify(token, "s3cret") is None


def test_without_a_secret_there_are_no_visitors() -> None:
    with pytest.raises(ValueError, match="secret"):
        token_of("vis_01abc234", "")
    assert verify("vis_01abc234.", "") is None


def test_what_a_visitor_wrote_is_named_after_them() -> None:
    (event,) = parse(
        {"visitor": "vis_1", "client_id": "c1", "text": "hola", "page": "https://x"}, NOW
    )
    assert isinstance(event, InboundMessage)
    assert (event.channel, event.external_id, event.text) == ("webchat", "vis_1", "hola")
    assert client_id(event.provider_id) == "c1"
    assert event.data == {"page": "https://x"}
    assert client_id(None) is None


def test_cards_show_what_is_so_now_in_the_visitors_language() -> None:
    extra = {"cards": ["LAP", "GONE"], "quick_replies": [{"title": "Sí", "says": "Sí, quiero"}]}
    shown = render(said(extra=extra), {"LAP": LAPTOP}, "en")
    (card,) = shown["cards"]
    assert (card["name"], card["price"], card["stock"]) == ("Laptop", "$520", "low")
    assert card["stock_label"] == "2 left"
    assert card["image"] == "https://shop.example/a.jpg"
    assert shown["quick_replies"] == [{"title": "Sí", "says": "Sí, quiero"}]


def test_a_summary_shows_lines_delivery_and_the_total_that_was_told() -> None:
    summary = {
        "lines": [{"sku": "LAP", "quantity": 2}],
        "delivery": "ship",
        "shipping": {"amount": "5", "currency": "USD"},
        "total": {"amount": "993", "currency": "USD"},
    }
    order = render(said(extra={"summary": summary}), {"LAP": LAPTOP}, "es")["order"]
    assert order["lines"] == [{"name": "Portátil", "quantity": 2, "total": "$1,040"}]
    assert (order["discount"], order["shipping"], order["total"]) == ("$52", "$5", "$993")
    assert (order["status"], order["link"]) == ("draft", None)


def test_a_placed_order_can_be_paid() -> None:
    def usd(amount: int) -> Money:
        return Money(Decimal(amount), "USD")

    placed = PlacedOrder(
        number="PA-1",
        status="awaiting_payment",
        lines=(("Portátil", 1, usd(520)),),
        discount=usd(0),
        shipping=usd(0),
        total=usd(520),
        link="/pay/abc",
    )
    order = render(said(), {}, "es", placed)["order"]
    assert (order["number"], order["link"], order["discount"]) == ("PA-1", "/pay/abc", None)
    assert order["shipping"] == ""


def test_a_visitor_sees_nothing_of_what_we_know_about_their_own_message() -> None:
    extra = {"cards": ["LAP"], "sources": [{"kind": "product", "id": "prod_1"}]}
    shown = render(said(sender="customer", provider_id="vis_1:c1", extra=extra), {}, "es")
    assert shown["client_id"] == "c1"
    assert "sources" not in shown
    assert "cards" not in shown
