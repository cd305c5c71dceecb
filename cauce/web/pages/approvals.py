"""Approvals: what Cauce would do, if a person says yes."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from cauce.engine import approvals
from cauce.flows import FLOWS
from cauce.store.queries import decisions
from cauce.web.page import Approve, Look, Page
from cauce.web.route import pages

router = pages()


@dataclass(frozen=True, slots=True)
class Warned:
    """What somebody wrote in place of a draft, and what of it no record holds."""

    approval_id: str
    text: str
    doubts: tuple[str, ...]


@router.get("/app/approvals")
async def waiting(page: Look, after: str | None = None) -> Response:
    context = await _waiting(page, after)
    if page.partial:
        return page.piece("approvals/_list.html", **context)
    return await page.render("approvals/page.html", **context)


@router.post("/app/approvals/{approval_id}/approve")
async def approve(page: Approve, approval_id: str) -> Response:
    """As it is, or in the words the person changed it to, once they know what is in no record."""
    text, was = page.text("text"), page.text("was")
    changed = text if text and text != was else None
    doubts = await approvals.approve(
        page.house,
        page.visitor.user_id,
        approval_id,
        changed,
        accepted=page.text("anyway").split("\n"),
    )
    if not doubts:
        return await _after(page, "approved" if changed is None else "sent_yours")
    warned = Warned(approval_id, text, doubts)
    if page.partial:
        answer = page.piece("approvals/_doubts.html", id=approval_id, warned=warned)
        answer.headers["HX-Reswap"] = "none"
        return answer
    return await page.render("approvals/page.html", 409, **(await _waiting(page, None, warned)))


@router.post("/app/approvals/{approval_id}/reject")
async def reject(page: Approve, approval_id: str) -> Response:
    await approvals.reject(page.house, page.visitor.user_id, approval_id, page.text("note"))
    return await _after(page, "rejected")


async def _after(page: Page, done: str) -> Response:
    """Back to where the person decided: the list, or the conversation."""
    if not page.partial:
        return page.go("/app/approvals", done)
    return page.piece("approvals/_gone.html", text=page.words(f"done.{done}"))


async def _waiting(page: Page, after: str | None, warned: Warned | None = None) -> dict[str, Any]:
    async with page.reading() as session:
        found = await decisions.waiting(session, after=after)
        answered = await decisions.answered(session, 10)
    flows = {flow.name: flow for flow in FLOWS}
    return {"waiting": found, "answered": answered, "flows": flows, "warned": warned}
