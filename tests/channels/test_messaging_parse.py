"""Messenger's and Instagram's webhook calls."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cauce.channels.instagram.parse import parse as parse_instagram
from cauce.channels.messenger.parse import parse
from cauce.core.events import InboundMessage, Unreadable

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
        ({}, "unsupported", ""),
    ],
)
def test_every_kind_arrives_as_that_kind(message: dict[str, Any], kind: str, text: str) -> None:
    got = only(said(message={"mid": "m1", **message}))
    assert (got.kind, got.text) == (kind, text)
    assert got.data


def test_a_postback_is_a_button() -> None:
    got = only(said(postback={"mid": "m1", "title": "Empezar", "payload": "START"}))
    assert (got.kind, got.text, got.provider_id) == ("button", "Empezar", "m1")


def test_what_nobody_knows_is_kept_whole_as_unsupported() -> None:
    got = only(said(hologram={"depth": 3}))
    assert (got.kind, got.data["hologram"]) == ("unsupported", {"depth": 3})


def test_a_broken_part_hides_nothing() -> None:
    good = said(message={"mid": "m1", "text": "a"})
    nobody = {"message": {"mid": "m2", "text": "b"}, "sender": {"id": None}}
    events = parse(call(nobody, good, "junk"), NOW)  # type: ignore[arg-type]
    assert [type(event).__name__ for event in events] == ["Unreadable", "InboundMessage"]


@pytest.mark.parametrize("part", ["standby", "changes"])
def test_what_is_not_said_to_us_is_kept_to_be_seen(part: str) -> None:
    (event,) = parse(call(said(message={"mid": "m"}), part=part), NOW)
    assert isinstance(event, Unreadable)
