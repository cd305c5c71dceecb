"""Cases: matters a person works on until they are settled."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from sqlalchemy import ColumnElement

from cauce.api.caller import SECURED, Looks
from cauce.api.listing import Cursor, Limit, Listed, shown
from cauce.api.once import OnceRoute
from cauce.api.words import Id, Shown
from cauce.errors import NotFound
from cauce.store.models import Case
from cauce.store.queries.newest import newest

ROUTER = APIRouter(
    prefix="/api/v1/cases", tags=["cases"], route_class=OnceRoute, dependencies=SECURED
)
Status = Literal["open", "in_progress", "waiting_customer", "resolved", "closed"]


class CaseShown(Shown):
    """A case, with the summary and the answer Cauce suggests to who takes it."""

    id: Annotated[str, Field(examples=["case_01k9…"])]
    contact_id: str
    conversation_id: str
    description: str
    reason: str | None
    entities: dict[str, Any]
    suggested_reply: str | None
    status: Status
    priority: Annotated[int, Field(description="1 (least) to 5.")]
    assigned_to: str | None
    opened_at: datetime
    closed_at: datetime | None
    resolution_hours: float | None
    closure_type: str | None
    closure_reason: str | None
    satisfaction: Annotated[int | None, Field(description="1 to 5, as the customer said.")]
    predicted_satisfaction: float | None
    reopened_from: str | None


@ROUTER.get("", summary="List cases, newest first")
async def listed(
    caller: Looks,
    status: Annotated[Status | None, Query()] = None,
    assigned_to: Annotated[Id | None, Query(description="Only this user's.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[CaseShown]:
    where: list[ColumnElement[bool]] = []
    if status is not None:
        where.append(Case.status == status)
    if assigned_to is not None:
        where.append(Case.assigned_to == assigned_to)
    async with caller.house.store.reading() as session:
        return shown(CaseShown, await newest(session, Case, *where, after=cursor, size=limit))


@ROUTER.get("/{case_id}", summary="One case")
async def one(caller: Looks, case_id: Id) -> CaseShown:
    async with caller.house.store.reading() as session:
        row = await session.get(Case, case_id)
    if row is None:
        raise NotFound("There is no such case.")
    return CaseShown.model_validate(row)
