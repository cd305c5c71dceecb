"""Importing files: a dry run that tells the truth, all or nothing, and back again."""

import json
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select, update

from cauce.errors import BadInput, Conflict, NotFound, TooLarge
from cauce.knowledge import importing
from cauce.knowledge.business_file import BusinessFile
from cauce.knowledge.changes import Office
from cauce.knowledge.importing import apply, check
from cauce.knowledge.loading import load
from cauce.knowledge.undoing import undo
from cauce.store.models import AuditEntry, Business, FaqRow, PolicyRow, Product
from cauce.store.session import Store

DEMO = Path(__file__).parents[2] / "cauce" / "demo" / "electro_istmo.json"
CSV = "products.csv"


@pytest.fixture
def house(store: Store) -> Office:
    return SimpleNamespace(store=store, clock=store.clock, keys=store.keys)


@pytest.fixture
async def shop(house: Office) -> Office:
    async with house.store.writing() as session:
        file = BusinessFile.model_validate_json(DEMO.read_bytes())
        await load(house, session, file, is_demo=False)
    return house


async def everything(house: Office) -> list[dict[str, Any]]:
    """All that is known, with the times of its rows."""
    found: list[dict[str, Any]] = []
    async with house.store.reading() as session:
        for table in (Product, FaqRow, PolicyRow):
            rows = await session.execute(select(table.__table__).order_by(table.id))
            found += [dict(row) for row in rows.mappings()]
        profile = await session.scalar(select(Business.profile))
    return [*found, {"profile": profile}]


async def product(house: Office, sku: str) -> Product:
    async with house.store.reading() as session:
        return (await session.scalars(select(Product).filter_by(sku=sku))).one()


async def test_a_dry_run_counts_and_changes_nothing(shop: Office) -> None:
    before = await everything(shop)
    content = (
        b"sku,name,category,price,stock\n"
        b"LAP-HP-15,,,510.00,\n"
        b"LAP-LEN-E14,,,,\n"
        b"NEW-1,Silla,Muebles,25.00,4\n"
    )
    report = await check(shop, CSV, content)
    assert (report.rows, report.created, report.updated, report.unchanged) == (3, 1, 1, 1)
    assert report.good
    assert await everything(shop) == before


async def test_a_dry_run_tells_what_becomes_of_every_row(shop: Office) -> None:
    async with shop.store.writing() as session:
        await session.execute(
            update(Product)
            .values(archived_at=shop.clock.now())
            .where(Product.sku == "LAP-ASU-VB15")
        )
    content = (
        b"sku,name,category,price,stock\n"
        b"LAP-HP-15,,,510.00,3\n"
        b"LAP-LEN-E14,,,,\n"
        b"NEW-1,Silla,Muebles,25.00,4\n"
        b"NEW-2,Mesa,Muebles,0,4\n"
        b"LAP-ASU-VB15,,,,\n"
    )
    report = await check(shop, CSV, content)
    told = [(one.row, one.what) for one in report.outcomes]
    assert told == [(2, "changed"), (3, "same"), (4, "new"), (6, "back")]
    (changed,) = report.told("changed")
    assert [(one.field, one.old, one.new) for one in changed.differences] == [
        ("price", "520.00", "510.00"),
        ("stock", "9", "3"),
    ]
    assert [one.row for one in report.problems] == [5]


async def test_a_dry_run_tells_how_the_profile_changes(shop: Office) -> None:
    content = json.dumps({"profile": {"assistant_name": "Sol", "contacts": {"facebook": "ei"}}})
    report = await check(shop, "profile.json", content.encode())
    told = {(one.field, one.old, one.new) for one in report.profile_differences}
    assert told == {("assistant_name", "Alba", "Sol"), ("contacts.facebook", "electroistmo", "ei")}


async def test_a_csv_changes_only_the_columns_it_has(shop: Office) -> None:
    before = await product(shop, "LAP-HP-15")
    done = await apply(shop, None, CSV, b"sku;precio\nLAP-HP-15;510,50\n")
    after = await product(shop, "LAP-HP-15")
    assert (done.created, done.updated) == (0, 1)
    assert after.price_minor == 51_050
    assert (after.id, after.stock, after.name) == (before.id, before.stock, before.name)
    assert after.entry["attributes"] == before.entry["attributes"]


