"""Taking products, questions and policies out of use, bringing them back, and undoing."""

from starlette.responses import Response

from cauce.errors import NotFound
from cauce.knowledge import shelving
from cauce.knowledge.taking_back import last_change, take_back
from cauce.store.models import FaqRow, PolicyRow, Product
from cauce.store.queries.catalogue import SHELVES, Shelf
from cauce.store.queries.newest import newest
from cauce.web.page import Look, Teach
from cauce.web.pages import saving

router = saving.forms()
_ROWS: dict[Shelf, type[Product | FaqRow | PolicyRow]] = {
    "products": Product,
    "faqs": FaqRow,
    "policies": PolicyRow,
}


@router.get("/app/knowledge/archive/{shelf}")
async def archived(page: Look, shelf: str, after: str | None = None) -> Response:
    of = _shelf(shelf)
    kind = _ROWS[of]
    async with page.reading() as session:
        found = await newest(session, kind, kind.archived_at.is_not(None), after=after)
    return await saving.show(page, "knowledge/archive.html", shelf=of, found=found, after=after)


@router.post("/app/knowledge/undo/{note_id}")
async def undo(page: Teach, note_id: str) -> Response:
    async with saving.saving(page) as session:
        shelf = await take_back(session, page.house, page.visitor.user_id, note_id)
    return page.go(f"/app/knowledge/{shelf or 'terms'}", "taken_back")


@router.post("/app/knowledge/{shelf}/{row_id}/remove")
async def remove(page: Teach, shelf: str, row_id: str) -> Response:
    of = _shelf(shelf)
    async with saving.saving(page) as session:
        await shelving.archive(session, page.house, page.visitor.user_id, of, row_id)
        noted = await last_change(session)
    if not page.partial:
        return saving.done(page, f"/app/knowledge/{of}", noted)
    undo = f"/app/knowledge/{of}/{row_id}/restore"
    return page.piece("_undo.html", text=page.words("done.archived"), undo=undo)


@router.post("/app/knowledge/{shelf}/{row_id}/restore")
async def restore(page: Teach, shelf: str, row_id: str) -> Response:
    of = _shelf(shelf)
    async with saving.saving(page) as session:
        await shelving.restore(session, page.house, page.visitor.user_id, of, row_id)
    return page.go(f"/app/knowledge/{of}", "restored")


def _shelf(name: str) -> Shelf:
    for shelf in SHELVES:
        if shelf == name:
            return shelf
    raise NotFound("There is no page at this address.")
