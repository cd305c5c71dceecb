"""What becomes of templates: reviews, pauses, quality and category, told as webhooks."""

from typing import Any

from cauce.sandbox.state import Sandbox
from cauce.sandbox.world.accounts import WABA_ID
from cauce.sandbox.world.templates import VARIABLE, Status, Template


def review_later(sandbox: Sandbox, template: Template, seconds: float) -> None:
    async def review() -> None:
        if template.id in sandbox.world.templates and template.status == "PENDING":
            reason = verdict(template)
            set_status(sandbox, template, "APPROVED" if reason == "NONE" else "REJECTED", reason)

    sandbox.agenda.plan(seconds, review)


def verdict(template: Template) -> str:
    """Why it is rejected; "NONE" when it is not: a text may not begin or end with a variable."""
    body = template.body.strip()
    found = [match.span() for match in VARIABLE.finditer(body)]
    dangling = found and (found[0][0] == 0 or found[-1][1] == len(body))
    return "INVALID_FORMAT" if dangling else "NONE"


def set_status(sandbox: Sandbox, template: Template, status: Status, reason: str = "NONE") -> None:
    template.status, template.reason = status, reason
    value: dict[str, Any] = {"event": status, **_about(template), "reason": reason}
    value["message_template_category"] = template.category
    if status == "REJECTED" and reason != "NONE":
        value["rejection_info"] = {
            "reason": "A variable stands at the beginning or the end.",
            "recommendation": "Put words around it.",
        }
    _tell(sandbox, "message_template_status_update", value)


def set_quality(sandbox: Sandbox, template: Template, quality: str) -> None:
    before, template.quality = template.quality, quality
    value = {"previous_quality_score": before, "new_quality_score": quality, **_about(template)}
    _tell(sandbox, "message_template_quality_update", value)


def set_category(sandbox: Sandbox, template: Template, category: str) -> None:
    before, template.category = template.category, category
    value = {"previous_category": before, "new_category": category, **_about(template)}
    _tell(sandbox, "template_category_update", value)


def _about(template: Template) -> dict[str, Any]:
    return {
        "message_template_id": int(template.id),
        "message_template_name": template.name,
        "message_template_language": template.language,
    }


def _tell(sandbox: Sandbox, field: str, value: dict[str, Any]) -> None:
    sandbox.journal.touch()
    if WABA_ID not in sandbox.world.accounts.subscribed:
        return
    entry = {
        "id": WABA_ID,
        "time": int(sandbox.clock.now().timestamp()),
        "changes": [{"field": field, "value": value}],
    }
    payload = {"object": "whatsapp_business_account", "entry": [entry]}
    sandbox.deliveries.tell(payload, "templates")