async def test_a_bad_row_stops_everything(shop: Office) -> None:
    before = await everything(shop)
    content = b"sku,name,category,price,stock\nNEW-1,Silla,Muebles,25,4\nNEW-2,Mesa,Muebles,x,4\n"
    report = await check(shop, CSV, content)
    assert [str(one) for one in report.problems] == [
        "row 3, price: 'x' is not an amount: write it like 1299.00"
    ]
    with pytest.raises(BadInput, match="row 3, price") as refused:
        await apply(shop, None, CSV, content)
    assert refused.value.field == "file"
    assert await everything(shop) == before


async def test_bad_rows_are_left_out_when_asked(shop: Office) -> None:
    content = b"sku,name,category,price,stock\nNEW-1,Silla,Muebles,25,4\nNEW-2,Mesa,Muebles,x,4\n"
    done = await apply(shop, None, CSV, content, skip_bad_rows=True)
    assert (done.rows, done.created) == (2, 1)
    assert (await product(shop, "NEW-1")).price_minor == 2_500


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("N,,Muebles,25,4", "row 2, name: is missing"),
        ("N,Silla,Muebles,,4", "row 2, price: is missing"),
        ("N,Silla,Muebles,25,", "row 2, stock: is missing: write the units that can be sold"),
        ("Ñ 1,Silla,Muebles,25,4", "row 2, sku: may have letters, digits, points and dashes"),
        (",Silla,Muebles,25,4", "row 2, sku: is missing"),
        ("N,Silla,Muebles,25,4\nN,Mesa,Muebles,25,4", "row 3, sku: is written already in row 2"),
        ("N,Silla,Muebles,-5,4", "row 2, price: '-5' is not an amount"),
        ("N,Silla,Muebles,0,4", "row 2, price: a price of 0 would be told to customers"),
        ('N,Silla,Muebles,"0,00",4', "row 2, price: a price of 0 would be told to customers"),
    ],
)
async def test_what_is_wrong_with_a_row_is_told_with_its_line(
    shop: Office, row: str, told: str
) -> None:
    report = await check(shop, CSV, f"sku,name,category,price,stock\n{row}\n".encode())
    assert any(str(problem).startswith(told) for problem in report.problems), report.problems


async def test_every_bad_entry_of_a_business_file_is_told_at_once(shop: Office) -> None:
    data = json.loads(DEMO.read_bytes())
    data["products"][1]["price"] = "12,5"
    data["products"][3]["colour"] = "red"
    data["faqs"][0]["answer"] = ""
    data["profile"]["currency"] = "XXQ"
    report = await check(shop, "business.json", json.dumps(data).encode())
    told = [str(problem).split(":")[0] for problem in report.problems]
    assert told == [
        "profile.currency",
        "products[1], price",
        "products[3], colour",
        "faqs[0], answer",
    ]


async def test_the_same_business_file_again_changes_nothing(shop: Office) -> None:
    report = await check(shop, "business.json", DEMO.read_bytes())
    assert report.problems == ()
    assert (report.created, report.updated, report.profile_changes) == (0, 0, False)
    assert report.unchanged == report.rows


async def test_a_profile_is_merged_field_by_field(shop: Office) -> None:
    content = json.dumps({"profile": {"assistant_name": "Sol", "contacts": {"facebook": "ei"}}})
    before = (await everything(shop))[-1]["profile"]
    done = await apply(shop, None, "profile.json", content.encode())
    after = (await everything(shop))[-1]["profile"]
    assert after["assistant_name"] == "Sol"
    assert after["contacts"] == {**before["contacts"], "facebook": "ei"}
    assert after["hours"] == before["hours"]
    await undo(shop, None, done.id)
    assert (await everything(shop))[-1]["profile"] == before


async def test_a_policy_with_another_title_replaces_the_one_of_its_kind(shop: Office) -> None:
    content = json.dumps({"policies": [{"kind": "returns", "title": "Cambios", "text": "Sí."}]})
    done = await apply(shop, None, "p.json", content.encode())
    assert (done.created, done.updated) == (0, 1)


async def test_a_discount_on_a_product_nobody_sells_is_refused(shop: Office) -> None:
    rule = {"name": "Volumen", "percent": "5", "product_skus": ["NO-SUCH"]}
    content = json.dumps({"profile": {"discount_rules": [rule]}}).encode()
    report = await check(shop, "p.json", content)
    assert [str(one) for one in report.problems] == [
        "profile.discount_rules[0].product_skus: no product has the sku 'NO-SUCH'"
    ]
    assert not report.can_skip_bad_rows


