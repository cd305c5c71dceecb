"""How free each flow is: changed by people, written down, and true from the next decision on."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.decisions import AUTONOMIES, Autonomy
from cauce.engine.house import House
from cauce.errors import BadInput, NotFound
from cauce.flows import FLOWS
from cauce.store.models import FlowSetting
from cauce.store.queries.audit import note
from cauce.store.queries.live import tell

Freedom = dict[str, tuple[Autonomy, int | None]]


async def autonomies(session: AsyncSession) -> Freedom:
    """Every flow's autonomy and the amount above which it asks (minor units, or None)."""
    found = await session.scalars(select(FlowSetting))
    freedom: Freedom = {flow.name: (flow.default_autonomy, None) for flow in FLOWS}
    for row in found:
        known = next((one for one in AUTONOMIES if one == row.autonomy), None)
        if known is not None and row.flow in freedom:
            freedom[row.flow] = (known, row.limit_minor)
    return freedom


async def set_autonomy(
    house: House, user_id: str | None, flow: str, autonomy: str, limit_minor: int | None = None
) -> None:
    """Changes it. Raises NotFound for an unknown flow, BadInput for one that cannot run so."""
    known = next((one for one in FLOWS if one.name == flow), None)
    if known is None:
        raise NotFound(f"There is no flow called {flow}.")
    if autonomy not in AUTONOMIES:
        raise BadInput(f"Choose one of: {', '.join(AUTONOMIES)}.", "autonomy")
    if not known.built:
        raise BadInput("This flow is not built yet, so it cannot be switched on.", "flow")
    if limit_minor is not None and limit_minor < 0:
        raise BadInput("The amount cannot be below zero.", "limit")
    async with house.store.writing() as session:
        row = await session.scalar(
            select(FlowSetting).where(FlowSetting.flow == flow).with_for_update()
        )
        before = None
        if row is None:
            row = FlowSetting(flow=flow, autonomy=autonomy, limit_minor=limit_minor)
            session.add(row)
        else:
            before = {"autonomy": row.autonomy, "limit_minor": row.limit_minor}
            row.autonomy, row.limit_minor = autonomy, limit_minor
        row.changed_by = user_id
        after = {"autonomy": autonomy, "limit_minor": limit_minor}
        note(session, user_id, "flow.autonomy", flow, before=before, after=after)
        await tell(session, "flow.changed", flow=flow)
