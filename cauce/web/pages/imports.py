"""Bringing in a file: a look at what it would do, then all of it; and taking it back."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from cauce.errors import BadInput
from cauce.knowledge import csv_out, importing, undoing
from cauce.knowledge.catalogue_rows import entry_of
from cauce.knowledge.csv_columns import PRODUCT_COLUMNS
from cauce.knowledge.import_report import Report
from cauce.store.queries import catalogue, knowledge
from cauce.web.page import Export, Look, Page, Teach
from cauce.web.pages import saving

router = saving.forms()
# What a catalogue begins with; all other columns are told below these.
ASKED = ("sku", "name", "category", "price", "stock", "description")


@router.get("/app/knowledge/imports")
async def listed(page: Look) -> Response:
    async with page.reading() as session:
        found = await knowledge.imports(session)
    told = {"columns": PRODUCT_COLUMNS, "asked": ASKED}
    return await saving.show(page, "knowledge/imports.html", imports=found, report=None, **told)


@router.get("/app/knowledge/imports/sample.csv")
async def sample(page: Look) -> Response:
    """A file to begin with: two rows to be written over, under the columns that are needed."""
    rows: tuple[Mapping[str, Any], ...] = (
        _example(page, "product", sku="A-001", price="25.00", stock=12),
        _example(page, "service", sku="A-002", price="35.00", stock=None),
    )
    columns = [one for name in ASKED for one in PRODUCT_COLUMNS if one.name == name]
    return _spreadsheet(csv_out.written(columns, _names(page), rows), "cauce-sample.csv")


@router.get("/app/knowledge/products.csv")
async def exported(page: Export) -> Response:
    """Every product in use, as a file that can be brought in again."""
    async with page.reading() as session:
        found = await catalogue.rows(session, "products")
    entries = sorted((entry_of("products", row) for row in found), key=lambda one: one["sku"])
    return _spreadsheet(csv_out.catalogue(_names(page), entries), "products.csv")


def _names(page: Page) -> dict[str, str]:
    """The columns as the reader calls them, which an import understands as well."""
    return {one.name: page.words(f"column.{one.name}") for one in PRODUCT_COLUMNS}


def _example(page: Page, kind: str, **fields: Any) -> dict[str, Any]:
    told = {name: page.words(f"sample.{kind}_{name}") for name in ("name", "category")}
    return {**told, "description": page.words(f"sample.{kind}_text"), **fields}


def _spreadsheet(text: str, name: str) -> Response:
    kept = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(text, media_type="text/csv; charset=utf-8", headers=kept)


@router.post("/app/knowledge/imports/check")
async def check(page: Teach) -> Response:
    """A dry run: what the file would add and change, and what is wrong in it."""
    async with saving.telling(page):
        name, content = await _file(page)
        report = await importing.check(page.house, name, content)
    if page.partial:
        told = saving.helpers(page)
        return page.piece("knowledge/_report.html", report=report, file_name=name, **told)
    return await _shown(page, report, name)


@router.post("/app/knowledge/imports")
async def apply(page: Teach) -> Response:
    skip = page.text("skip") == "1"
    async with saving.telling(page):
        name, content = await _file(page)
        report = await importing.check(page.house, name, content)
        if not report.good and not (skip and report.can_skip_bad_rows):
            return await _shown(page, report, name, 422)
        await importing.apply(page.house, page.visitor.user_id, name, content, skip_bad_rows=skip)
    return page.go("/app/knowledge/imports", "imported")


@router.post("/app/knowledge/imports/{import_id}/undo")
async def undo(page: Teach, import_id: str) -> Response:
    async with saving.telling(page):
        await undoing.undo(page.house, page.visitor.user_id, import_id)
    return page.go("/app/knowledge/imports", "undone")


async def _shown(page: Page, report: Report, file_name: str, status: int = 200) -> Response:
    async with page.reading() as session:
        found = await knowledge.imports(session)
    told = {"columns": PRODUCT_COLUMNS, "asked": ASKED}
    context = {"imports": found, "report": report, "file_name": file_name, **told}
    made = await saving.show(page, "knowledge/imports.html", **context)
    made.status_code = status
    return made


async def _file(page: Page) -> tuple[str, bytes]:
    sent = page.file("file")
    if sent is None or not sent.filename:
        raise BadInput("Choose a file first.", "file")
    # One byte more than is allowed is enough to know that it is too large.
    return sent.filename, await sent.read(importing.LARGEST_FILE + 1)
