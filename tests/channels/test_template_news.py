"""What WhatsApp tells of templates, how its list is read, and how one leaves filled in."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from cauce.channels.whatsapp import templates
from cauce.channels.whatsapp.parse import parse
from cauce.channels.whatsapp.render import render_template
from cauce.channels.whatsapp.templates import Listed, listed, read
from cauce.core.delivery import OutTemplate
from cauce.core.events import TemplateNews, Unreadable
from cauce.errors import Unauthorised, Unreachable

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
ABOUT = {
    "message_template_id": 594425479261596,
    "message_template_name": "offer",
    "message_template_language": "es_AR",
}
STATUS = "message_template_status_update"
CATEGORY = "template_category_update"


def told(field: str, entry: Any = "9", **value: Any) -> Any:
    change = {"field": field, "value": {**ABOUT, **value}}
    whole = {"id": entry, "time": 1773154800, "changes": [change]}
    (event,) = parse({"object": "whatsapp_business_account", "entry": [whole]}, NOW)
    return event


@pytest.mark.parametrize(
    ("field", "value", "trait", "expected"),
    [
        (STATUS, {"event": "PAUSED"}, "status", "PAUSED"),
        (STATUS, {"event": "REINSTATED"}, "status", "APPROVED"),
        (STATUS, {"event": "UNARCHIVED"}, "status", "APPROVED"),
        ("message_template_quality_update", {"new_quality_score": "RED"}, "quality", "RED"),
        (CATEGORY, {"previous_category": "UTILITY", "new_category": "MARKETING"}, "category", ""),
        (
            CATEGORY,
            {"correct_category": "MARKETING", "new_category": "UTILITY"},
            "coming_category",
            "MARKETING",
        ),
    ],
)
def test_news_of_a_template_say_which_and_what_is_so_now(
    field: str, value: dict[str, Any], trait: str, expected: str
) -> None:
    event = told(field, **value)
    assert isinstance(event, TemplateNews)
    assert (event.business, event.provider_id) == ("9", "594425479261596")
    assert (event.name, event.language) == ("offer", "es_AR")
    assert (event.trait, event.value) == (trait, expected or "MARKETING")
    assert event.at == NOW


def test_a_rejection_says_why() -> None:
    info = {"reason": "A variable stands at the end.", "recommendation": "Put words around it."}
    event = told(STATUS, event="REJECTED", reason="INVALID_FORMAT", rejection_info=info)
    assert event.reason == "A variable stands at the end. Put words around it."
    assert told(STATUS, event="REJECTED", reason="SCAM").reason == "SCAM"
    assert told(STATUS, event="APPROVED", reason="NONE").reason is None


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("9", {}),
        ("9", {"event": 7}),
        (None, {"event": "PAUSED"}),
        ("9", {"message_template_id": ""}),
    ],
)
def test_news_that_say_nothing_are_kept_for_a_person(entry: Any, value: dict[str, Any]) -> None:
    assert isinstance(told(STATUS, entry, **value), Unreadable)


def test_an_entry_of_the_list_is_read_with_its_examples() -> None:
    found = read(
        {
            "name": "offer",
            "language": "es",
            "category": "MARKETING",
            "status": "APPROVED",
            "parameter_format": "POSITIONAL",
            "quality_score": {"score": "GREEN", "date": 1},
            "rejected_reason": "NONE",
            "components": [
                {
                    "type": "HEADER",
                    "format": "TEXT",
                    "text": "Hola {{1}}",
                    "example": {"header_text": ["Ana"]},
                },
                {
                    "type": "BODY",
                    "text": "{{1}} y {{2}} hoy",
                    "example": {"body_text": [["pan", "café"]]},
                },
                {"type": "FOOTER", "text": "Responde BAJA."},
                {
                    "type": "BUTTONS",
                    "buttons": [
                        {
                            "type": "URL",
                            "text": "Ver",
                            "url": "https://x.example/{{1}}",
                            "example": ["https://x.example/p1"],
                        },
                        {"type": "COPY_CODE", "text": "Copiar", "example": "X10"},
                    ],
                },
            ],
        },
        "1",
    )
    assert (found.header, found.header_format, found.footer) == (
        "Hola {{1}}",
        "TEXT",
        "Responde BAJA.",
    )
    assert (found.quality, found.reason, found.named) == ("GREEN", None, False)
    assert found.examples == {
        "header_1": "Ana",
        "body_1": "pan",
        "body_2": "café",
        "button_0": "p1",
        "button_1": "X10",
    }


def test_a_part_we_do_not_know_is_told_apart() -> None:
    components = [{"type": "BODY", "text": "Hola"}, {"type": "CAROUSEL", "cards": []}]
    found = read({"name": "a", "language": "es", "components": components}, "1")
    assert found.header_format == "CAROUSEL"
    named = {"body_text_named_params": [{"param_name": "city", "example": "David"}]}
    body = [{"type": "BODY", "text": "Hola {{city}}", "example": named}]
    assert read({"components": body}, "1").examples == {"body_city": "David"}


async def _list(answers: list[httpx.Response]) -> tuple[Listed, ...]:
    transport = httpx.MockTransport(lambda _: answers.pop(0) if len(answers) > 1 else answers[0])
    async with httpx.AsyncClient(transport=transport) as client:
        return await listed(client, "https://graph.example/v25.0", "token", "9")


async def test_a_list_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "MOST_PAGES", 3)
    pages = [
        httpx.Response(200, json={"data": [], "paging": {"cursors": {"after": at}, "next": "x"}})
        for at in "abcd"
    ]
    with pytest.raises(Unreachable, match="does not end"):
        await _list(pages)


async def test_a_refused_list_is_an_error_and_never_an_empty_list() -> None:
    with pytest.raises(Unauthorised):
        await _list([httpx.Response(401, json={"error": {"code": 190, "message": "no"}})])


def test_what_leaves_has_exactly_the_gaps() -> None:
    plain = render_template(OutTemplate("hello_world", "en_US"), "+507600", "key")
    assert plain["template"] == {"name": "hello_world", "language": {"code": "en_US"}}
    assert (plain["to"], plain["biz_opaque_callback_data"]) == ("507600", "key")
    whole = OutTemplate(
        "offer",
        "es",
        named=True,
        header_media=("image", "https://x.example/a.png"),
        body=(("city", "David"),),
        buttons=((0, "URL", "p1"), (2, "COPY_CODE", "X10")),
    )
    assert render_template(whole, "US.1349")["recipient"] == "US.1349"
    assert render_template(whole, "1")["template"]["components"] == [
        {
            "type": "header",
            "parameters": [{"type": "image", "image": {"link": "https://x.example/a.png"}}],
        },
        {
            "type": "body",
            "parameters": [{"type": "text", "parameter_name": "city", "text": "David"}],
        },
        {
            "type": "button",
            "sub_type": "url",
            "index": "0",
            "parameters": [{"type": "text", "text": "p1"}],
        },
        {
            "type": "button",
            "sub_type": "copy_code",
            "index": "2",
            "parameters": [{"type": "coupon_code", "coupon_code": "X10"}],
        },
    ]
