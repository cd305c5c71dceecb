"""Bringing in a file: a look at what it would do, then all of it; and taking it back."""

from starlette.responses import Response

from cauce.errors import BadInput
from cauce.knowledge import importing, undoing
from cauce.knowledge.import_report import Report
from cauce.store.queries import knowledge
from cauce.web.page import Look, Page, Teach
from cauce.web.pages import saving

router = saving.forms()


@router.get("/app/knowledge/imports")
async def listed(page: Look) -> Response:
    async with page.reading() as session:
        found = await knowledge.imports(session)
    return await saving.show(page, "knowledge/imports.html", imports=found, report=None)


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
    context = {"imports": found, "report": report, "file_name": file_name}
    made = await saving.show(page, "knowledge/imports.html", **context)
    made.status_code = status
    return made


async def _file(page: Page) -> tuple[str, bytes]:
    sent = page.file("file")
    if sent is None or not sent.filename:
        raise BadInput("Choose a file first.", "file")
    # One byte more than is allowed is enough to know that it is too large.
    return sent.filename, await sent.read(importing.LARGEST_FILE + 1)
