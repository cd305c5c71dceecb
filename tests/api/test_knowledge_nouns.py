"""Products, questions, policies, the profile and imports, as programs keep them."""

from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy import select

from cauce.core.business import Knowledge
from cauce.core.clock import FixedClock
from cauce.engine.house import House
from cauce.store.models import AuditEntry, UnansweredQuestion
from tests.api.programs import conversation, something_of_everything

CHAIR = {
    "sku": "SIL-1",
    "name": "Silla",
    "category": "Muebles",
    "description": "Silla de roble.",
    "price": "25.00",
    "stock": 4,
}


async def known(house: House) -> Knowledge:
    async with house.store.reading() as session:
        return await house.knowledge.current(session)


async def ok(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_product_is_added_changed_and_taken_away(
    shop: House, admin: httpx.AsyncClient
) -> None:
    made = await ok(await admin.post("/products", json=CHAIR), 201)
    assert (made["price"], made["currency"], made["stock"]) == ("25.00", "USD", 4)
    path = f"/products/{made['id']}"
    assert (await admin.patch(path, json={"price": "0.00"})).status_code == 422
    changed = await ok(await admin.patch(path, json={"price": "19.90", "stock": 0}))
    assert (changed["price"], changed["stock"], changed["name"]) == ("19.90", 0, "Silla")
    sold = (await known(shop)).product("SIL-1")
    assert sold is not None
    assert (sold.price.minor, sold.stock) == (1_990, 0)
    replaced = await ok(await admin.put(path, json={**CHAIR, "stock": None}))
    assert (replaced["price"], replaced["stock"]) == ("25.00", None)
    assert (await admin.delete(path)).status_code == 204
    assert (await known(shop)).product("SIL-1") is None
    assert (await ok(await admin.get(path)))["archived_at"] is not None
    async with shop.store.reading() as session:
        log = await session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject == made["id"])
        )
    assert sorted(log) == [
        "product.added",
        "product.changed",
        "product.changed",
        "product.removed",
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"price": "1.299,00"}, "price"),
        ({"price": "0"}, "price"),
        ({"price": 0}, "price"),
        ({"stock": -1}, "stock"),
        ({"price": True}, "price"),
        ({"colour": "red"}, "colour"),
        ({"currency": "XXQ"}, "currency"),
        ({"price": "5.50", "currency": "CLP"}, "price"),
    ],
)
async def test_a_product_that_cannot_be_is_refused_by_field(
    admin: httpx.AsyncClient, change: dict[str, Any], field: str
) -> None:
    told = await ok(await admin.post("/products", json=CHAIR | change), 422)
    assert told["errors"][0]["field"] == field


@pytest.mark.parametrize("number", ["1e999", "-1e999", "9" * 30, "NaN", "9" * 5_000])
async def test_a_number_nobody_can_store_is_refused(admin: httpx.AsyncClient, number: str) -> None:
    body = orjson.dumps(CHAIR | {"attributes": {"ram_gb": 1}}).replace(
        b'"ram_gb":1', f'"ram_gb":{number}'.encode()
    )
    headers = {"Content-Type": "application/json"}
    answer = await admin.post("/products", content=body, headers=headers)
    assert answer.status_code in (400, 422), answer.text


async def test_a_sku_is_given_once(admin: httpx.AsyncClient) -> None:
    taken = {**CHAIR, "sku": "LAP-HP-15"}
    assert (await admin.post("/products", json=taken)).status_code == 409
    made = await ok(await admin.post("/products", json=CHAIR), 201)
    assert (await admin.put(f"/products/{made['id']}", json=taken)).status_code == 409


async def test_a_search_finds_what_it_is_asked_for(admin: httpx.AsyncClient) -> None:
    found = await ok(await admin.get("/products", params={"search": "dell", "limit": 200}))
    assert found["items"]
    assert all("dell" in (one["name"] + one["sku"]).casefold() for one in found["items"])
    assert (await ok(await admin.get("/products", params={"search": "%_%"})))["items"] == []


