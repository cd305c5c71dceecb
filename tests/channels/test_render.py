"""Our messages as each platform wants them."""

from typing import Any

import pytest

from cauce.channels.instagram.render import render as render_instagram
from cauce.channels.messenger.render import render as render_messenger
from cauce.channels.said import said_by
from cauce.channels.whatsapp.render import render as render_whatsapp
from cauce.core.actions import SendMessage
from cauce.core.dialogue import QuickReply


def replies(number: int) -> tuple[QuickReply, ...]:
    return tuple(QuickReply(f"Opción {n}", f"Quiero la opción {n}") for n in range(number))


def test_a_whatsapp_text_goes_to_a_phone_and_carries_our_key() -> None:
    body = render_whatsapp(SendMessage("Hola", "es"), "+50760000001", "key1")
    assert body == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "50760000001",
        "biz_opaque_callback_data": "key1",
        "type": "text",
        "text": {"body": "Hola", "preview_url": False},
    }


def test_somebody_without_a_phone_is_written_to_by_user_id() -> None:
    body = render_whatsapp(SendMessage("Hola", "es"), "US.1349")
    assert body["recipient"] == "US.1349"
    assert "to" not in body


def test_up_to_three_choices_are_buttons_and_more_are_a_list() -> None:
    buttons = render_whatsapp(SendMessage("¿Cuál?", "es", quick_replies=replies(3)), "507")
    action: dict[str, Any] = buttons["interactive"]["action"]
    assert [one["reply"]["title"] for one in action["buttons"]] == [
        "Opción 0",
        "Opción 1",
        "Opción 2",
    ]
    rows = render_whatsapp(SendMessage("¿Cuál?", "pt", quick_replies=replies(12)), "507")
    listed = rows["interactive"]["action"]
    assert listed["button"] == "Ver opções"
    assert len(listed["sections"][0]["rows"]) == 10


def test_a_text_too_long_for_buttons_goes_without_them_whole() -> None:
    message = SendMessage("x" * 1025, "es", quick_replies=replies(2))
    assert render_whatsapp(message, "507")["text"]["body"] == "x" * 1025


def test_a_tap_on_our_button_comes_back_as_what_it_says() -> None:
    body = render_whatsapp(SendMessage("¿Cuál?", "es", quick_replies=replies(1)), "507")
    tapped = body["interactive"]["action"]["buttons"][0]["reply"]
    assert said_by(tapped["id"], tapped["title"]) == "Quiero la opción 0"


def test_a_saying_too_long_for_a_button_gives_way_to_its_title() -> None:
    long = (QuickReply("Corto", "l" * 300),)
    body = render_whatsapp(SendMessage("a", "es", quick_replies=long), "507")
    tapped = body["interactive"]["action"]["buttons"][0]["reply"]
    assert len(tapped["id"]) <= 256
    assert said_by(tapped["id"], tapped["title"]) == "Corto"


def test_messenger_gets_quick_replies_and_our_mark() -> None:
    body = render_messenger(SendMessage("¿Cuál?", "es", quick_replies=replies(14)), "psid")
    assert body["recipient"] == {"id": "psid"}
    assert body["message"]["metadata"] == "cauce"
    assert len(body["message"]["quick_replies"]) == 13
    assert "quick_replies" not in render_messenger(SendMessage("a", "es"), "p")["message"]


def test_a_text_that_does_not_fit_is_refused_not_cut() -> None:
    render_instagram(SendMessage("ñ" * 500, "es"), "p")
    with pytest.raises(ValueError, match="longer than 1000"):
        render_instagram(SendMessage("ñ" * 501, "es"), "p")
    with pytest.raises(ValueError, match="longer than 2000"):
        render_messenger(SendMessage("x" * 2001, "es"), "p")
    with pytest.raises(ValueError, match="longer than 4096"):
        render_whatsapp(SendMessage("x" * 4097, "es"), "507")
