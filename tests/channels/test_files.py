"""Which files a message came with, by what each platform tells of it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cauce.channels.files import files_of
from cauce.core.events import InboundMessage

NOW = datetime(2026, 3, 10, tzinfo=UTC)
URL = "https://x.fbcdn.net/1"


def message(channel: str, kind: str, data: dict[str, Any]) -> InboundMessage:
    return InboundMessage(channel, "m1", "1", kind, "", NOW, data=data)  # type: ignore[arg-type]


def attached(kind: str, **payload: Any) -> dict[str, Any]:
    return {"type": kind, "payload": {"url": URL, **payload}}


def test_whatsapp_names_a_file_and_its_sum() -> None:
    data = {"id": "123", "mime_type": "application/pdf", "sha256": "abc=", "filename": "a.pdf"}
    [found] = files_of(message("whatsapp", "document", data))
    assert (found.kind, found.provider_id, found.url) == ("document", "123", None)
    assert (found.said, found.sha256, found.name) == ("application/pdf", "abc=", "a.pdf")


@pytest.mark.parametrize("data", [{}, {"id": 5}, {"id": ""}, {"id": None}])
def test_a_file_without_a_name_cannot_be_fetched(data: dict[str, Any]) -> None:
    assert files_of(message("whatsapp", "image", data)) == ()


@pytest.mark.parametrize("channel", ["messenger", "instagram"])
def test_every_attachment_of_an_inbox_is_a_file(channel: str) -> None:
    sent = [attached("image"), attached("file"), attached("image", sticker_id=369239263222822)]
    found = files_of(message(channel, "image", {"attachments": sent}))
    assert [one.kind for one in found] == ["image", "document", "sticker"]
    assert {one.url for one in found} == {URL}


@pytest.mark.parametrize(
    "one",
    [
        attached("story_mention"),
        attached("share"),
        attached("ig_reel"),
        attached("template"),
        {"type": "image"},
        {"type": "image", "payload": {"url": "x" * 5000}},
        {"type": "image", "payload": {"url": 7}},
    ],
)
def test_what_nobody_may_keep_or_can_fetch_is_left_alone(one: dict[str, Any]) -> None:
    assert files_of(message("instagram", "image", {"attachments": [one]})) == ()


def test_nobody_is_made_to_fetch_more_than_ten() -> None:
    data = {"attachments": [attached("image")] * 50}
    assert len(files_of(message("messenger", "image", data))) == 10


def test_a_place_on_whatsapp_has_an_id_and_is_no_file() -> None:
    assert files_of(message("whatsapp", "location", {"id": "1"})) == ()