async def test_a_question_is_told_once_in_a_language(admin: httpx.AsyncClient) -> None:
    faq = {"question": "¿Venden repuestos?", "answer": "Sí.", "language": "es"}
    made = await ok(await admin.post("/faqs", json=faq), 201)
    again = {**faq, "question": "¿VENDEN  repuestos?"}
    assert (await admin.post("/faqs", json=again)).status_code == 409
    assert (await admin.post("/faqs", json={**faq, "language": "pt"})).status_code == 201
    changed = await ok(await admin.put(f"/faqs/{made['id']}", json={**again, "answer": "No."}))
    assert changed["answer"] == "No."


async def test_there_is_one_policy_of_a_kind(admin: httpx.AsyncClient) -> None:
    policy = {"kind": "returns", "title": "Otra", "text": "Sí."}
    assert (await admin.post("/policies", json=policy)).status_code == 409
    for title in ("Una", "Dos"):
        other = {**policy, "kind": "other", "title": title}
        assert (await admin.post("/policies", json=other)).status_code == 201


async def test_the_profile_changes_field_by_field(shop: House, admin: httpx.AsyncClient) -> None:
    before = await ok(await admin.get("/profile"))
    after = await ok(await admin.patch("/profile", json={"assistant_name": "Sol"}))
    assert after["version"] > before["version"]
    assert after["profile"] == before["profile"] | {"assistant_name": "Sol"}
    assert (await known(shop)).profile.assistant_name == "Sol"
    told = await ok(await admin.patch("/profile", json={"currency": "XXQ"}), 422)
    assert told["field"] == "profile.currency"
    assert (await admin.put("/profile", json=after["profile"])).status_code == 200


async def test_an_unanswered_question_gets_its_answer(
    shop: House, admin: httpx.AsyncClient, clock: FixedClock
) -> None:
    await conversation(shop.store, clock, "Hola")
    await something_of_everything(shop)
    waiting = (await ok(await admin.get("/unanswered-questions")))["items"]
    path = f"/unanswered-questions/{waiting[0]['id']}"
    made = await ok(await admin.post(f"{path}/answer", json={"answer": "Sí, claro."}), 201)
    assert made["question"] == waiting[0]["question"]
    assert (await ok(await admin.get("/unanswered-questions")))["items"] == []
    async with shop.store.reading() as session:
        row = await session.get_one(UnansweredQuestion, waiting[0]["id"])
    assert (row.status, row.faq_id) == ("answered", made["id"])
    unknown = await admin.post("/unanswered-questions/x/answer", json={"answer": "Sí"})
    assert unknown.status_code == 404


async def test_a_file_is_checked_imported_and_taken_back(
    shop: House, admin: httpx.AsyncClient
) -> None:
    bad = {"file": ("p.csv", b"sku,price\nLAP-HP-15,x\nLAP-LEN-E14,700\n", "text/csv")}
    report = await ok(await admin.post("/imports/check", files=bad))
    assert (report["good"], report["can_skip_bad_rows"], report["bad_rows"]) == (False, True, 1)
    assert report["problems"][0] | {"message": ""} == {
        "row": 2,
        "place": None,
        "field": "price",
        "message": "",
    }
    refused = await ok(await admin.post("/imports", files=bad), 422)
    assert "row 2, price" in refused["detail"]
    skip = {"skip_bad_rows": "true"}
    done = await ok(await admin.post("/imports", files=bad, data=skip), 201)
    assert (done["rows"], done["updated"]) == (2, 1)
    undone = await ok(await admin.post(f"/imports/{done['id']}/undo"))
    assert undone["status"] == "undone"
    assert (await admin.post(f"/imports/{done['id']}/undo")).status_code == 409
    assert (await ok(await admin.get("/imports")))["items"][0]["id"] == done["id"]


async def test_an_import_may_be_larger_than_other_calls(admin: httpx.AsyncClient) -> None:
    rows = b"sku,name\n" + b"LAP-HP-15,x\n" * 300_000
    answer = await admin.post("/imports/check", files={"file": ("p.csv", rows, "text/csv")})
    told = await ok(answer, 413)
    assert "50,000" in told["detail"]
    whole = b"x" * (11 * 1024 * 1024)
    answer = await admin.post("/imports/check", files={"file": ("p.csv", whole, "text/csv")})
    assert answer.status_code == 413
