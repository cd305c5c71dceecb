"""What came in and could not be read: kept byte by byte, shown, and tried again."""

from starlette.responses import Response

from cauce.engine.rerun import run_again
from cauce.store.queries import settings
from cauce.web.page import Look, Run
from cauce.web.route import pages

router = pages()


@router.get("/app/unreadable")
async def listed(page: Look, after: str | None = None) -> Response:
    async with page.reading() as session:
        found = await settings.unreadable(session, after=after)
    return await page.render("unreadable.html", found=found, after=after)


@router.post("/app/unreadable/{raw_id}")
async def run(page: Run, raw_id: str) -> Response:
    again = await run_again(page.house, page.visitor.user_id, raw_id)
    return page.go("/app/unreadable", "read" if again.error is None else "still_unreadable")
