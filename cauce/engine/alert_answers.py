"""What people do about an alert: they look at it, and it is settled."""

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.engine.house import House
from cauce.errors import Conflict, NotFound
from cauce.store.models import Alert
from cauce.store.queries.audit import note
from cauce.store.queries.live import tell


async def acknowledge(house: House, user_id: str | None, alert_id: str) -> Alert:
    """Somebody looks at it. Raises NotFound, and Conflict once it is resolved."""
    async with house.store.writing() as session:
        row = await _alert(session, alert_id)
        if row.status == "resolved":
            raise Conflict("This alert is settled already.")
        if row.status == "active":
            row.status = "acknowledged"
            row.acknowledged_by = user_id
            row.acknowledged_at = house.clock.now()
            note(session, user_id, "alert.acknowledged", row.id)
            await tell(session, "alert.changed", alert=row.id)
    return row


async def resolve(house: House, user_id: str | None, alert_id: str) -> Alert:
    """It is settled. Raises NotFound."""
    async with house.store.writing() as session:
        row = await _alert(session, alert_id)
        if row.status != "resolved":
            row.status = "resolved"
            row.resolved_at = house.clock.now()
            note(session, user_id, "alert.resolved", row.id)
            await tell(session, "alert.changed", alert=row.id)
    return row


async def _alert(session: AsyncSession, alert_id: str) -> Alert:
    row = await session.get(Alert, alert_id, with_for_update=True)
    if row is None:
        raise NotFound("There is no such alert.")
    return row
