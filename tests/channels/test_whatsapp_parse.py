"""WhatsApp's webhook calls, from the plainest text to what nobody has ever seen."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cauce.channels.whatsapp.parse import parse
from cauce.core.events import DeliveryStatus, InboundMessage, StatusUpdate, Unreadable
from cauce.core.prices import Charge

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
ANA = {"profile": {"name": "Ana Ríos", "username": "ana.r"}, "wa_id": "50760000001"}


def call(value: dict[str, Any], field: str = "messages") -> dict[str, Any]:
    value = {"metadata": {"phone_number_id": "1001"}, **value}
    entry = {"id": "9", "changes": [{"field": field, "value": value}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def written(**fields: Any) -> dict[str, Any]:
    return {"from": "50760000001", "id": "wamid.1", "timestamp": "1773154800", **fields}


def only(payload: dict[str, Any]) -> Any:
    (event,) = parse(payload, NOW)
    return event


def message(**fields: Any) -> InboundMessage:
    event = only(call({"contacts": [ANA], "messages": [written(**fields)]}))
    assert isinstance(event, InboundMessage), event
    return event


def test_a_text_says_who_where_and_when() -> None:
    got = message(type="text", text={"body": "hola"}, context={"id": "wamid.0"})
    assert (got.kind, got.text, got.external_id) == ("text", "hola", "50760000001")
    assert (got.provider_id, got.account_id) == ("wamid.1", "1001")
    assert (got.display_name, got.username, got.phone) == ("Ana Ríos", "ana.r", "+50760000001")
    assert got.reply_to == "wamid.0"
    assert got.sent_at == datetime(2026, 3, 10, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "kind", "text"),
    [
        ({"type": "image", "image": {"id": "m", "caption": "este"}}, "image", "este"),
        ({"type": "video", "video": {"id": "m"}}, "video", ""),
        ({"type": "audio", "audio": {"id": "m", "voice": True}}, "audio", ""),
        ({"type": "document", "document": {"id": "m", "filename": "a.pdf"}}, "document", ""),
        ({"type": "sticker", "sticker": {"id": "m", "animated": False}}, "sticker", ""),
        (
            {"type": "location", "location": {"latitude": 9.0, "longitude": -79.5, "name": "Casa"}},
            "location",
            "Casa",
        ),
        (
            {"type": "contacts", "contacts": [{"name": {"formatted_name": "Luis"}}]},
            "contact",
            "Luis",
        ),
        ({"type": "button", "button": {"payload": "P", "text": "Sí"}}, "button", "Sí"),
        (
            {
                "type": "interactive",
                "interactive": {"type": "button_reply", "button_reply": {"id": "x", "title": "Sí"}},
            },
            "button",
            "Sí",
        ),
        (
            {
                "type": "interactive",
                "interactive": {"list_reply": {"id": "say:Quiero la HP", "title": "HP 15"}},
            },
            "list",
            "Quiero la HP",
        ),
        (
            {
                "type": "interactive",
                "interactive": {"nfm_reply": {"body": "Sent", "response_json": '{"a":1}'}},
            },
            "button",
            "Sent",
        ),
        ({"type": "order", "order": {"text": "esto", "product_items": [{}]}}, "order", "esto"),
        (
            {
                "type": "order",
                "order": {
                    "catalog_id": "7",
                    "product_items": [
                        {"product_retailer_id": "LAP-HP15", "quantity": 2, "item_price": 499},
                        {"product_retailer_id": "MOU-M170", "quantity": "1"},
                    ],
                },
            },
            "order",
            "2 × LAP-HP15\n1 × MOU-M170",
        ),
    ],
)
def test_every_kind_arrives_as_that_kind(fields: dict[str, Any], kind: str, text: str) -> None:
    got = message(**fields)
    assert (got.kind, got.text) == (kind, text)
    assert got.data


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "hologram", "hologram": {"depth": 3}},
        {"type": "unsupported", "errors": [{"code": 131051}]},
        {"type": "interactive"},
        {"type": "image"},
        {"type": "text", "text": "not an object"},
        {"type": ["text"]},
        {},
    ],
)
def test_what_nobody_knows_is_kept_whole_as_unsupported(fields: dict[str, Any]) -> None:
    got = message(**fields)
    assert got.kind == "unsupported"
    assert got.data.items() >= fields.items()


def test_an_advertisement_or_a_product_somebody_came_from_is_kept() -> None:
    product = {"catalog_id": "c", "product_retailer_id": "LAP"}
    got = message(
        type="text",
        text={"body": "hola"},
        referral={"source_id": "ad1"},
        context={"forwarded": True, "referred_product": product},
    )
    assert got.data["referral"] == {"source_id": "ad1"}
    assert got.data["referred_product"] == product
    assert got.data["forwarded"] is True


def test_without_a_phone_a_person_is_known_by_their_user_id() -> None:
    person = {"profile": {"name": "Ana"}, "user_id": "US.1349"}
    item = {"from_user_id": "US.1349", "id": "w", "type": "text", "text": {"body": "hola"}}
    got = only(call({"contacts": [person], "messages": [item]}))
    assert (got.external_id, got.phone, got.display_name) == ("US.1349", None, "Ana")
    assert got.names == ("US.1349",)


def test_everything_a_person_is_called_comes_along() -> None:
    person = {**ANA, "wa_id": "551187654321", "user_id": "BR.7", "parent_user_id": "BR.ENT.8"}
    item = written(type="text", text={"body": "oi"}, **{"from": "551187654321"})
    got = only(call({"contacts": [person], "messages": [{**item, "from_user_id": "BR.7"}]}))
    assert got.external_id == "551187654321"
    assert got.names == ("551187654321", "+5511987654321", "BR.7", "BR.ENT.8")


@pytest.mark.parametrize("nobody", [None, "", "None", "null", "  ", True, {}, "x" * 600])
def test_nobody_is_ever_called_none(nobody: object) -> None:
    item = {"from": nobody, "id": "w", "type": "text", "text": {"body": "hola"}}
    event = only(call({"messages": [item]}))
    assert isinstance(event, Unreadable)
    assert "who wrote it" in event.why


def test_people_of_one_batch_are_not_mixed_up() -> None:
    luis = {"profile": {"name": "Luis"}, "wa_id": "50760000002"}
    first = written(type="text", text={"body": "a"}, id="w1")
    second = {**first, "from": "50760000002", "id": "w2"}
    third = {**first, "from": "50760000003", "id": "w3"}
    events = parse(call({"contacts": [luis, ANA], "messages": [first, second, third]}), NOW)
    assert [getattr(event, "display_name", None) for event in events] == ["Ana Ríos", "Luis", None]


def test_a_whole_batch_is_read_and_a_broken_part_hides_nothing() -> None:
    good = written(type="text", text={"body": "uno"})
    one = call({"messages": [{"type": "text"}, good, "junk", None]})
    two = call({"statuses": [{"id": "wamid.s", "status": "read", "timestamp": "1773154800"}]})
    three = call({"errors": [{"code": 131000, "title": "Something went wrong"}]})
    payload = {"entry": [*one["entry"], "junk", *two["entry"], *three["entry"]]}
    events = parse(payload, NOW)
    assert [type(event).__name__ for event in events] == [
        "Unreadable",
        "InboundMessage",
        "StatusUpdate",
        "Unreadable",
    ]
    assert "131000" in events[3].why  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("sent", "sent"),
        ("delivered", "delivered"),
        ("read", "read"),
        ("played", "played"),
        ("accepted", "accepted"),
        ("failed", "failed"),
    ],
)
def test_a_status_is_news_of_a_message_of_ours(said: str, status: DeliveryStatus) -> None:
    error = {"code": 131047, "title": "t", "error_data": {"details": "more than 24 hours"}}
    item = {"id": "wamid.s", "status": said, "timestamp": "1773154800", "errors": [error]}
    event = only(call({"statuses": [item]}))
    assert event == StatusUpdate("whatsapp", "wamid.s", status, NOW, "131047", "more than 24 hours")


def test_a_status_tells_which_try_it_is_of_and_what_it_costs() -> None:
    pricing = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "utility"}
    item = {"id": "w", "status": "sent", "biz_opaque_callback_data": "k.0.2", "pricing": pricing}
    event = only(call({"statuses": [item]}))
    assert isinstance(event, StatusUpdate)
    assert (event.key, event.charge) == ("k.0.2", Charge("utility", "regular", billable=True))


@pytest.mark.parametrize(
    ("pricing", "charge"),
    [
        (
            {"category": "service", "type": "free_entry_point"},
            (False, "free_entry_point"),
        ),
        ({"category": "service", "billable": False}, (False, None)),
        ({"category": "marketing", "pricing_model": "CBP"}, (True, None)),
    ],
)
def test_a_price_that_is_half_told_is_read_as_far_as_it_goes(
    pricing: dict[str, Any], charge: tuple[bool, str | None]
) -> None:
    event = only(call({"statuses": [{"id": "w", "status": "sent", "pricing": pricing}]}))
    assert isinstance(event, StatusUpdate)
    assert event.charge is not None
    assert (event.charge.billable, event.charge.type) == charge


@pytest.mark.parametrize("item", [{"id": "w", "status": "melted"}, {"status": "read"}])
def test_a_status_nobody_understands_is_unreadable(item: dict[str, Any]) -> None:
    assert isinstance(only(call({"statuses": [item]})), Unreadable)


@pytest.mark.parametrize("field", ["message_template_status_update", "account_update", ""])
def test_changes_nobody_follows_are_kept_to_be_seen(field: str) -> None:
    assert isinstance(only(call({"event": "APPROVED"}, field)), Unreadable)


@pytest.mark.parametrize(
    "timestamp", [None, "", "soon", "9" * 30, -5, True, "NaN", "1e400", 4102444800, {}]
)
def test_a_broken_clock_does_not_lose_a_message(timestamp: object) -> None:
    assert message(type="text", text={"body": "a"}, timestamp=timestamp).sent_at == NOW


def test_a_message_without_an_id_has_the_same_name_each_time_it_comes() -> None:
    first = message(type="text", text={"body": "a"}, id=None)
    again = message(type="text", text={"body": "a"}, id=None)
    other = message(type="text", text={"body": "b"}, id=None)
    assert first.provider_id == again.provider_id != other.provider_id


@pytest.mark.parametrize("payload", [{}, {"entry": None}, {"entry": [{}]}, {"entry": {"0": {}}}])
def test_an_empty_payload_holds_nothing(payload: dict[str, Any]) -> None:
    assert parse(payload, NOW) == ()
