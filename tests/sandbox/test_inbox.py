"""Messenger and Instagram: windows, refusals, what follows a message, and what customers send."""

from typing import Any, Literal

import pytest

from cauce.channels.instagram.parse import parse as parse_instagram
from cauce.channels.messenger.parse import parse as parse_messenger
from cauce.core.events import InboundMessage, MessageChange
from cauce.sandbox.world.accounts import INSTAGRAM_ID, PAGE_TOKEN
from tests.sandbox.played import NOON, PAGE_ID, Played, code

Inbox = Literal["messenger", "instagram"]
BOTH: tuple[Inbox, ...] = ("messenger", "instagram")
TAGGED = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}


async def open_talk(played: Played, channel: Inbox, **more: Any) -> dict[str, Any]:
    ana = await played.customer(channel)
    await played.writes(ana, **more)
    return ana


@pytest.mark.parametrize("channel", BOTH)
async def test_an_answer_is_taken_and_followed_by_its_news(played: Played, channel: Inbox) -> None:
    ana = await open_talk(played, channel)
    await played.control(f"customers/{ana['id']}", {"here": True}, "PATCH")
    told = (await played.write_to(ana)).json()
    assert told["recipient_id"] == ana["address"]
    await played.passes()
    events = played.events()[1:]
    echo = events[0]["message"]
    assert (echo["is_echo"], echo["mid"]) == (True, told["message_id"])
    assert events[0]["recipient"]["id"] == ana["address"]
    if channel == "messenger":
        assert events[1]["delivery"]["mids"] == [told["message_id"]]
        assert set(events[2]["read"]) == {"watermark"}
    else:
        assert [one["read"] for one in events[1:]] == [{"mid": told["message_id"]}]


@pytest.mark.parametrize(("channel", "subcode"), [("messenger", 2018278), ("instagram", 2534022)])
async def test_after_a_day_only_a_person_may_answer_and_after_a_week_nobody(
    played: Played, channel: Inbox, subcode: int
) -> None:
    ana = await open_talk(played, channel)
    await played.passes(hours=24.5)
    assert code(await played.write_to(ana)) == (10, subcode)
    assert (await played.write_to(ana, **TAGGED)).status_code == 200
    await played.passes(hours=24 * 7)
    assert code(await played.write_to(ana, **TAGGED)) == (10, subcode)


@pytest.mark.parametrize("channel", BOTH)
async def test_an_ad_opens_seven_days(played: Played, channel: Inbox) -> None:
    ad = {"source": "ADS", "type": "OPEN_THREAD", "ad_id": "1"}
    ana = await open_talk(played, channel, referral=ad)
    await played.passes(hours=24 * 6)
    assert (await played.write_to(ana)).status_code == 200


WRONG: list[tuple[dict[str, Any], int]] = [
    ({"message": {}}, 100),
    ({"message": {"text": " "}}, 100),
    ({"message": {"text": "a", "attachment": {}}}, 100),
    ({"message": {"attachment": {"type": "hologram", "payload": {}}}}, 100),
    ({"message": {"attachment": {"type": "image", "payload": {}}}}, 100),
    ({"messaging_type": "SHOUT"}, 100),
    ({"messaging_type": "MESSAGE_TAG", "tag": "ACCOUNT_UPDATE"}, 100),
    ({"recipient": {"id": "1"}}, 100),
    ({"recipient": "1"}, 100),
]


@pytest.mark.parametrize(("body", "expected"), WRONG)
async def test_what_meta_would_refuse(played: Played, body: dict[str, Any], expected: int) -> None:
    ana = await open_talk(played, "messenger")
    assert code(await played.write_to(ana, **body))[0] == expected


@pytest.mark.parametrize(
    ("channel", "longest"), [("messenger", "ñ" * 2000), ("instagram", "ñ" * 500)]
)
async def test_a_text_has_its_length(played: Played, channel: Inbox, longest: str) -> None:
    ana = await open_talk(played, channel)
    assert (await played.write_to(ana, longest)).status_code == 200
    assert code(await played.write_to(ana, longest + "ñ"))[0] == 100


async def test_thirteen_quick_replies_are_the_most(played: Played) -> None:
    ana = await open_talk(played, "messenger")

    def message(count: int) -> dict[str, Any]:
        replies = [
            {"content_type": "text", "title": f"n{at}", "payload": str(at)} for at in range(count)
        ]
        return {"text": "¿Cuál?", "quick_replies": replies}

    assert (await played.write_to(ana, message=message(13))).status_code == 200
    assert code(await played.write_to(ana, message=message(14)))[0] == 100


async def test_cards_are_drawn_and_their_buttons_come_back_as_postbacks(played: Played) -> None:
    ana = await open_talk(played, "messenger")
    button = {"type": "postback", "title": "Comprar", "payload": "buy:1"}
    card = {"title": "Laptop", "subtitle": "$520", "buttons": [button]}
    payload = {"template_type": "generic", "elements": [card]}
    attachment = {"type": "template", "payload": payload}
    assert (await played.write_to(ana, message={"attachment": attachment})).status_code == 200
    shown = (await played.phone(ana))["messages"][-1]["content"]["cards"][0]
    assert (shown["title"], shown["buttons"][0]["payload"]) == ("Laptop", "buy:1")
    await played.writes(ana, "", kind="postback", title="Comprar", id="buy:1")
    await played.passes()
    (tapped,) = [one["postback"] for one in played.events() if "postback" in one]
    assert (tapped["payload"], tapped["title"]) == ("buy:1", "Comprar")
    too_many = {"template_type": "generic", "elements": [card] * 11}
    body = {"attachment": {"type": "template", "payload": too_many}}
    assert code(await played.write_to(ana, message=body))[0] == 100


