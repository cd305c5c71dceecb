"""Opening an alert: one per cause, however often the cause shows itself."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.actions import RaiseAlert
from cauce.core.keys import Keys
from cauce.store.models import Alert
from cauce.store.queries.live import tell


async def open_alert(
    session: AsyncSession,
    keys: Keys,
    now: datetime,
    alert: RaiseAlert,
    conversation_id: str | None = None,
) -> str | None:
    """The id of the alert that was opened; None when one for the same cause is open already."""
    data: Mapping[str, str] = alert.data
    opened: str | None = await session.scalar(
        insert(Alert)
        .values(
            id=keys.new(Alert.prefix),
            created_at=now,
            updated_at=now,
            type=alert.type,
            severity=alert.severity,
            message=alert.message,
            cause=alert.cause,
            data=dict(data),
            conversation_id=conversation_id,
        )
        .on_conflict_do_nothing(index_elements=["cause"], index_where=text("status <> 'resolved'"))
        .returning(Alert.id)
    )
    if opened is not None:
        await tell(session, "alert.raised", alert=opened)
    return opened
