"""Edits, withdrawals, reactions and echoes: what is done to messages is no message of its own."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cauce.channels.instagram.parse import parse as parse_instagram
from cauce.channels.messenger.parse import parse as parse_messenger
from cauce.channels.whatsapp.parse import parse as parse_whatsapp
from cauce.core.events import InboundMessage, MessageChange, StatusUpdate, Unreadable, Watermark

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
PHONE = "50760000001"


def whatsapp(field: str = "messages", **value: Any) -> Any:
    value = {"metadata": {"phone_number_id": "1001"}, **value}
    entry = {"id": "9", "changes": [{"field": field, "value": value}]}
    return parse_whatsapp({"object": "whatsapp_business_account", "entry": [entry]}, NOW)


def told(**fields: Any) -> Any:
    item = {"from": PHONE, "id": "wamid.2", "timestamp": "1773154800", **fields}
    (event,) = whatsapp(messages=[item])
    return event


def page(**fields: Any) -> Any:
    return parse_messenger(call(fields), NOW)


def call(fields: dict[str, Any]) -> dict[str, Any]:
    item = {"sender": {"id": "psid"}, "recipient": {"id": "77"}, "timestamp": 1773154800000}
    return {"object": "page", "entry": [{"id": "77", "messaging": [item | fields]}]}


def only(events: tuple[Any, ...]) -> Any:
    (event,) = events
    return event


def test_an_edit_is_about_the_message_it_edits() -> None:
    inner = {"type": "text", "text": {"body": "mejor seis"}}
    got = told(type="edit", edit={"original_message_id": "wamid.1", "message": inner})
    assert isinstance(got, MessageChange)
    assert (got.kind, got.about, got.text, got.event) == (
        "edited",
        "wamid.1",
        "mejor seis",
        "wamid.2",
    )
    got = only(page(message_edit={"mid": "m1", "text": "mejor seis", "num_edit": 2}))
    assert (got.kind, got.about, got.text, got.data) == (
        "edited",
        "m1",
        "mejor seis",
        {"num_edit": 2},
    )
    assert got.event != "m1"


def test_a_withdrawal_is_about_the_message_that_goes() -> None:
    got = told(type="revoke", revoke={"original_message_id": "wamid.1"})
    assert (got.kind, got.about) == ("withdrawn", "wamid.1")
    got = only(page(message={"mid": "m1", "is_deleted": True}))
    assert (got.kind, got.about, got.external_id, got.by) == ("withdrawn", "m1", "psid", "customer")


@pytest.mark.parametrize(("emoji", "shown"), [("👍", "👍"), ("", ""), (None, "")])
def test_a_reaction_without_a_sign_takes_it_back(emoji: str | None, shown: str) -> None:
    got = told(type="reaction", reaction={"message_id": "wamid.1", "emoji": emoji})
    assert (got.kind, got.about, got.text) == ("reaction", "wamid.1", shown)


def test_a_reaction_on_a_page_says_what_was_done() -> None:
    reaction = {"mid": "m1", "action": "react", "reaction": "love", "emoji": "❤"}
    assert only(page(reaction=reaction)).text == "❤"
    assert only(page(reaction=reaction | {"action": "unreact"})).text == ""
    ours = only(page(reaction=reaction, sender={"id": "77"}, recipient={"id": "psid"}))
    assert (ours.by, ours.external_id) == ("agent", "psid")


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "reaction", "reaction": {"emoji": "👍"}},
        {"type": "revoke"},
        {"type": "edit", "edit": {"original_message_id": "w"}},
        {"type": "edit", "edit": {"message": {"type": "text", "text": {"body": "a"}}}},
    ],
)
def test_what_is_done_to_nobody_knows_what_is_kept_for_people(fields: dict[str, Any]) -> None:
    assert isinstance(told(**fields), Unreadable)
    assert isinstance(only(page(reaction={"action": "react"})), Unreadable)


def test_an_echo_is_an_answer_to_the_customer() -> None:
    echo = {"mid": "m9", "is_echo": True, "app_id": 5, "text": "ya le atiendo"}
    ends = {"sender": {"id": "77"}, "recipient": {"id": "psid"}}
    got = only(page(message=echo, **ends))
    assert isinstance(got, InboundMessage)
    assert (got.sender, got.external_id, got.account_id, got.provider_id, got.text) == (
        "agent",
        "psid",
        "77",
        "m9",
        "ya le atiendo",
    )
    shown = only(parse_instagram(call({"message": echo, **ends}), NOW))
    assert shown.channel == "instagram"


def test_an_echo_from_the_app_on_a_phone_is_one_too() -> None:
    item = {"from": "50760009999", "to": PHONE, "id": "wamid.9", "timestamp": "1773154800"}
    said = item | {"type": "text", "text": {"body": "ya le atiendo"}}
    got = only(whatsapp("smb_message_echoes", message_echoes=[said]))
    assert (got.sender, got.external_id, got.phone) == ("agent", PHONE, f"+{PHONE}")
    assert (got.account_id, got.provider_id) == ("1001", "wamid.9")
    gone = item | {"type": "revoke", "revoke": {"original_message_id": "wamid.9"}}
    got = only(whatsapp("smb_message_echoes", message_echoes=[gone]))
    assert (got.kind, got.by, got.about) == ("withdrawn", "agent", "wamid.9")
    nobody = {**said, "to": None}
    got = only(whatsapp("smb_message_echoes", message_echoes=[nobody]))
    assert isinstance(got, Unreadable)


def test_our_own_echo_says_at_most_that_it_left() -> None:
    ends = {"sender": {"id": "77"}, "recipient": {"id": "psid"}}
    echo = {"mid": "m9", "is_echo": True, "text": "hola", "metadata": "cauce"}
    assert page(message=echo, **ends) == ()
    (left,) = page(message=echo | {"metadata": "cauce:key1"}, **ends)
    assert left == StatusUpdate("messenger", "m9", "sent", NOW, key="key1")
    assert isinstance(only(page(message=echo | {"metadata": "caucel"}, **ends)), InboundMessage)


def test_a_point_in_time_reaches_everything_before_it() -> None:
    until = datetime(2026, 3, 10, 14, 59, 0, tzinfo=UTC)
    mark = int(until.timestamp() * 1000)
    assert page(read={"watermark": mark}) == (Watermark("messenger", "psid", "read", until),)
    assert page(delivery={"watermark": mark, "mids": ["m1", 3]}) == (
        StatusUpdate("messenger", "m1", "delivered", NOW),
        Watermark("messenger", "psid", "delivered", until),
    )
    (seen,) = parse_instagram(call({"read": {"mid": "m1"}}), NOW)
    assert seen == StatusUpdate("instagram", "m1", "read", NOW)


def test_another_number_is_told_with_what_is_left_behind() -> None:
    system = {"type": "user_changed_number", "body": "b", "wa_id": "50760000009", "user_id": "P.2"}
    got = told(type="system", from_user_id="P.1", system=system)
    assert (got.sender, got.kind, got.names) == (
        "system",
        "system",
        (PHONE, f"+{PHONE}", "P.1"),
    )
    assert got.data.items() >= {"news": "changed_number", "is": "+50760000009"}.items()
    assert got.becomes.external_id == "50760000009"
    assert set(got.becomes.names) == {"50760000009", "+50760000009", "P.2"}
    assert set(got.becomes.leaves) == {PHONE, f"+{PHONE}"}


def test_another_user_id_leaves_the_telephone_as_it_was() -> None:
    system = {"type": "user_changed_user_id", "user_id": "P.2"}
    got = told(type="system", from_user_id="P.1", system=system)
    assert (got.becomes.external_id, got.becomes.leaves, got.becomes.phone) == (PHONE, (), None)
    assert "P.2" in got.becomes.names
    device = told(type="system", system={"type": "customer_identity_changed", "identity": {}})
    assert (device.becomes, device.data["news"]) == (None, "changed_device")
    later = told(type="system", system={"type": "something_else", "body": "b"})
    assert (later.sender, later.data["news"], later.becomes) == ("system", "other", None)


def test_where_somebody_came_from_is_read() -> None:
    ad = {"source_type": "ad", "source_id": "120", "headline": "Laptops", "ctwa_clid": "c"}
    got = told(type="text", text={"body": "hola"}, referral=ad)
    assert (got.source, got.campaign, got.data["referral"]) == ("ad", "Laptops", ad)
    post = told(type="text", text={"body": "hola"}, referral={"source_type": "post"})
    assert (post.source, post.campaign) == ("post", None)
    link = {"ref": "verano", "source": "SHORTLINK", "type": "OPEN_THREAD"}
    tapped = only(page(postback={"mid": "m", "title": "Empezar", "referral": link}))
    assert (tapped.sender, tapped.source, tapped.campaign) == ("customer", "link", "verano")
    came = only(page(referral=link))
    assert (came.sender, came.kind, came.campaign) == ("system", "system", "verano")
    assert came.data["news"] == "came_by"
