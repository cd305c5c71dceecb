"""Why: every decision Cauce took by itself, what it saw, and what became of it."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement

from cauce.api.caller import SECURED, Looks
from cauce.api.listing import Cursor, Limit, Listed
from cauce.api.once import OnceRoute
from cauce.api.shapes import Why, why, whys
from cauce.api.words import Id, Word
from cauce.errors import NotFound
from cauce.store.models import ActionRow, DecisionRow
from cauce.store.queries import decisions
from cauce.store.queries.newest import newest

ROUTER = APIRouter(
    prefix="/api/v1/decisions", tags=["decisions"], route_class=OnceRoute, dependencies=SECURED
)
Verdict = Literal["go", "wait", "ask", "stop", "none"]


class ActionShown(BaseModel):
    """What was to be done, what the gate said, and what came of it."""

    id: str
    kind: Annotated[str, Field(examples=["SendMessage"])]
    payload: dict[str, Any]
    verdict: Verdict
    reason: Why | None
    status: Literal["done", "waiting", "asked", "stopped", "rejected", "failed"]
    result: dict[str, Any]
    performed_at: datetime | None

    @classmethod
    def of(cls, row: ActionRow) -> "ActionShown":
        columns = {name: getattr(row, name) for name in cls.model_fields if name != "reason"}
        return cls.model_validate(columns | {"reason": why(row.reason)})


class DecisionShown(BaseModel):
    """A decision. `saw` is what it looked at; `decided_by` a rule, an engine or a model."""

    id: Annotated[str, Field(examples=["dec_01k9…"])]
    flow: Annotated[str, Field(examples=["lead_scoring"])]
    contact_id: str | None
    conversation_id: str | None
    message_id: str | None
    because: list[Why]
    saw: dict[str, Any]
    confidence: Annotated[float, Field(description="0 to 1.")]
    decided_by: str
    verdict: Verdict
    autonomy: Literal["off", "shadow", "ask", "act"]
    milliseconds: float
    cost: Decimal
    error: str | None
    created_at: datetime

    @classmethod
    def of(cls, row: DecisionRow) -> "DecisionShown":
        columns = {name: getattr(row, name) for name in DecisionShown.model_fields}
        return cls.model_validate(columns | {"because": whys(row.because)})


class DecisionDetail(DecisionShown):
    """A decision with its actions."""

    actions: list[ActionShown] = Field(default_factory=list)


@ROUTER.get("", summary="List decisions, newest first")
async def listed(
    caller: Looks,
    flow: Annotated[Word | None, Query(description="Only this flow's.")] = None,
    conversation_id: Annotated[Id | None, Query(description="Only in this one.")] = None,
    verdict: Annotated[Verdict | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[DecisionShown]:
    where: list[ColumnElement[bool]] = []
    if flow is not None:
        where.append(DecisionRow.flow == flow)
    if conversation_id is not None:
        where.append(DecisionRow.conversation_id == conversation_id)
    if verdict is not None:
        where.append(DecisionRow.verdict == verdict)
    async with caller.house.store.reading() as session:
        page = await newest(session, DecisionRow, *where, after=cursor, size=limit)
    return Listed(items=[DecisionShown.of(row) for row in page.items], next=page.after)


@ROUTER.get("/{decision_id}", summary="One decision, with its actions")
async def one(caller: Looks, decision_id: Id) -> DecisionDetail:
    found = next(
        (each for each in await _together(caller, decision_id) if each.id == decision_id), None
    )
    if found is None:
        raise NotFound("There is no such decision.")
    return found


@ROUTER.get("/{decision_id}/turn", summary="All decisions taken together with this one")
async def turn(caller: Looks, decision_id: Id) -> Listed[DecisionDetail]:
    """In the order they were taken: the whole story of one answer."""
    return Listed(items=await _together(caller, decision_id))


async def _together(caller: Looks, decision_id: str) -> list[DecisionDetail]:
    async with caller.house.store.reading() as session:
        found = await decisions.of_turn(session, decision_id)
    if not found:
        raise NotFound("There is no such decision.")
    together = []
    for explained in found:
        decision = DecisionShown.of(explained.decision)
        actions = [ActionShown.of(action) for action in explained.actions]
        together.append(DecisionDetail(**decision.model_dump(), actions=actions))
    return together
