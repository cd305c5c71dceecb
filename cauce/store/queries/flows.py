"""How free each flow is, as set by people; a flow without a row has its default."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import FlowSetting, User


async def settings(session: AsyncSession) -> dict[str, tuple[FlowSetting, str | None]]:
    """The settings that were changed, by flow, with the name of who changed them."""
    found = await session.execute(
        select(FlowSetting, User.name).outerjoin(User, User.id == FlowSetting.changed_by)
    )
    return {row.flow: (row, name) for row, name in found.all()}
