"""Knowledge at a glance, and who the business says it is."""

from typing import Any

from starlette.responses import Response

from cauce.errors import NotFound
from cauce.knowledge import editing
from cauce.knowledge.taking_back import last_change
from cauce.store.models import Business
from cauce.store.queries import knowledge
from cauce.web.page import Look, Page, Teach
from cauce.web.pages import reading, saving

router = saving.forms()
_HERE = "/app/knowledge"
_CONTACTS = ("phone", "whatsapp", "email", "website", "instagram", "facebook")


def _business(page: Page) -> Business:
    if page.business is None:
        raise NotFound("No business is set up yet.")
    return page.business


@router.get("/app/knowledge")
async def overview(page: Look) -> Response:
    async with page.reading() as session:
        sizes = await knowledge.sizes(session)
    profile = page.business.profile if page.business is not None else {}
    return await saving.show(
        page, "knowledge/overview.html", sizes=sizes, profile=profile, contact_fields=_CONTACTS
    )


@router.post("/app/knowledge/profile")
async def save_profile(page: Teach) -> Response:
    language = _business(page).profile.get("language", "es")
    inputs = {f"contacts.{name}": f"contact_{name}" for name in _CONTACTS} | {
        f"description.{language}": "description",
        "escalation.high_value": "high_value",
        "returns.days": "returns_days",
        "returns.conditions": "returns_conditions",
        "warranty.default_months": "warranty_default_months",
        "warranty.conditions": "warranty_conditions",
    }
    async with saving.saving(page, inputs) as session:
        await editing.change_profile(session, page.visitor.user_id, _changes(page))
        noted = await last_change(session)
    return saving.done(page, _HERE, noted)


def _changes(page: Page) -> dict[str, Any]:
    """Only what the form shows; everything else of the profile stays as it is."""
    old = _business(page).profile
    language = old.get("language", "es")
    contacts = {name: page.text(f"contact_{name}") for name in _CONTACTS}
    changes: dict[str, Any] = {
        "name": page.text("name"),
        "assistant_name": page.text("assistant_name") or None,
        "description": {**old.get("description", {}), language: page.text("description")},
        "contacts": {name: value for name, value in contacts.items() if value},
    }
    limit = page.text("high_value")
    if limit:
        amount = reading.as_amount(limit, "escalation.high_value")
    changes["escalation"] = {"high_value": amount} if limit else None
    for field, days, words in (
        ("returns", "days", "conditions"),
        ("warranty", "default_months", "conditions"),
    ):
        number, text = page.text(f"{field}_{days}"), page.text(f"{field}_{words}")
        both = (
            {days: reading.as_count(number, f"{field}.{days}"), words: text}
            if number or text
            else None
        )
        changes[field] = both
    return changes
