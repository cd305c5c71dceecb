"""Approvals: what Cauce would do, if a person says yes."""

from typing import Any

from starlette.responses import Response

from cauce.engine import approvals
from cauce.flows import FLOWS
from cauce.store.queries import decisions
from cauce.web.page import Approve, Look, Page
from cauce.web.route import pages

router = pages()


@router.get("/app/approvals")
async def waiting(page: Look, after: str | None = None) -> Response:
    async with page.reading() as session:
        found = await decisions.waiting(session, after=after)
        answered = await decisions.answered(session, 10)
    context: dict[str, Any] = {
        "waiting": found,
        "answered": answered,
        "flows": {f.name: f for f in FLOWS},
    }
    if page.partial:
        return page.piece("approvals/_list.html", **context)
    return await page.render("approvals/page.html", **context)


@router.post("/app/approvals/{approval_id}/approve")
async def approve(page: Approve, approval_id: str) -> Response:
    """As it is, or in the words the person changed it to."""
    text, was = page.text("text"), page.text("was")
    changed = text if text and text != was else None
    await approvals.approve(page.house, page.visitor.user_id, approval_id, changed)
    return await _after(page, "approved")


@router.post("/app/approvals/{approval_id}/reject")
async def reject(page: Approve, approval_id: str) -> Response:
    await approvals.reject(page.house, page.visitor.user_id, approval_id, page.text("note"))
    return await _after(page, "rejected")


async def _after(page: Page, done: str) -> Response:
    """Back to where the person decided: the list, or the conversation."""
    if not page.partial:
        return page.go("/app/approvals", done)
    return page.piece("approvals/_gone.html", text=page.words(f"done.{done}"))
