"""Products: added, corrected and looked up by hand."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from starlette.responses import HTMLResponse, Response

from cauce.errors import BadInput
from cauce.knowledge import csv_amounts, editing, shelving
from cauce.knowledge.catalogue_rows import entry_of
from cauce.knowledge.taking_back import last_change
from cauce.knowledge.wording import Wording
from cauce.store.queries import knowledge
from cauce.web.page import Look, Page, Teach
from cauce.web.pages import reading, saving

router = saving.forms()
_HERE = "/app/knowledge/products"
# One to a line, however many there are.
_LINES = ("features", "uses", "synonyms", "images")


@router.get(_HERE)
async def listed(page: Look, q: str = "", category: str = "", after: str | None = None) -> Response:
    async with page.reading() as session:
        found = await knowledge.products(
            session, search=q.strip()[:100], category=category, after=after
        )
        categories = await knowledge.categories(session)
    return await saving.show(
        page,
        "knowledge/products.html",
        found=found,
        categories=categories,
        q=q,
        category=category,
        after=after,
    )


@router.get(f"{_HERE}/new")
async def blank(page: Teach) -> Response:
    return await _form(page, None)


@router.get(_HERE + "/{product_id}")
async def one(page: Look, product_id: str) -> Response:
    async with page.reading() as session:
        row = await shelving.get(session, "products", product_id)
    return await _form(page, row)


@router.post(_HERE)
async def add(page: Teach) -> Response:
    return await _save(page, None)


@router.post(_HERE + "/{product_id}/edit")
async def edit(page: Teach, product_id: str) -> Response:
    return await _save(page, product_id)


@router.post(_HERE + "/{product_id}")
async def price_and_stock(page: Teach, product_id: str) -> Response:
    """The two figures that change every day, straight from the list."""
    async with saving.saving(page) as session:
        fields: dict[str, Any] = {"price": reading.amount(page, "price")}
        if "stock" in page.form:
            fields["stock"] = reading.needed_count(page, "stock")
        row = await editing.save(
            session, page.house, page.visitor.user_id, "products", product_id, fields
        )
        noted = await last_change(session)
    if not page.partial:
        return saving.done(page, _HERE, noted)
    made = page.piece("knowledge/_product.html", product=row)
    return HTMLResponse(bytes(made.body).decode() + saving.undo_toast(page, noted))


async def _save(page: Page, product_id: str | None) -> Response:
    async with saving.saving(page) as session:
        stored: Mapping[str, Any] = {}
        if product_id is not None:
            row = await shelving.get(session, "products", product_id, locked=True)
            stored = entry_of("products", row)
        fields = _fields(page, stored)
        await editing.save(
            session, page.house, page.visitor.user_id, "products", product_id, fields
        )
        noted = await last_change(session)
    return saving.done(page, _HERE, noted)


def _fields(page: Page, stored: Mapping[str, Any]) -> dict[str, Any]:
    name, service = page.text("name"), page.text("sold_as") == "service"
    fields: dict[str, Any] = {
        "sku": page.text("sku") or stored.get("sku") or reading.code_of(name, upper=True),
        "name": name,
        "category": page.text("category"),
        "description": page.text("description") or name,
        "price": reading.amount(page, "price"),
        "stock": None if service else reading.needed_count(page, "stock"),
        "duration_minutes": reading.count(page, "duration_minutes") if service else None,
        "warranty_months": reading.count(page, "warranty_months"),
        "link": page.text("link") or None,
        "attributes": _attributes(page.text("attributes"), stored.get("attributes", {})),
        **{field: reading.lines(page, field) for field in _LINES},
    }
    least = reading.count(page, "low_stock_level")
    return fields if least is None else fields | {"low_stock_level": least}


def _attributes(text: str, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Lines like `ram_gb = 16`; a value that was not touched stays what it was, type and all."""
    found: dict[str, Any] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not name or not value:
            told = Wording("'{part}' is not an attribute: write it like ram_gb=16", part=line)
            raise BadInput(told, "attributes")
        name = reading.code_of(name).replace("-", "_")
        same = str(stored.get(name)) == value
        found[name] = stored[name] if same else csv_amounts.number_or_text(value)
    return found


async def _form(page: Page, row: shelving.Row | None) -> Response:
    async with page.reading() as session:
        categories = await knowledge.categories(session)
    entry = defaultdict(str, entry_of("products", row) if row is not None else {})
    return await saving.show(
        page, "knowledge/product.html", row=row, entry=entry, categories=categories
    )
