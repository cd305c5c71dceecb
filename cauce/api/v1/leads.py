"""Leads: who might buy, with their score and how it moved."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from sqlalchemy import ColumnElement

from cauce.api.caller import SECURED, Looks, Talks
from cauce.api.listing import Cursor, Limit, Listed, shown
from cauce.api.once import OnceRoute
from cauce.api.words import Id, Shown, Told
from cauce.core.labels import LeadCategory
from cauce.errors import NotFound
from cauce.store.models import Lead, LeadClassification, User
from cauce.store.queries.audit import note
from cauce.store.queries.newest import newest

ROUTER = APIRouter(
    prefix="/api/v1/leads", tags=["leads"], route_class=OnceRoute, dependencies=SECURED
)
Status = Literal["new", "qualified", "nurturing", "converted", "lost"]


class LeadShown(Shown):
    """A lead. `points` add up to `score`."""

    id: Annotated[str, Field(examples=["lead_01k9…"])]
    contact_id: str
    score: Annotated[int | None, Field(examples=[91])]
    category: LeadCategory | None
    points: Annotated[dict[str, int], Field(examples=[{"urgency": 30, "authority": 25}])]
    status: Status
    source: str
    campaign: str | None
    assigned_to: str | None
    converted_at: datetime | None
    created_at: datetime
    updated_at: datetime


class ClassificationShown(Shown):
    """One change of a score, with the words that earned its points."""

    id: str
    score: int
    previous_score: int | None
    category: LeadCategory
    points: dict[str, int]
    evidence: dict[str, str]
    recommended_action: str
    model: str
    error: str | None
    message_id: str | None
    created_at: datetime


class LeadChange(Told):
    """Only what is given changes."""

    status: Status | None = None
    assigned_to: Id | None = None


@ROUTER.get("", summary="List leads, newest first")
async def listed(
    caller: Looks,
    category: Annotated[LeadCategory | None, Query()] = None,
    status: Annotated[Status | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[LeadShown]:
    where: list[ColumnElement[bool]] = []
    if category is not None:
        where.append(Lead.category == category)
    if status is not None:
        where.append(Lead.status == status)
    async with caller.house.store.reading() as session:
        return shown(LeadShown, await newest(session, Lead, *where, after=cursor, size=limit))


@ROUTER.get("/{lead_id}", summary="One lead")
async def one(caller: Looks, lead_id: Id) -> LeadShown:
    async with caller.house.store.reading() as session:
        row = await session.get(Lead, lead_id)
    if row is None:
        raise NotFound("There is no such lead.")
    return LeadShown.model_validate(row)


@ROUTER.get("/{lead_id}/classifications", summary="How its score moved, newest first")
async def history(
    caller: Looks, lead_id: Id, limit: Limit = 50, cursor: Cursor = None
) -> Listed[ClassificationShown]:
    await one(caller, lead_id)
    async with caller.house.store.reading() as session:
        mine = LeadClassification.lead_id == lead_id
        page = await newest(session, LeadClassification, mine, after=cursor, size=limit)
    return shown(ClassificationShown, page)


@ROUTER.patch("/{lead_id}", summary="Change status or owner of a lead")
async def changed(caller: Talks, lead_id: Id, told: LeadChange) -> LeadShown:
    async with caller.house.store.writing() as session:
        row = await session.get(Lead, lead_id, with_for_update=True)
        if row is None:
            raise NotFound("There is no such lead.")
        before = {"status": row.status, "assigned_to": row.assigned_to}
        if told.assigned_to is not None:
            if await session.get(User, told.assigned_to) is None:
                raise NotFound("There is no such person in the team.")
            row.assigned_to = told.assigned_to
        if told.status is not None:
            row.status = told.status
            row.converted_at = caller.house.clock.now() if told.status == "converted" else None
        after = {"status": row.status, "assigned_to": row.assigned_to}
        if before != after:
            note(session, caller.actor, "lead.changed", row.id, before=before, after=after)
    return LeadShown.model_validate(row)
