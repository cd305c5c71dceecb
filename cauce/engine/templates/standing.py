"""What people are told when a template can no longer be sent, costs more, or displeases."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.actions import RaiseAlert, Severity
from cauce.core.templates import MARKETING, SENDABLE
from cauce.engine import accounts
from cauce.engine.house import House
from cauce.knowledge.wording import Wording
from cauce.store.models import MessageTemplate

PAUSED: Final = (
    "Meta paused this template, because people complained about it. It is offered no more until "
    "Meta lifts the pause. Write less often with it, or word it better."
)
DISABLED: Final = (
    "Meta disabled this template after several pauses. It cannot be sent any more: have another "
    "one approved."
)
REJECTED: Final = "Meta rejected this template. Read there what it says, and change it."
GONE: Final = "Meta does not have this template any more. It is offered no more."
COSTS: Final = (
    "Meta files this template as marketing now: it costs more, and only leaves to who said yes "
    "to offers."
)
WILL_COST: Final = "Meta will soon file this template as marketing: it will cost more."
DISLIKED: Final = (
    "People block or report this template. Meta will pause it if that goes on: send it less often."
)
_WHY: Final[Mapping[str, str]] = {"PAUSED": PAUSED, "DISABLED": DISABLED, "REJECTED": REJECTED}
# The platform's codes for a template that may not be sent, as statuses.
BY_CODE: Final[Mapping[str, str]] = {
    "132001": "DELETED",
    "132007": "REJECTED",
    "132015": "PAUSED",
    "132016": "DISABLED",
}


async def tell_changes(
    session: AsyncSession,
    house: House,
    row: MessageTemplate,
    before: Mapping[str, str],
    *,
    coming: str | None = None,
) -> None:
    """Raises or settles the alerts of a template that stood as `before` says."""
    if row.id is None:
        return
    if row.status != before["status"]:
        await _status(session, house, row, before["status"])
    if row.category == MARKETING and before["category"] != MARKETING:
        await _alert(session, house, row, "template_category", COSTS, "medium")
    if coming == MARKETING and row.category != MARKETING:
        await _alert(session, house, row, "template_category", WILL_COST, "low")
    if row.quality == "RED" and before["quality"] != "RED":
        await _alert(session, house, row, "template_quality", DISLIKED, "medium")
    elif row.quality != "RED" and before["quality"] == "RED":
        await accounts.settle(session, house.clock.now(), _cause(row, "template_quality"))


async def _status(session: AsyncSession, house: House, row: MessageTemplate, before: str) -> None:
    if row.status in SENDABLE:
        await accounts.settle(session, house.clock.now(), _cause(row, "template_off"))
    elif before in SENDABLE or row.status in _WHY:
        why = _WHY.get(row.status, GONE)
        await _alert(session, house, row, "template_off", why, "high")


async def _alert(
    session: AsyncSession,
    house: House,
    row: MessageTemplate,
    kind: str,
    why: str,
    severity: Severity,
) -> None:
    said = Wording(why)
    alert = RaiseAlert(
        type=kind,
        severity=severity,
        message=f"{row.name} ({row.language}): {said}",
        cause=_cause(row, kind),
        data={"account": f"{row.name} ({row.language})", "sentence": why, "template_id": row.id},
    )
    await accounts.raise_or_change(session, house, house.clock.now(), alert)


async def stop_offering(
    session: AsyncSession, house: House, template_id: str, code: str | None
) -> None:
    """The platform refused a message, as its template may not be sent."""
    row = await session.get(MessageTemplate, template_id, with_for_update=True)
    if row is None:
        return
    before = {"status": row.status, "quality": row.quality, "category": row.category}
    row.status = BY_CODE.get(code or "", "DELETED")
    row.told_at = {**(row.told_at or {}), "status": house.clock.now().isoformat()}
    await tell_changes(session, house, row, before)


def _cause(row: MessageTemplate, kind: str) -> str:
    return f"{kind}:{row.id}"
