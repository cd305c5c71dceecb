"""Templates: registered, reviewed, paused; and whether what fills them in fits."""

from typing import Any

import pytest

from tests.sandbox.played import NUMBER_ID, WABA_ID, Played, code, template

PATH = f"{WABA_ID}/message_templates"


def wish(**more: Any) -> dict[str, Any]:
    body = {"type": "BODY", "text": "Hola {{1}}, tu cita es el {{2}}. Te esperamos."}
    return {
        "name": "appointment",
        "language": "es",
        "category": "UTILITY",
        "components": [body],
        **more,
    }


def body(text: str) -> list[dict[str, Any]]:
    return [{"type": "BODY", "text": text}]


async def test_a_template_waits_for_its_review_and_is_then_sent(played: Played) -> None:
    made = (await played.graph(PATH, wish())).json()
    assert made["status"] == "PENDING"
    ana = await played.customer()
    filled = template("appointment", "Ana", "lunes")
    assert code(await played.send(ana["address"], **filled)) == (132001, None)
    await played.passes()
    (value,) = played.values()
    assert value["event"] == "APPROVED"
    assert (value["message_template_id"], value["message_template_name"]) == (
        int(made["id"]),
        "appointment",
    )
    assert (await played.send(ana["address"], **filled)).status_code == 200


async def test_a_text_that_ends_with_a_variable_is_rejected(played: Played) -> None:
    await played.graph(PATH, wish(components=body("Hola {{1}}")))
    await played.passes()
    (value,) = played.values()
    assert (value["event"], value["reason"]) == ("REJECTED", "INVALID_FORMAT")
    assert value["rejection_info"]["recommendation"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Mi Plantilla"},
        {"name": ""},
        {"category": "FUN"},
        {"components": []},
        {"components": body("x" * 1025)},
        {"components": body("Hola {{2}}, qué tal.")},
        {"components": body("Hola {{name}}, qué tal.")},
        {"components": body("Hola {{1}}, qué tal."), "parameter_format": "NAMED"},
        {"components": [*body("Hola"), {"type": "FOOTER", "text": "x" * 61}]},
        {"components": [*body("Hola"), {"type": "CAROUSEL"}]},
        {"name": "hello_again"},
    ],
)
async def test_what_cannot_be_a_template_is_refused(played: Played, wrong: dict[str, Any]) -> None:
    assert code(await played.graph(PATH, wish(**wrong)))[0] == 100


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (template("nobody_knows"), 132001),
        (template("hello_again", "Ana", language="pt_BR"), 132001),
        (template("hello_again"), 132000),
        (template("hello_again", "Ana", "Eva"), 132000),
        (template("hello_again", "a\nb"), 132012),
        (template("hello_again", "x" * 1024), 132005),
        (template("hello_again", components=[{"type": "body", "parameters": [{}]}]), 132012),
        (template("order_ready", "Ana", "12"), 100),
        (
            template("hello_again", "Ana", components=[{"type": "button", "index": "7"}]),
            132000,
        ),
        (
            template("hello_again", "Ana", components=[{"type": "header", "parameters": [{}]}]),
            132000,
        ),
    ],
)
async def test_parameters_must_fit(played: Played, message: dict[str, Any], expected: int) -> None:
    ana = await played.customer()
    assert code(await played.send(ana["address"], **message))[0] == expected


async def test_named_parameters_are_filled_in_by_their_names(played: Played) -> None:
    ana = await played.customer()
    named = [
        {"type": "text", "parameter_name": "order", "text": "A-12"},
        {"type": "text", "parameter_name": "name", "text": "Ana"},
    ]
    message = template("order_ready", components=[{"type": "body", "parameters": named}])
    assert (await played.send(ana["address"], **message)).status_code == 200
    shown = (await played.phone(ana))["messages"][-1]["content"]
    assert shown["text"] == "Ana, tu pedido A-12 está listo."


