"""What WhatsApp refuses at once, what it takes, and what becomes of that."""

from typing import Any

import pytest

from tests.sandbox.played import NUMBER_ID, Played, code, template


def button(title: str, name: str | None = None) -> dict[str, Any]:
    return {"type": "reply", "reply": {"id": name or title, "title": title}}


def interactive(**parts: Any) -> dict[str, Any]:
    inner = {"type": "button", "body": {"text": "¿Cuál?"}, **parts}
    return {"type": "interactive", "interactive": inner}


def listed(rows: list[dict[str, Any]]) -> dict[str, Any]:
    action = {"button": "Ver", "sections": [{"title": "Todo", "rows": rows}]}
    return interactive(type="list", action=action)


def rows(count: int) -> list[dict[str, Any]]:
    return [{"id": str(at), "title": f"Fila {at}"} for at in range(count)]


GOOD = [
    {"type": "text", "text": {"body": "x" * 4096, "preview_url": True}},
    {"type": "image", "image": {"link": "https://x.example/a.png", "caption": "así"}},
    {"type": "audio", "audio": {"link": "https://x.example/a.ogg", "voice": True}},
    {"type": "location", "location": {"latitude": "8.98", "longitude": "-79.5", "name": "Aquí"}},
    {"type": "contacts", "contacts": [{"name": {"formatted_name": "Ana"}, "phones": []}]},
    interactive(action={"buttons": [button("Sí"), button("No"), button("Quizá")]}),
    listed(rows(10)),
    interactive(
        type="cta_url",
        action={"name": "cta_url", "parameters": {"display_text": "Pagar", "url": "https://x.co"}},
    ),
    interactive(type="location_request_message", action={"name": "send_location"}),
]
BAD = [
    ({"type": "text", "text": {"body": "x" * 4097}}, 131009),
    ({"type": "text", "text": {}}, 131008),
    ({"type": "text"}, 131008),
    ({"type": "poll"}, 131051),
    ({"type": "image", "image": {}}, 131008),
    ({"type": "image", "image": {"id": "12345"}}, 131009),
    ({"type": "image", "image": {"link": "ftp://x"}}, 131009),
    ({"type": "audio", "audio": {"link": "https://x/a.ogg", "caption": "no"}}, 131009),
    ({"type": "location", "location": {"latitude": 8.9}}, 131008),
    ({"type": "location", "location": {"latitude": 98, "longitude": 1}}, 131009),
    ({"type": "reaction", "reaction": {"message_id": "wamid.nobody", "emoji": "👍"}}, 131009),
    (interactive(action={"buttons": [button(str(at)) for at in range(4)]}), 131009),
    (interactive(action={"buttons": [button("x" * 21)]}), 131009),
    (interactive(action={"buttons": [button("Sí", "a"), button("No", "a")]}), 131009),
    (interactive(action={"buttons": []}), 131008),
    (interactive(body={"text": "x" * 1025}, action={"buttons": [button("Sí")]}), 131009),
    (listed(rows(11)), 131009),
    (listed([{"id": "1", "title": "x" * 25}]), 131009),
    (listed([{"id": "1", "title": "a", "description": "x" * 73}]), 131009),
    (interactive(type="carousel", action={}), 131009),
    ({"type": "text", "text": {"body": "a"}, "biz_opaque_callback_data": "x" * 513}, 131009),
]


@pytest.mark.parametrize("message", GOOD, ids=lambda one: str(one["type"]))
async def test_every_type_is_taken_and_shown_on_the_phone(
    played: Played, message: dict[str, Any]
) -> None:
    ana = await played.customer()
    await played.writes(ana)
    answer = await played.send(ana["address"], **message)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["contacts"][0]["wa_id"] == ana["address"]
    shown = (await played.phone(ana))["messages"][-1]
    assert (shown["id"], shown["kind"]) == (told["messages"][0]["id"], message["type"])


@pytest.mark.parametrize(("message", "expected"), BAD)
async def test_what_meta_would_refuse_is_refused_with_its_code(
    played: Played, message: dict[str, Any], expected: int
) -> None:
    ana = await played.customer()
    await played.writes(ana)
    answer = await played.send(ana["address"], **message)
    assert answer.status_code == 400
    assert code(answer)[0] == expected
    assert len((await played.phone(ana))["messages"]) == 1


