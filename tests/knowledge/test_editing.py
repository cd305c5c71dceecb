"""What people correct: it holds at once, and nothing old is left to contradict it."""

import pytest

from cauce.errors import BadInput
from cauce.knowledge import editing
from cauce.store.models import Business, FaqRow, Product
from cauce.store.session import Store

ENTRY = {"alternatives": ["¿Mandan?"], "translations": {"en": {"question": "q", "answer": "a"}}}


async def test_a_changed_answer_keeps_its_topic_and_loses_its_translations(store: Store) -> None:
    async with store.writing() as session:
        row = FaqRow(question="¿Envían?", answer="Sí", language="es", topic="shipping", entry=ENTRY)
        session.add(row)
        await session.flush()
        saved = await editing.save_faq(
            session, "user_1", row.id, question="¿Envían?", answer="No", language="es"
        )
    assert (saved.answer, saved.topic, saved.entry) == ("No", "shipping", {})


@pytest.mark.parametrize("price", ["", "mucho", "NaN", "Infinity", "-1", "1e30"])
async def test_a_price_that_cannot_be_is_refused(store: Store, price: str) -> None:
    async with store.writing() as session:
        row = Product(sku="A", name="A", category="c", price_minor=100, currency="USD", stock=1)
        session.add(row)
    with pytest.raises(BadInput):
        async with store.writing() as session:
            await editing.set_product(session, "user_1", row.id, price=price, stock=None)


async def test_a_profile_that_would_not_hold_is_refused_and_nothing_changes(
    store: Store,
) -> None:
    profile = {
        "name": "Tienda",
        "kind": "shop",
        "description": {"es": "Vende"},
        "currency": "USD",
        "country": "PA",
        "time_zone": "America/Panama",
    }
    columns = {name: profile[name] for name in ("name", "currency", "country", "time_zone")}
    async with store.writing() as session:
        row = Business(language="es", profile=profile, **columns)
        session.add(row)
    with pytest.raises(BadInput) as refusal:
        async with store.writing() as session:
            await editing.change_profile(session, "user_1", row, {"time_zone": "Mars/Olympus"})
    assert refusal.value.field == "time_zone"
    async with store.writing() as session:
        await editing.change_profile(session, "user_1", row, {"name": "Otra"})
    async with store.reading() as session:
        kept = await session.get_one(Business, row.id)
    assert (kept.name, kept.profile["name"], kept.time_zone) == ("Otra", "Otra", "America/Panama")
