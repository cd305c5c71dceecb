"""Contacts: the list, its export, and one person's profile."""

import csv
import io
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import Response, StreamingResponse

from cauce.engine import people
from cauce.errors import NotFound
from cauce.store.models import Contact
from cauce.store.queries import contacts, identities, inbox
from cauce.web.page import Export, Look, Page, Talk
from cauce.web.route import pages

router = pages()
COLUMNS = (
    "id",
    "name",
    "company",
    "emails",
    "phones",
    "city",
    "language",
    "lifecycle",
    "segment",
    "lead_score",
    "created_at",
)
_LIFECYCLES = ("lead", "customer")


@router.get("/app/contacts")
async def listed(
    page: Look, q: str = "", kind: str = "", sort: str = "", after: str | None = None
) -> Response:
    order: contacts.Sorting = next((one for one in contacts.ORDERS if one == sort), "recent")
    kind = kind if kind in _LIFECYCLES else ""
    async with page.reading() as session:
        found = await contacts.contacts(
            session, search=q.strip()[:100], lifecycle=kind, order=order, after=after
        )
        counts = await contacts.how_many(session)
    return await page.render(
        "contacts/list.html", found=found, counts=counts, q=q, kind=kind, sort=order, after=after
    )


@router.get("/app/contacts.csv")
async def export(page: Export, q: str = "", kind: str = "") -> Response:
    """What the list shows, as a file that spreadsheets open."""
    kind = kind if kind in _LIFECYCLES else ""
    return StreamingResponse(
        _csv(page, q.strip()[:100], kind),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="contacts.csv"'},
    )


async def _csv(page: Page, search: str, lifecycle: str) -> AsyncIterator[str]:
    # A byte order mark, or spreadsheets take the accents for something else.
    yield "\ufeff" + _row(COLUMNS)
    async with page.reading() as session:
        async for contact in contacts.every_contact(session, search, lifecycle):
            yield _row([_cell(contact, column) for column in COLUMNS])


def _cell(contact: Contact, column: str) -> str:
    value = getattr(contact, column)
    if value is None:
        return ""
    text = " ".join(value) if isinstance(value, list) else str(value)
    # A cell that begins like a formula would be run by the spreadsheet.
    is_phone = column == "phones"
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not is_phone else text


def _row(cells: list[str] | tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


@router.get("/app/contacts/{contact_id}")
async def profile(page: Look, contact_id: str) -> Response:
    async with page.reading() as session:
        found = await contacts.profile(session, contact_id)
        if found is None:
            raise NotFound("This contact no longer exists.")
        intent, mood = await contacts.last_reading(session, contact_id)
        context: dict[str, Any] = {
            "profile": found,
            "contact": found.contact,
            "scores": await contacts.score_history(session, contact_id),
            "orders": await contacts.orders(session, contact_id),
            "cases": await contacts.cases(session, contact_id),
            "story": await contacts.story(session, contact_id),
            "threads": await inbox.threads_of(session, contact_id),
            "names": await identities.names_of(session, contact_id),
            "moves": await identities.moves_of(session, contact_id),
            "candidates": await identities.candidates(session, found.contact),
            "intent": intent,
            "mood": mood,
        }
    return await page.render("contacts/profile.html", **context)


@router.post("/app/contacts/{contact_id}")
async def save(page: Talk, contact_id: str) -> Response:
    fields = {name: page.text(name) for name in people.FIELDS if name in page.form}
    await people.edit(page.house, page.visitor.user_id, contact_id, fields)
    return page.go(f"/app/contacts/{contact_id}", "saved")
