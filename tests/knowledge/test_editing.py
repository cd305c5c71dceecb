"""What people correct: it holds at once, nothing old contradicts it, and it can be taken back."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from cauce.errors import BadInput, Conflict, NotFound
from cauce.knowledge import editing, shelving
from cauce.knowledge.business_file import BusinessFile
from cauce.knowledge.catalogue_rows import entry_of
from cauce.knowledge.changes import Office
from cauce.knowledge.loading import load
from cauce.knowledge.taking_back import last_change, take_back
from cauce.store.models import Business, FaqRow, PolicyRow, Product, UnansweredQuestion
from cauce.store.queries.catalogue import Shelf
from cauce.store.session import Store

DEMO = Path(__file__).parents[2] / "cauce" / "demo" / "electro_istmo.json"
ME = "user_1"
CHAIR = {"sku": "SIL-1", "name": "Silla", "category": "Muebles", "description": "De roble."}


@pytest.fixture
async def shop(store: Store) -> Office:
    house = SimpleNamespace(store=store, clock=store.clock, keys=store.keys)
    async with store.writing() as session:
        await load(
            house, session, BusinessFile.model_validate_json(DEMO.read_bytes()), is_demo=False
        )
    return house


async def save(
    shop: Office, shelf: Shelf, row_id: str | None, fields: dict[str, Any]
) -> tuple[Any, str | None]:
    """The row, and the note that takes the change back."""
    async with shop.store.writing() as session:
        row = await editing.save(session, shop, ME, shelf, row_id, fields)
        return row, await last_change(session)


async def back(shop: Office, note_id: str | None) -> None:
    async with shop.store.writing() as session:
        await take_back(session, shop, ME, note_id or "")


async def stored(shop: Office, kind: type[Product | FaqRow | PolicyRow]) -> Any:
    async with shop.store.reading() as session:
        return (await session.scalars(select(kind).order_by(kind.id).limit(1))).one()


async def test_a_changed_answer_keeps_its_topic_and_loses_its_translations(shop: Office) -> None:
    faq = await stored(shop, FaqRow)
    assert faq.entry["translations"]
    row, _ = await save(shop, "faqs", faq.id, {"answer": "No."})
    assert (row["answer"], row["topic"]) == ("No.", faq.topic)
    assert not row["entry"].get("translations")
    assert row["entry"]["alternatives"] == faq.entry["alternatives"]


@pytest.mark.parametrize("price", ["0", "0.00", "0.001", "-1", "NaN", "mucho", "1e30"])
async def test_a_price_that_cannot_be_is_refused_by_name(shop: Office, price: str) -> None:
    product = await stored(shop, Product)
    for row_id, fields in ((product.id, {}), (None, CHAIR | {"stock": 1})):
        with pytest.raises(BadInput) as refusal:
            await save(shop, "products", row_id, {**fields, "price": price})
        assert refusal.value.field == "price"


@pytest.mark.parametrize(
    ("shelf", "kind", "fields"),
    [
        ("products", Product, {"price": "1.50", "name": "Otra"}),
        ("faqs", FaqRow, {"answer": "Otra cosa."}),
        ("policies", PolicyRow, {"text": "Otra cosa."}),
    ],
)
async def test_a_change_is_taken_back_whole(
    shop: Office, shelf: Shelf, kind: type[Product], fields: dict[str, Any]
) -> None:
    before = await stored(shop, kind)
    _, note_id = await save(shop, shelf, before.id, fields)
    await back(shop, note_id)
    after = await stored(shop, kind)
    assert after.id == before.id
    assert entry_of(shelf, vars(after)) == entry_of(shelf, vars(before))


async def test_what_was_added_is_taken_back_to_the_archive(shop: Office) -> None:
    for stock in (3, None):
        fields = CHAIR | {"sku": f"SIL-{stock}", "price": "25", "stock": stock}
        row, note_id = await save(shop, "products", None, fields)
        await back(shop, note_id)
        async with shop.store.reading() as session:
            assert (await shelving.get(session, "products", row["id"]))["archived_at"] is not None


async def test_a_change_after_the_change_is_not_lost_by_taking_it_back(shop: Office) -> None:
    product = await stored(shop, Product)
    _, first = await save(shop, "products", product.id, {"price": "1.50"})
    await save(shop, "products", product.id, {"price": "2.50"})
    with pytest.raises(Conflict, match="changed again since"):
        await back(shop, first)
    assert (await stored(shop, Product)).price_minor == 250
    with pytest.raises(NotFound):
        await back(shop, "audt_unknown")


async def test_saving_what_is_there_leaves_nothing_to_take_back(shop: Office) -> None:
    product = await stored(shop, Product)
    _, note_id = await save(shop, "products", product.id, {"name": product.name})
    assert note_id is None


async def test_an_archived_policy_does_not_come_back_beside_its_successor(shop: Office) -> None:
    old = await stored(shop, PolicyRow)
    async with shop.store.writing() as session:
        await shelving.archive(session, shop, ME, "policies", old.id)
    fields = {"kind": old.kind, "title": "Nueva", "text": "Sí."}
    new, _ = await save(shop, "policies", None, fields)
    with pytest.raises(Conflict):
        async with shop.store.writing() as session:
            await shelving.restore(session, shop, ME, "policies", old.id)
    async with shop.store.writing() as session:
        await shelving.archive(session, shop, ME, "policies", new["id"])
        assert (await shelving.restore(session, shop, ME, "policies", old.id))["id"] == old.id


async def test_the_code_of_an_archived_product_points_to_the_archive(shop: Office) -> None:
    product = await stored(shop, Product)
    async with shop.store.writing() as session:
        await shelving.archive(session, shop, ME, "products", product.id)
    with pytest.raises(Conflict, match="archived: restore it"):
        await save(shop, "products", None, CHAIR | {"sku": product.sku, "price": "1", "stock": 1})
    with pytest.raises(NotFound):
        await save(shop, "products", product.id, {"price": "1"})


async def test_a_question_put_differently_is_found_in_the_customers_words_too(
    shop: Office,
) -> None:
    async with shop.store.writing() as session:
        asked = UnansweredQuestion(
            question="graban laser??",
            language="es",
            fingerprint="f",
            last_asked_at=shop.clock.now(),
        )
        session.add(asked)
        await session.flush()
        row = await editing.answer_question(
            session, shop, ME, asked.id, question="¿Graban con láser?", answer="Sí."
        )
    assert row["entry"]["alternatives"] == ["graban laser??"]
    async with shop.store.writing() as session:
        again = await editing.answer_question(
            session, shop, ME, asked.id, question="¿GRABAN con láser?", answer="Ya no."
        )
    assert (again["id"], again["answer"]) == (row["id"], "Ya no.")


async def test_a_second_way_to_ask_is_added_to_those_there_are(shop: Office) -> None:
    async with shop.store.reading() as session:
        faq = (
            await session.scalars(select(FaqRow).where(FaqRow.question.ilike("%Yappy%")))
        ).first()
    assert faq is not None
    before = faq.entry["alternatives"]
    assert len(before) > 1
    async with shop.store.writing() as session:
        asked = UnansweredQuestion(
            question="les puedo yappear?",
            language="es",
            fingerprint="f",
            last_asked_at=shop.clock.now(),
        )
        session.add(asked)
        await session.flush()
        row = await editing.answer_question(
            session, shop, ME, asked.id, question=faq.question, answer=faq.answer
        )
        again = await editing.answer_question(
            session, shop, ME, asked.id, question=faq.question, answer="Sí, claro."
        )
    assert row["entry"]["alternatives"] == [*before, "les puedo yappear?"]
    assert again["entry"]["alternatives"] == [*before, "les puedo yappear?"]
    assert again["answer"] == "Sí, claro."


async def test_a_profile_that_would_not_hold_is_refused_and_nothing_changes(shop: Office) -> None:
    rule = {"name": "Volumen", "percent": "5", "product_skus": ["NO-SUCH"]}
    for changes, field in (
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"discount_rules": [rule]}, "discount_rules[0].product_skus"),
        ({"shipping": [{"city": "X", "price": "1", "days_min": 3, "days_max": 1}]}, "shipping[0]"),
    ):
        with pytest.raises(BadInput) as refusal:
            async with shop.store.writing() as session:
                await editing.change_profile(session, ME, changes)
        assert refusal.value.field == field


async def test_a_change_of_the_profile_is_taken_back(shop: Office) -> None:
    async with shop.store.reading() as session:
        before = await session.scalar(select(Business.profile))
    async with shop.store.writing() as session:
        await editing.change_profile(session, ME, {"name": "Otra", "pickup": None})
        note_id = await last_change(session)
    async with shop.store.reading() as session:
        changed = (await session.scalars(select(Business))).one()
    assert (changed.name, changed.profile["name"]) == ("Otra", "Otra")
    assert "pickup" not in changed.profile
    await back(shop, note_id)
    async with shop.store.reading() as session:
        assert await session.scalar(select(Business.profile)) == before