async def test_somebody_who_blocked_us_is_not_available(played: Played) -> None:
    ana = await open_talk(played, "messenger")
    await played.control(f"customers/{ana['id']}", {"blocks_us": True}, "PATCH")
    assert code(await played.write_to(ana)) == (200, 1545041)
    gone = {"blocks_us": False, "on_platform": False}
    await played.control(f"customers/{ana['id']}", gone, "PATCH")
    assert code(await played.write_to(ana)) == (551, 1545041)


async def test_news_of_a_delivery_do_not_always_name_the_messages(played: Played) -> None:
    ana = await open_talk(played, "messenger")
    await played.control(f"customers/{ana['id']}", {"names_delivered": False}, "PATCH")
    await played.write_to(ana)
    await played.passes()
    [told] = [one["delivery"] for one in played.events() if "delivery" in one]
    assert set(told) == {"watermark"}


async def test_nobody_has_that_id(played: Played) -> None:
    ana = await open_talk(played, "messenger")
    assert code(await played.write_to({**ana, "address": "99"})) == (100, 2018001)


async def test_dots_and_ticks(played: Played) -> None:
    ana = await open_talk(played, "instagram")
    path, to = f"{PAGE_ID}/messages", {"recipient": {"id": ana["address"]}}
    for action in ("mark_seen", "typing_on"):
        body = {**to, "sender_action": action}
        assert (await played.graph(path, body, token=PAGE_TOKEN)).status_code == 200
    phone = await played.phone(ana)
    assert (phone["typing"], phone["messages"][0]["status"]) == (True, "read")
    wrong = await played.graph(path, {**to, "sender_action": "wave"}, token=PAGE_TOKEN)
    assert code(wrong)[0] == 100


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"text": "hola"}, "text"),
        ({"kind": "quick_reply", "title": "Sí", "id": "yes"}, "button"),
        ({"kind": "postback", "title": "Empezar", "id": "start"}, "button"),
        ({"kind": "location", "latitude": 1, "longitude": 2}, "location"),
        ({"kind": "sticker"}, "sticker"),
        ({"kind": "story_reply", "text": "¡Qué lindo!"}, "story_reply"),
        ({"kind": "story_mention"}, "story_reply"),
        ({"kind": "unsupported"}, "unsupported"),
        ({"kind": "hologram", "data": {"hologram": {}}}, "unsupported"),
    ],
)
@pytest.mark.parametrize("channel", BOTH)
async def test_every_kind_is_understood(
    played: Played, channel: Inbox, said: dict[str, Any], kind: str
) -> None:
    ana = await played.customer(channel)
    await played.control(f"customers/{ana['id']}/say", said)
    await played.passes()
    parse = parse_messenger if channel == "messenger" else parse_instagram
    (read,) = parse(played.told.payloads[0], NOON)
    assert isinstance(read, InboundMessage)
    assert (read.kind, read.external_id) == (kind, ana["address"])
    assert read.account_id == (PAGE_ID if channel == "messenger" else INSTAGRAM_ID)


@pytest.mark.parametrize(
    ("said", "kind", "text"),
    [
        ({"kind": "reaction", "message": "m_1", "emoji": "❤️"}, "reaction", "❤️"),
        ({"kind": "edit", "message": "m_1", "text": "digo, hola"}, "edited", "digo, hola"),
        ({"kind": "revoke", "message": "m_1"}, "withdrawn", ""),
    ],
)
@pytest.mark.parametrize("channel", BOTH)
async def test_what_they_do_to_a_message_is_about_that_message(
    played: Played, channel: Inbox, said: dict[str, Any], kind: str, text: str
) -> None:
    ana = await played.customer(channel)
    await played.control(f"customers/{ana['id']}/say", said)
    await played.passes()
    parse = parse_messenger if channel == "messenger" else parse_instagram
    (read,) = parse(played.told.payloads[0], NOON)
    assert isinstance(read, MessageChange)
    assert (read.kind, read.about, read.text) == (kind, "m_1", text)
    assert (read.external_id, read.by) == (ana["address"], "customer")


async def test_a_picture_has_an_address_anybody_can_open(played: Played) -> None:
    sent = await played.http.post(
        "/control/media", content=b"jpeg", headers={"content-type": "image/jpeg"}
    )
    ana = await played.customer("instagram")
    await played.writes(ana, "", kind="image", media=sent.json()["id"])
    await played.passes()
    url = played.events()[0]["message"]["attachments"][0]["payload"]["url"]
    assert (await played.http.get(url)).content == b"jpeg"


async def test_an_answer_from_metas_own_inbox_is_an_echo_of_another_application(
    played: Played,
) -> None:
    ana = await open_talk(played, "messenger")
    await played.write_to(ana)
    await played.control(f"customers/{ana['id']}/by_hand", {"text": "Ya le ayudo"})
    await played.passes()
    echoes = [one["message"] for one in played.events() if one.get("message", {}).get("is_echo")]
    assert len({one["app_id"] for one in echoes}) == 2


async def test_another_application_may_hold_the_conversation(played: Played) -> None:
    ana = await played.customer("messenger")
    await played.writes(ana, data={"standby": True})
    await played.passes()
    assert "standby" in played.told.payloads[0]["entry"][0]


async def test_only_what_is_followed_is_told(played: Played) -> None:
    path = f"{PAGE_ID}/subscribed_apps?subscribed_fields=messages"
    assert (await played.graph(path, {}, token=PAGE_TOKEN)).json() == {"success": True}
    ana = await open_talk(played, "messenger")
    await played.control(f"customers/{ana['id']}", {"here": True}, "PATCH")
    await played.write_to(ana)
    await played.passes()
    assert len(played.events()) == 1