async def test_headers_and_buttons_are_filled_in_too(played: Played) -> None:
    buttons = [
        {"type": "URL", "text": "Pagar", "url": "https://shop.example/pay/{{1}}"},
        {"type": "QUICK_REPLY", "text": "Después"},
    ]
    components = [
        {"type": "HEADER", "format": "IMAGE"},
        *body("Tu factura está lista."),
        {"type": "BUTTONS", "buttons": buttons},
    ]
    await played.graph(PATH, wish(name="invoice", components=components))
    await played.passes()
    ana = await played.customer()
    picture = {"type": "image", "image": {"link": "https://x.example/a.png"}}
    header = {"type": "header", "parameters": [picture]}
    pay = {"type": "button", "sub_type": "url", "index": "0"}
    pay["parameters"] = [{"type": "text", "text": "77"}]  # type: ignore[assignment]
    later = {"type": "button", "sub_type": "quick_reply", "index": "1"}
    later["parameters"] = [{"type": "payload", "payload": "later"}]  # type: ignore[assignment]
    assert code(await played.send(ana["address"], **template("invoice", components=[pay])))[0] == (
        132000
    )
    without = template("invoice", components=[header])
    assert code(await played.send(ana["address"], **without))[0] == 131008
    whole = template("invoice", components=[header, pay, later])
    assert (await played.send(ana["address"], **whole)).status_code == 200
    shown = (await played.phone(ana))["messages"][-1]["content"]
    assert shown["buttons"] == [
        {"kind": "url", "title": "Pagar", "url": "https://shop.example/pay/77"},
        {"kind": "quick_reply", "title": "Después", "payload": "later"},
    ]
    assert shown["header_media"]["url"] == "https://x.example/a.png"


@pytest.mark.parametrize(("status", "expected"), [("PAUSED", 132015), ("DISABLED", 132016)])
async def test_a_paused_template_is_told_and_not_sent(
    played: Played, status: str, expected: int
) -> None:
    found = (await played.graph(f"{PATH}?name=hello_again")).json()["data"][0]
    change = {"status": status, "quality": "RED", "category": "MARKETING"}
    await played.control(f"templates/{found['id']}", change, "PATCH")
    ana = await played.customer()
    assert code(await played.send(ana["address"], **template("hello_again", "Ana")))[0] == expected
    await played.passes()
    status_news, quality, category = played.values()
    assert status_news["event"] == status
    assert quality["new_quality_score"] == "RED"
    assert (category["previous_category"], category["new_category"]) == ("UTILITY", "MARKETING")


async def test_templates_are_listed_in_pages_edited_and_deleted(played: Played) -> None:
    first = (await played.graph(f"{PATH}?limit=2&fields=name,status")).json()
    assert len(first["data"]) == 2
    assert set(first["data"][0]) == {"id", "name", "status"}
    after = first["paging"]["cursors"]["after"]
    rest = (await played.graph(f"{PATH}?limit=2&after={after}")).json()
    assert len(rest["data"]) == 2
    assert "next" not in rest["paging"]
    edited = await played.graph(first["data"][0]["id"], {"components": body("Hola de nuevo.")})
    assert edited.json() == {"success": True}
    name = rest["data"][1]["name"]
    gone = await played.graph(f"{PATH}?name={name}", method="DELETE")
    assert gone.json() == {"success": True}
    assert code(await played.graph(PATH, wish(name=name))) == (100, 2388023)
    await played.passes(hours=31 * 24)
    assert (await played.graph(PATH, wish(name=name))).status_code == 200


async def test_an_authentication_template_does_not_go_to_a_user_id(played: Played) -> None:
    await played.graph(PATH, wish(name="code", category="AUTHENTICATION", components=body("Hola.")))
    await played.passes()
    ana = await played.customer()
    message = {"messaging_product": "whatsapp", "recipient": ana["user_id"], **template("code")}
    assert code(await played.graph(f"{NUMBER_ID}/messages", message))[0] == 131062
