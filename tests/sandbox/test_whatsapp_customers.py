"""What customers do on WhatsApp, as it arrives: held against what Cauce's own channel reads."""

from typing import Any

import pytest

from cauce.channels.whatsapp.parse import parse
from cauce.core.events import InboundEvent, InboundMessage, MessageChange
from tests.sandbox.played import NOON, Played


def heard(played: Played) -> list[InboundEvent]:
    return [event for payload in played.told.payloads for event in parse(payload, NOON)]


async def says(played: Played, **said: Any) -> InboundEvent:
    ana = await played.customer(name="Ana", address="50761234567", username="ana.p")
    await played.control(f"customers/{ana['id']}/say", said)
    await played.passes()
    return heard(played)[-1]


async def file(played: Played, kind: str) -> str:
    answer = await played.http.post(
        "/control/media?filename=a.bin", content=b"bytes", headers={"content-type": kind}
    )
    return str(answer.json()["id"])


@pytest.mark.parametrize(
    ("said", "kind", "text"),
    [
        ({"text": "hola"}, "text", "hola"),
        ({"kind": "location", "latitude": 8.9, "name": "Casa"}, "location", "Casa"),
        ({"kind": "contacts", "name": "Eva", "address": "50769999999"}, "contact", "Eva"),
        ({"kind": "button", "title": "Sí", "id": "yes"}, "button", "Sí"),
        ({"kind": "button_reply", "title": "La quiero", "id": "want"}, "button", "La quiero"),
        ({"kind": "list_reply", "title": "David", "id": "1"}, "list", "David"),
        ({"kind": "nfm_reply", "text": "Listo"}, "button", "Listo"),
        ({"kind": "order", "text": "Esto"}, "order", "Esto"),
        ({"kind": "unsupported"}, "unsupported", ""),
        ({"kind": "interactive_without_object"}, "unsupported", ""),
        ({"kind": "hologram", "data": {"hologram": {"id": "1"}}}, "unsupported", ""),
    ],
)
async def test_every_kind_is_understood(
    played: Played, said: dict[str, Any], kind: str, text: str
) -> None:
    read = await says(played, **said)
    assert isinstance(read, InboundMessage)
    assert (read.kind, read.text) == (kind, text)
    assert (read.external_id, read.phone) == ("50761234567", "+50761234567")
    assert (read.display_name, read.username, read.sent_at) == ("Ana", "ana.p", NOON)
    assert read.account_id == "700000000000011"


@pytest.mark.parametrize(
    ("kind", "mime"),
    [
        ("image", "image/jpeg"),
        ("video", "video/mp4"),
        ("audio", "audio/ogg; codecs=opus"),
        ("document", "application/pdf"),
        ("sticker", "image/webp"),
    ],
)
async def test_files_come_with_an_id_that_can_be_fetched(
    played: Played, kind: str, mime: str
) -> None:
    read = await says(played, kind=kind, media=await file(played, mime))
    assert isinstance(read, InboundMessage)
    assert read.kind == kind
    assert read.data["mime_type"] == mime
    assert read.data["sha256"]
    assert (await played.graph(str(read.data["id"]))).json()["file_size"] == 5


async def test_a_message_may_answer_another_come_from_an_ad_and_be_forwarded(
    played: Played,
) -> None:
    referral = {"source_type": "ad", "source_id": "1", "ctwa_clid": "click"}
    read = await says(played, text="hola", reply_to="wamid.7", referral=referral, forwarded="yes")
    assert isinstance(read, InboundMessage)
    assert read.reply_to == "wamid.7"
    assert read.data["referral"] == referral
    assert read.data["forwarded"] is True


async def test_a_reaction_is_about_the_message_it_is_put_on(played: Played) -> None:
    ana = await played.customer()
    first = await played.writes(ana, "hola")
    await played.control(
        f"customers/{ana['id']}/say", {"kind": "reaction", "message": first, "emoji": "👍"}
    )
    await played.passes()
    reaction = heard(played)[1]
    assert isinstance(reaction, MessageChange)
    assert (reaction.kind, reaction.about, reaction.text) == ("reaction", first, "👍")


async def test_an_edit_and_a_deletion_are_about_the_first_message(played: Played) -> None:
    ana = await played.customer()
    first = await played.writes(ana, "hola")
    await played.writes(ana, "¡hola!", kind="edit", message=first)
    await played.writes(ana, "", kind="revoke", message=first)
    await played.passes()
    edited, revoked = heard(played)[1:]
    assert isinstance(edited, MessageChange)
    assert isinstance(revoked, MessageChange)
    assert (edited.kind, edited.text, edited.about) == ("edited", "¡hola!", first)
    assert (revoked.kind, revoked.about) == ("withdrawn", first)
    (shown,) = (await played.phone(ana))["messages"]
    assert (shown["edited"], shown["revoked"]) == (True, True)


async def test_somebody_with_only_a_user_id_is_still_somebody(played: Played) -> None:
    ana = await played.customer(username="ana.p")
    await played.control(f"customers/{ana['id']}", {"shows_phone": False}, "PATCH")
    await played.writes(ana)
    await played.passes()
    (read,) = heard(played)
    assert isinstance(read, InboundMessage)
    assert (read.external_id, read.phone) == (ana["user_id"], None)


async def test_a_changed_number_is_told_and_gives_another_user_id(played: Played) -> None:
    ana = await played.customer(address="50761234567")
    moved = await played.control(f"customers/{ana['id']}/number", {"address": "+50767654321"})
    await played.passes()
    (message,) = played.values()[0]["messages"]
    assert (message["type"], message["from"]) == ("system", "50761234567")
    assert message["system"]["wa_id"] == moved["address"] == "50767654321"
    assert message["system"]["user_id"] == moved["user_id"] != ana["user_id"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [("user_id", "user_changed_user_id"), ("device", "customer_identity_changed")],
)
async def test_other_changes_of_the_system(played: Played, path: str, kind: str) -> None:
    ana = await played.customer()
    await played.control(f"customers/{ana['id']}/{path}", {})
    await played.passes()
    assert played.values()[0]["messages"][0]["system"]["type"] == kind


async def test_stopping_marketing_is_told_as_a_preference(played: Played) -> None:
    ana = await played.customer()
    await played.control(f"customers/{ana['id']}/marketing?wanted=false")
    await played.passes()
    (wish,) = played.values(lambda change: change["field"] == "user_preferences")
    assert wish["user_preferences"][0]["value"] == "stop"


async def test_an_answer_by_hand_is_an_echo_and_no_message_of_the_customer(
    played: Played,
) -> None:
    ana = await played.customer()
    await played.control(f"customers/{ana['id']}/by_hand", {"text": "Ya le ayudo"})
    await played.passes()
    (value,) = played.values(lambda change: change["field"] == "smb_message_echoes")
    assert value["message_echoes"][0]["to"] == ana["address"]
    (read,) = heard(played)
    assert isinstance(read, InboundMessage)
    assert (read.sender, read.text, read.external_id) == ("agent", "Ya le ayudo", ana["address"])


async def test_other_news_of_the_account(played: Played) -> None:
    body = {"field": "account_update", "value": {"event": "ACCOUNT_RESTRICTION"}}
    await played.control("news", body)
    await played.passes()
    assert played.values() == [{"event": "ACCOUNT_RESTRICTION"}]
