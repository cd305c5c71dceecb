"""Messenger's and Instagram's webhook calls."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cauce.channels.instagram.parse import parse as parse_instagram
from cauce.channels.messenger.parse import parse
from cauce.core.events import InboundMessage, StatusUpdate, Unreadable

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)


def call(*events: dict[str, Any], part: str = "messaging") -> dict[str, Any]:
    return {"object": "page", "entry": [{"id": "77", "time": 1, part: list(events)}]}


def said(**fields: Any) -> dict[str, Any]:
    people = {"sender": {"id": "psid1"}, "recipient": {"id": 77}, "timestamp": 1773154800000}
    return {**people, **fields}


def only(*events: dict[str, Any]) -> Any:
    (event,) = parse(call(*events), NOW)
    return event


def test_a_text_says_who_where_and_when() -> None:
    got = only(said(message={"mid": "m1", "text": "hola", "reply_to": {"mid": "m0"}}))
    assert isinstance(got, InboundMessage)
    assert (got.channel, got.kind, got.text) == ("messenger", "text", "hola")
    assert (got.external_id, got.account_id, got.provider_id) == ("psid1", "77", "m1")
    assert (got.reply_to, got.sent_at) == ("m0", NOW)


def test_instagram_speaks_the_same_and_stays_instagram() -> None:
    (got,) = parse_instagram(call(said(message={"mid": "m1", "text": "oi"})), NOW)
    assert isinstance(got, InboundMessage)
    assert got.channel == "instagram"


@pytest.mark.parametrize(
    ("message", "kind", "text"),
    [
        ({"attachments": [{"type": "image", "payload": {"url": "u"}}]}, "image", ""),
        ({"attachments": [{"type": "audio"}]}, "audio", ""),
        ({"attachments": [{"type": "video"}], "text": "mira"}, "video", "mira"),
        ({"attachments": [{"type": "ig_reel"}]}, "video", ""),
        ({"attachments": [{"type": "file"}]}, "document", ""),
        ({"attachments": [{"type": "story_mention"}]}, "story_reply", ""),
        ({"attachments": [{"type": "image", "payload": {"sticker_id": 1}}]}, "sticker", ""),
        ({"attachments": [{"type": "share"}]}, "unsupported", ""),
        ({"text": "lindo", "reply_to": {"story": {"id": "s"}}}, "story_reply", "lindo"),
        (
            {"text": "Sí", "quick_reply": {"payload": "say:Sí, lo quiero"}},
            "button",
            "Sí, lo quiero",
        ),
        ({"text": "Sí", "quick_reply": {"payload": "SOMETHING"}}, "button", "Sí"),
        ({"is_unsupported": True}, "unsupported", ""),
        ({"is_deleted": True}, "unsupported", ""),
        ({}, "unsupported", ""),
    ],
)
def test_every_kind_arrives_as_that_kind(message: dict[str, Any], kind: str, text: str) -> None:
    got = only(said(message={"mid": "m1", **message}))
    assert (got.kind, got.text) == (kind, text)
    assert got.data


def test_a_deleted_message_does_not_take_the_name_of_the_one_it_deletes() -> None:
    got = only(said(message={"mid": "m1", "is_deleted": True}))
    assert got.provider_id != "m1"
    assert got.reply_to == "m1"


def test_a_postback_is_a_button() -> None:
    got = only(said(postback={"mid": "m1", "title": "Empezar", "payload": "START"}))
    assert (got.kind, got.text, got.provider_id) == ("button", "Empezar", "m1")


def test_a_reaction_is_about_a_message_and_can_be_taken_back() -> None:
    reaction = {"mid": "m0", "action": "react", "emoji": "❤"}
    got = only(said(reaction=reaction))
    assert (got.kind, got.text, got.reply_to) == ("reaction", "❤", "m0")
    back = only(said(reaction={**reaction, "action": "unreact"}))
    assert (back.text, back.data["removed"]) == ("", True)
    assert back.provider_id != got.provider_id


def test_an_edited_message_is_a_text_about_the_first_one() -> None:
    got = only(said(message_edit={"mid": "m1", "text": "mejor seis", "num_edit": 1}))
    assert (got.kind, got.text, got.reply_to) == ("text", "mejor seis", "m1")
    assert got.provider_id != "m1"


def test_what_nobody_knows_is_kept_whole_as_unsupported() -> None:
    got = only(said(hologram={"depth": 3}))
    assert (got.kind, got.data["hologram"]) == ("unsupported", {"depth": 3})


def test_the_echo_of_our_own_message_is_no_news() -> None:
    echo = {"mid": "m1", "is_echo": True, "metadata": "cauce", "text": "hola"}
    assert parse(call(said(message=echo)), NOW) == ()


def test_somebody_who_answers_from_outside_is_shown() -> None:
    event = only(said(message={"mid": "m1", "is_echo": True, "app_id": 5, "text": "hola"}))
    assert isinstance(event, Unreadable)


def test_deliveries_and_reads_name_messages_of_ours() -> None:
    delivered = parse(call(said(delivery={"mids": ["m1", "m2", 3], "watermark": 5})), NOW)
    assert delivered == (
        StatusUpdate("messenger", "m1", "delivered", NOW),
        StatusUpdate("messenger", "m2", "delivered", NOW),
    )
    (read,) = parse_instagram(call(said(read={"mid": "m1"})), NOW)
    assert read == StatusUpdate("instagram", "m1", "read", NOW)
    assert parse(call(said(read={"watermark": 5})), NOW) == ()


def test_a_broken_part_hides_nothing() -> None:
    good = said(message={"mid": "m1", "text": "a"})
    nobody = {"message": {"mid": "m2", "text": "b"}, "sender": {"id": None}}
    events = parse(call(nobody, good, "junk"), NOW)  # type: ignore[arg-type]
    assert [type(event).__name__ for event in events] == ["Unreadable", "InboundMessage"]


@pytest.mark.parametrize("part", ["standby", "changes"])
def test_what_is_not_said_to_us_is_kept_to_be_seen(part: str) -> None:
    (event,) = parse(call(said(message={"mid": "m"}), part=part), NOW)
    assert isinstance(event, Unreadable)