async def test_a_message_is_sent_delivered_and_read_and_each_is_told_with_our_key(
    played: Played,
) -> None:
    ana = await played.customer()
    await played.writes(ana)
    text = {"type": "text", "text": {"body": "Buenas"}, "biz_opaque_callback_data": "turn-1"}
    sent = (await played.send(ana["address"], **text)).json()["messages"][0]["id"]
    await played.passes()
    assert [one["status"] for one in played.statuses()] == ["sent", "delivered"]
    await played.control(f"customers/{ana['id']}/read")
    await played.passes()
    statuses = played.statuses()
    assert [one["status"] for one in statuses] == ["sent", "delivered", "read"]
    assert {one["id"] for one in statuses} == {sent}
    assert {one["biz_opaque_callback_data"] for one in statuses} == {"turn-1"}
    assert {one["recipient_id"] for one in statuses} == {ana["address"]}
    price = statuses[0]["pricing"]
    assert (price["category"], price["type"]) == ("service", "free_customer_service")
    assert price["billable"] is False
    assert all(played.told.genuine(at) for at in range(len(played.told.calls)))


async def test_a_voice_note_is_played_after_it_is_read(played: Played) -> None:
    ana = await played.customer()
    await played.writes(ana)
    voice = {"type": "audio", "audio": {"link": "https://x.example/a.ogg", "voice": True}}
    sent = (await played.send(ana["address"], **voice)).json()["messages"][0]["id"]
    await played.control(f"customers/{ana['id']}", {"here": True}, "PATCH")
    await played.passes()
    await played.control(f"customers/{ana['id']}/play/{sent}")
    await played.passes()
    assert [one["status"] for one in played.statuses()] == ["sent", "delivered", "read", "played"]


async def test_delivered_may_be_skipped(played: Played) -> None:
    ana = await played.customer()
    await played.writes(ana)
    wish = {"here": True, "skips_delivered": True}
    await played.control(f"customers/{ana['id']}", wish, "PATCH")
    await played.send(ana["address"])
    await played.passes()
    assert [one["status"] for one in played.statuses()] == ["sent", "read"]


async def test_a_phone_that_is_off_gets_it_when_it_is_on(played: Played) -> None:
    ana = await played.customer()
    await played.writes(ana)
    await played.control(f"customers/{ana['id']}", {"phone_on": False}, "PATCH")
    await played.send(ana["address"])
    await played.passes(3600)
    assert [one["status"] for one in played.statuses()] == ["sent"]
    await played.control(f"customers/{ana['id']}", {"phone_on": True}, "PATCH")
    await played.passes()
    assert [one["status"] for one in played.statuses()] == ["sent", "delivered"]


@pytest.mark.parametrize("refuses", ["at_once", "later"])
async def test_the_window_closes_after_24_hours(played: Played, refuses: str) -> None:
    await played.control("number", {"refuses": refuses}, "PATCH")
    ana = await played.customer()
    await played.writes(ana)
    await played.passes(hours=23.9)
    assert (await played.send(ana["address"])).status_code == 200
    await played.passes(hours=0.2)
    answer = await played.send(ana["address"])
    if refuses == "at_once":
        assert code(answer) == (131047, None)
        return
    assert answer.status_code == 200
    await played.passes()
    failed = played.statuses()[-1]
    assert failed["status"] == "failed"
    assert failed["errors"][0]["code"] == 131047
    assert (await played.phone(ana))["messages"][-1]["error"].startswith("131047")


async def test_nobody_who_never_wrote_is_inside_the_window(played: Played) -> None:
    ana = await played.customer()
    await played.send(ana["address"])
    await played.passes()
    assert [one["errors"][0]["code"] for one in played.statuses()] == [131047]


async def test_outside_the_window_a_template_goes_and_an_answer_opens_it_again(
    played: Played,
) -> None:
    ana = await played.customer()
    told = await played.send(ana["address"], **template("hello_again", "Ana"))
    assert told.json()["messages"][0]["message_status"] == "accepted"
    shown = (await played.phone(ana))["messages"][-1]
    assert shown["content"]["text"] == "Hola Ana, seguimos con tu consulta. ¿Continuamos?"
    tapped = shown["content"]["buttons"][0]
    said = {"kind": "button", "title": tapped["title"], "id": tapped["payload"]}
    await played.control(f"customers/{ana['id']}/say", {**said, "reply_to": shown["id"]})
    await played.passes()
    (message,) = next(one["messages"] for one in played.values() if "messages" in one)
    assert message["button"] == {"payload": "Sí, continuemos", "text": "Sí, continuemos"}
    assert message["context"]["id"] == shown["id"]
    assert (await played.send(ana["address"])).status_code == 200
    await played.passes()
    assert played.statuses()[-1]["status"] == "delivered"


@pytest.mark.parametrize(
    ("manners", "message", "expected"),
    [
        ({"on_platform": False}, {}, 131026),
        ({"opted_out": True}, template("weekend_offer", "todo", "10 %"), 131050),
        ({"in_experiment": True}, template("weekend_offer", "todo", "10 %"), 130472),
    ],
)
async def test_what_is_taken_in_vain_fails_afterwards(
    played: Played, manners: dict[str, bool], message: dict[str, Any], expected: int
) -> None:
    ana = await played.customer()
    await played.writes(ana)
    await played.control(f"customers/{ana['id']}", manners, "PATCH")
    assert (await played.send(ana["address"], **message)).status_code == 200
    await played.passes()
    assert [one["errors"][0]["code"] for one in played.statuses()] == [expected]


