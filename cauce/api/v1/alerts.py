"""What the team should know: one open alert for each cause."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from sqlalchemy import ColumnElement

from cauce.api.caller import SECURED, Looks, Talks
from cauce.api.listing import Cursor, Limit, Listed, shown
from cauce.api.once import OnceRoute
from cauce.api.words import Id, Shown, Word
from cauce.core.actions import Severity
from cauce.engine import alert_answers
from cauce.errors import NotFound
from cauce.store.models import Alert
from cauce.store.queries.newest import newest

ROUTER = APIRouter(
    prefix="/api/v1/alerts", tags=["alerts"], route_class=OnceRoute, dependencies=SECURED
)
Status = Literal["active", "acknowledged", "resolved"]


class AlertShown(Shown):
    """An alert. A cause has no second one until this is resolved."""

    id: Annotated[str, Field(examples=["alrt_01k9…"])]
    type: Annotated[str, Field(examples=["angry_customer"])]
    severity: Severity
    message: str
    data: dict[str, Any]
    status: Status
    conversation_id: str | None
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    resolved_at: datetime | None
    created_at: datetime


@ROUTER.get("", summary="List alerts, newest first")
async def listed(
    caller: Looks,
    status: Annotated[Status | None, Query()] = None,
    severity: Annotated[Severity | None, Query()] = None,
    type: Annotated[Word | None, Query(description="Only this type.")] = None,  # noqa: A002
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[AlertShown]:
    where: list[ColumnElement[bool]] = []
    if status is not None:
        where.append(Alert.status == status)
    if severity is not None:
        where.append(Alert.severity == severity)
    if type is not None:
        where.append(Alert.type == type)
    async with caller.house.store.reading() as session:
        return shown(AlertShown, await newest(session, Alert, *where, after=cursor, size=limit))


@ROUTER.get("/{alert_id}", summary="One alert")
async def one(caller: Looks, alert_id: Id) -> AlertShown:
    async with caller.house.store.reading() as session:
        row = await session.get(Alert, alert_id)
    if row is None:
        raise NotFound("There is no such alert.")
    return AlertShown.model_validate(row)


@ROUTER.post("/{alert_id}/acknowledge", summary="Somebody is looking at it")
async def acknowledged(caller: Talks, alert_id: Id) -> AlertShown:
    """Doing it twice changes nothing; 409 once it is resolved."""
    row = await alert_answers.acknowledge(caller.house, caller.acts_as, alert_id)
    return AlertShown.model_validate(row)


@ROUTER.post("/{alert_id}/resolve", summary="It is settled")
async def resolved(caller: Talks, alert_id: Id) -> AlertShown:
    """Doing it twice changes nothing; the same cause may raise another alert from now on."""
    row = await alert_answers.resolve(caller.house, caller.actor, alert_id)
    return AlertShown.model_validate(row)
