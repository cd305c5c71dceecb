"""Files with products, questions or a whole business: look first, import, and take back."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, File, Form, UploadFile
from pydantic import Field

from cauce.api.caller import SECURED, Looks, Teaches
from cauce.api.listing import Cursor, Limit, Listed, shown
from cauce.api.once import OnceRoute
from cauce.api.words import Id, Shown
from cauce.core.text import clean
from cauce.errors import NotFound
from cauce.knowledge import importing, undoing
from cauce.knowledge.import_report import Report
from cauce.store.models import Import
from cauce.store.queries.newest import newest

ROUTER = APIRouter(
    prefix="/api/v1/imports", tags=["imports"], route_class=OnceRoute, dependencies=SECURED
)
_MOST_PROBLEMS = 500
AFile = Annotated[
    UploadFile,
    File(description="CSV of products or questions, or a business file (JSON); at most 10 MB."),
]


class ProblemShown(Shown):
    """`row` is the line of a CSV file; `place` where in a business file."""

    row: Annotated[int | None, Field(examples=[7])]
    place: Annotated[str | None, Field(examples=["products[3]"])]
    field: Annotated[str | None, Field(examples=["price"])]
    message: Annotated[str, Field(examples=["'x' is not an amount: write it like 1299.00"])]


class ReportShown(Shown):
    """What importing the file would do. `problems` holds the first 500."""

    kind: Literal["products", "faqs", "business"]
    rows: int
    created: int
    updated: int
    unchanged: int
    profile_changes: bool
    good: Annotated[bool, Field(description="Nothing is wrong: it can be imported.")]
    can_skip_bad_rows: Annotated[
        bool, Field(description="It can be imported without the rows that have problems.")
    ]
    bad_rows: int
    problems: list[ProblemShown]
    notes: list[str]

    @classmethod
    def of(cls, report: Report) -> "ReportShown":
        seen = cls.model_validate(report)
        return seen.model_copy(update={"problems": seen.problems[:_MOST_PROBLEMS]})


class ImportShown(Shown):
    """An import that was done."""

    id: Annotated[str, Field(examples=["imp_01k9…"])]
    file_name: str
    kind: str
    rows: int
    created: int
    updated: int
    unchanged: int
    status: Literal["done", "undone"]
    made_by: str | None
    created_at: datetime
    undone_at: datetime | None


@ROUTER.post("/check", summary="What importing a file would do")
async def checked(caller: Teaches, file: AFile) -> ReportShown:
    """A dry run: nothing is changed. What is wrong is in `problems`, row by row."""
    name, content = clean(file.filename or "file"), await file.read(importing.LARGEST_FILE + 1)
    return ReportShown.of(await importing.check(caller.house, name, content))


@ROUTER.post("", status_code=201, summary="Import a file")
async def applied(
    caller: Teaches,
    file: AFile,
    skip_bad_rows: Annotated[
        bool, Form(description="Leave rows with problems out instead of refusing the file.")
    ] = False,
) -> ImportShown:
    """All in one transaction, or nothing. 422 names the first problems; check lists them all."""
    name, content = clean(file.filename or "file"), await file.read(importing.LARGEST_FILE + 1)
    row = await importing.apply(
        caller.house, caller.acts_as, name, content, skip_bad_rows=skip_bad_rows
    )
    return ImportShown.model_validate(row)


@ROUTER.get("", summary="List imports, newest first")
async def listed(caller: Looks, limit: Limit = 50, cursor: Cursor = None) -> Listed[ImportShown]:
    async with caller.house.store.reading() as session:
        return shown(ImportShown, await newest(session, Import, after=cursor, size=limit))


@ROUTER.get("/{import_id}", summary="One import")
async def one(caller: Looks, import_id: Id) -> ImportShown:
    async with caller.house.store.reading() as session:
        row = await session.get(Import, import_id)
    if row is None:
        raise NotFound("There is no such import.")
    return ImportShown.model_validate(row)


@ROUTER.post("/{import_id}/undo", summary="Take an import back")
async def undone(caller: Teaches, import_id: Id) -> ImportShown:
    """Restores what was there before. 409, naming them, when rows have changed since."""
    return ImportShown.model_validate(await undoing.undo(caller.house, caller.actor, import_id))