async def test_a_number_nobody_has_is_not_on_whatsapp(played: Played) -> None:
    assert (await played.send("50769999999")).status_code == 200
    await played.passes()
    (failed,) = played.statuses()
    assert (failed["recipient_id"], failed["errors"][0]["code"]) == ("50769999999", 131026)


async def test_marketing_has_a_cap_for_each_person_until_they_answer(played: Played) -> None:
    ana = await played.customer()
    for _ in range(3):
        await played.send(ana["address"], **template("weekend_offer", "todo", "10 %"))
    await played.passes()
    assert [one["errors"][0]["code"] for one in played.statuses() if "errors" in one] == [131049]
    await played.writes(ana)
    await played.send(ana["address"], **template("weekend_offer", "todo", "10 %"))
    await played.passes()
    assert played.statuses()[-1]["status"] == "delivered"


async def test_too_many_messages_to_one_person_are_refused_until_some_time_passed(
    played: Played,
) -> None:
    await played.control("number", {"pair_burst": 3}, "PATCH")
    ana, eva = await played.customer(), await played.customer()
    for one in (ana, eva):
        await played.writes(one)
    answers = [await played.send(ana["address"]) for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 400]
    assert code(answers[-1]) == (131056, None)
    assert (await played.send(eva["address"])).status_code == 200
    await played.passes(6)
    assert (await played.send(ana["address"])).status_code == 200


async def test_a_number_sends_only_so_many_in_a_second(played: Played) -> None:
    await played.control("number", {"per_second": 2}, "PATCH")
    people = [await played.customer() for _ in range(3)]
    answers = [await played.send(one["address"]) for one in people]
    assert code(answers[-1]) == (130429, None)
    await played.passes(1)
    assert (await played.send(people[2]["address"])).status_code == 200


async def test_who_may_be_written_to(played: Played) -> None:
    assert code(await played.send("+507 6000-0001"))[0] == 131021
    assert code(await played.send("hola"))[0] == 131009
    await played.control("number", {"test_recipients": ["50761111111"]}, "PATCH")
    assert code(await played.send("50762222222"))[0] == 131030
    assert (await played.send("50761111111")).status_code == 200


async def test_a_brazilian_number_is_reached_with_and_without_its_ninth_digit(
    played: Played,
) -> None:
    rui = await played.customer(name="Rui", address="551187654321")
    told = (await played.send("5511987654321", **template("hello_again", "Rui"))).json()
    assert told["contacts"] == [
        {"input": "5511987654321", "wa_id": "551187654321", "user_id": rui["user_id"]}
    ]


async def test_somebody_without_a_phone_is_written_to_by_user_id(played: Played) -> None:
    ana = await played.customer(username="ana.p")
    await played.control(f"customers/{ana['id']}", {"shows_phone": False}, "PATCH")
    await played.writes(ana)
    body = {"messaging_product": "whatsapp", "recipient": ana["user_id"]}
    answer = await played.graph(f"{NUMBER_ID}/messages", {**body, "text": {"body": "Hola"}})
    assert answer.json()["contacts"] == [{"input": ana["user_id"], "user_id": ana["user_id"]}]
    await played.passes()
    assert "recipient_id" not in played.statuses()[-1]
    assert played.statuses()[-1]["recipient_user_id"] == ana["user_id"]
    message = played.values()[0]["messages"][0]
    assert "from" not in message
    assert message["from_user_id"] == ana["user_id"]
    assert played.values()[0]["contacts"][0] == {
        "profile": {"name": "Ana", "username": "ana.p"},
        "user_id": ana["user_id"],
    }


async def test_reading_marks_what_came_before_as_well_and_typing_shows_dots(
    played: Played,
) -> None:
    ana = await played.customer()
    await played.writes(ana, "uno")
    last = await played.writes(ana, "dos")
    body: dict[str, Any] = {"messaging_product": "whatsapp", "status": "read"}
    body |= {"message_id": last, "typing_indicator": {"type": "text"}}
    assert (await played.graph(f"{NUMBER_ID}/messages", body)).json() == {"success": True}
    phone = await played.phone(ana)
    assert [one["status"] for one in phone["messages"]] == ["read", "read"]
    assert phone["typing"] is True
    await played.passes(26)
    assert (await played.phone(ana))["typing"] is False
    assert code(await played.graph(f"{NUMBER_ID}/messages", {**body, "message_id": "x"}))[0] == (
        131009
    )
