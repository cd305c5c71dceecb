"""Hours, holidays, deliveries, ways to pay, discounts and branches: filled in by hand."""

import re
from collections import defaultdict
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import HTMLResponse, Response

from cauce.errors import BadInput, Conflict, NotFound
from cauce.knowledge import editing
from cauce.knowledge.taking_back import last_change
from cauce.store.queries import knowledge
from cauce.web.page import Look, Page, Teach
from cauce.web.pages import saving, terms_form

router = saving.forms()
_HERE = "/app/knowledge/terms"
_ROW = re.compile(r"^(\w+)\[(\d+)\]")


@router.get(_HERE)
async def shown(page: Look) -> Response:
    profile = page.business.profile if page.business is not None else {}
    opened = page.request.query_params.get("part", "hours")
    return await saving.show(page, "knowledge/terms.html", opened=opened, **_context(profile))


@router.post(_HERE + "/{section}")
async def save(page: Teach, section: str) -> Response:
    if section not in terms_form.SECTIONS:
        raise NotFound("There is no page at this address.")
    inputs = {f"hours.{day}": f"opens.{day}" for day in terms_form.DAYS}
    async with saving.saving(page, inputs) as session:
        stored = await _held(session, section, page.text(terms_form.SEEN))
        changes, numbers = _changes(page, section, stored)
        try:
            await editing.change_profile(session, page.visitor.user_id, changes)
        except BadInput as error:
            raise BadInput(error.message, _as_numbered(error.field, numbers)) from error
        noted = await last_change(session)
    if not page.partial:
        return saving.done(page, f"{_HERE}?part={section}", noted)
    async with page.reading() as session:
        business = await knowledge.business(session)
    context = _context(business.profile if business is not None else {})
    made = page.piece(
        "knowledge/_terms_card.html",
        section=section,
        opened=section,
        **saving.helpers(page),
        **context,
    )
    return HTMLResponse(bytes(made.body).decode() + saving.undo_toast(page, noted))


async def _held(session: AsyncSession, section: str, seen: str) -> dict[str, Any]:
    """The profile, which nobody else can change until this is saved.

    Raises Conflict when this part is not the one the form shows: its rows would be mixed up.
    """
    business = await knowledge.business(session, locked=True)
    profile = business.profile if business is not None else {}
    if seen != terms_form.fingerprint(profile, section):
        raise Conflict(
            "Somebody has changed this part meanwhile. Load the page again and repeat your change."
        )
    return profile


def _context(profile: dict[str, Any]) -> dict[str, Any]:
    return {
        "profile": profile,
        "sections": terms_form.SECTIONS,
        "seen": {one: terms_form.fingerprint(profile, one) for one in terms_form.SECTIONS},
        "stretches": terms_form.stretches(profile.get("hours", [])),
        "blank": defaultdict(str),
        "rows": {
            field: [defaultdict(str, row) for row in profile.get(field, [])]
            for field in terms_form.BY_FIELD
        },
        "pickup": defaultdict(str, profile.get("pickup", {})),
    }


def _changes(page: Page, section: str, stored: dict[str, Any]) -> tuple[dict[str, Any], list[int]]:
    """What the form says of this part of the profile, and the number of each of its rows."""
    if section == "hours":
        return {"hours": terms_form.hours_of(page)}, []
    table = terms_form.BY_FIELD[section]
    rows = terms_form.rows_of(page, table)
    numbers = [row.pop("at") for row in rows]
    rows = terms_form.with_what_they_had(rows, stored.get(section, []), table)
    if section == "payment_methods":
        rows = terms_form.with_codes(rows)
    changes: dict[str, Any] = {section: rows}
    if section == "shipping":
        pickup: dict[str, Any] = {"available": page.text("pickup") == "1"}
        if page.text("pickup_note"):
            pickup["note"] = page.text("pickup_note")
        changes["pickup"] = pickup
    return changes, numbers


def _as_numbered(field: str | None, numbers: list[int]) -> str | None:
    """Rows that say nothing are left out of the profile, but the form shows them."""
    found = _ROW.match(field or "")
    if field is None or found is None or int(found[2]) >= len(numbers):
        return field
    return f"{found[1]}[{numbers[int(found[2])]}]{field[found.end() :]}"