async def test_undoing_restores_exactly_what_was_before(shop: Office) -> None:
    before = await everything(shop)
    data = json.loads(DEMO.read_bytes())
    data["products"][0] |= {"price": "1.00", "attributes": {"ram_gb": 7.0}}
    data["products"].append(data["products"][1] | {"sku": "NEW-1"})
    data["faqs"][0]["answer"] = "Otra cosa."
    data["profile"]["assistant_name"] = "Sol"
    done = await apply(shop, None, "business.json", json.dumps(data).encode())
    assert (done.created, done.updated) == (1, 2)
    assert await everything(shop) != before
    await undo(shop, None, done.id)
    assert await everything(shop) == before


async def test_undoing_is_refused_by_name_when_something_has_changed_since(shop: Office) -> None:
    done = await apply(shop, None, CSV, b"sku,price\nLAP-HP-15,510.50\nLAP-LEN-E14,700\n")
    async with shop.store.writing() as session:
        await session.execute(update(Product).values(stock=1).where(Product.sku == "LAP-HP-15"))
    now = await everything(shop)
    with pytest.raises(Conflict, match=r"cannot be undone: LAP-HP-15\."):
        await undo(shop, None, done.id)
    assert await everything(shop) == now


async def test_an_import_is_undone_once(shop: Office) -> None:
    done = await apply(shop, None, CSV, b"sku,price\nLAP-HP-15,510.50\n")
    await undo(shop, None, done.id)
    with pytest.raises(Conflict, match="undone already"):
        await undo(shop, None, done.id)
    with pytest.raises(NotFound):
        await undo(shop, None, "imp_unknown")


async def test_a_removed_product_comes_back_when_its_sku_is_imported(shop: Office) -> None:
    async with shop.store.writing() as session:
        await session.execute(
            update(Product).values(archived_at=shop.clock.now()).where(Product.sku == "LAP-HP-15")
        )
    done = await apply(shop, None, CSV, b"sku,price\nLAP-HP-15,510.50\n")
    assert done.updated == 1
    assert (await product(shop, "LAP-HP-15")).archived_at is None
    await undo(shop, None, done.id)
    assert (await product(shop, "LAP-HP-15")).archived_at is not None


async def test_the_log_says_who_imported_and_who_undid(shop: Office) -> None:
    done = await apply(shop, None, CSV, b"sku,price\nLAP-HP-15,510.50\n")
    await undo(shop, None, done.id)
    async with shop.store.reading() as session:
        log = list(await session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    assert {(entry.action, entry.subject) for entry in log} == {
        ("import.applied", done.id),
        ("import.undone", done.id),
    }


async def test_questions_come_from_a_csv_too(shop: Office) -> None:
    content = "pregunta;respuesta;tema\n¿Aceptan cheques certificados?;No.;payment\n".encode(
        "cp1252"
    )
    done = await apply(shop, None, "faqs.csv", content)
    assert (done.kind, done.created) == ("faqs", 1)
    again = await check(
        shop, "faqs.csv", "pregunta;respuesta\n¿ACEPTAN  cheques certificados?;Sí.\n".encode()
    )
    assert (again.created, again.updated) == (0, 1)


async def test_without_a_business_only_a_file_with_a_profile_can_be_imported(
    house: Office,
) -> None:
    report = await check(house, CSV, b"sku,name,category,price,stock\nN,Silla,Muebles,25,4\n")
    assert [str(one) for one in report.problems] == [
        "Set the business up first: its currency is not known yet."
    ]
    before = await everything(house)
    done = await apply(house, None, "business.json", DEMO.read_bytes())
    assert done.created == 126
    await undo(house, None, done.id)
    assert await everything(house) == before


async def test_files_over_the_limits_are_refused(
    shop: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "LARGEST_FILE", 100)
    with pytest.raises(TooLarge, match="larger than"):
        await check(shop, CSV, b"x" * 101)
    monkeypatch.setattr(importing, "MOST_ROWS", 2)
    with pytest.raises(TooLarge, match="3 rows"):
        await check(shop, CSV, b"sku,price\nA,1\nB,2\nC,3\n")


@pytest.mark.slow
async def test_five_thousand_products_take_less_than_five_seconds(shop: Office) -> None:
    rows = "\n".join(
        f"SKU-{n},Producto número {n},Categoría {n % 40},{n}.50,{n % 90},"
        f"Descripción del producto {n},uno|dos|tres,ram_gb={n % 64}|brand=M{n % 9}"
        for n in range(5_000)
    )
    content = f"sku,name,category,price,stock,description,features,attributes\n{rows}\n".encode()
    started = time.perf_counter()
    done = await apply(shop, None, CSV, content)
    took = time.perf_counter() - started
    assert done.created == 5_000
    assert took < 5
    started = time.perf_counter()
    await undo(shop, None, done.id)
    assert time.perf_counter() - started < 5
