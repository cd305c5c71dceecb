"""What waits for a person's yes."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from cauce.api.caller import SECURED, Approves, Looks
from cauce.api.listing import Cursor, Limit, Listed, shown
from cauce.api.once import OnceRoute
from cauce.api.words import Id, Line, Shown, Text, Told
from cauce.engine import approvals
from cauce.errors import Conflict, NotFound
from cauce.store.models import Approval
from cauce.store.queries.newest import newest

ROUTER = APIRouter(
    prefix="/api/v1/approvals", tags=["approvals"], route_class=OnceRoute, dependencies=SECURED
)
Status = Literal["waiting", "approved", "rejected", "expired"]


class ApprovalShown(Shown):
    """Something Cauce wants to do. `draft` is the message it would send, if it is one; `sent`
    what went out instead, in the words and the name of `answered_by`."""

    id: Annotated[str, Field(examples=["appr_01k9…"])]
    decision_id: str
    action_id: str
    conversation_id: str | None
    contact_id: str | None
    flow: str
    draft: str
    status: Status
    edited: bool
    sent: str | None
    answered_by: str | None
    answered_at: datetime | None
    note: str | None
    created_at: datetime


class Yes(Told):
    """`text` takes the place of the draft, as the person's own word; with `anyway` also where no
    record holds what it says."""

    text: Annotated[Text | None, Field(examples=["Claro que sí, llega el martes."])] = None
    anyway: bool = False


class No(Told):
    note: Annotated[Line | None, Field(examples=["No damos ese descuento."])] = None


@ROUTER.get("", summary="List approvals, newest first")
async def listed(
    caller: Looks,
    status: Annotated[Status, Query()] = "waiting",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[ApprovalShown]:
    async with caller.house.store.reading() as session:
        these = Approval.status == status
        page = await newest(session, Approval, these, after=cursor, size=limit)
    return shown(ApprovalShown, page)


@ROUTER.get("/{approval_id}", summary="One approval")
async def one(caller: Looks, approval_id: Id) -> ApprovalShown:
    async with caller.house.store.reading() as session:
        row = await session.get(Approval, approval_id)
    if row is None:
        raise NotFound("There is no such approval.")
    return ApprovalShown.model_validate(row)


@ROUTER.post("/{approval_id}/approve", summary="Say yes")
async def approved(caller: Approves, approval_id: Id, yes: Yes | None = None) -> ApprovalShown:
    """It is judged once more as things are now; 409 when it can no longer be done, or when an
    edited text says what no record holds."""
    told = yes or Yes()
    accepted = None if told.anyway else ()
    doubts = await approvals.approve(
        caller.house, caller.person, approval_id, told.text, accepted=accepted
    )
    if doubts:
        said = "; ".join(doubts)
        raise Conflict(f"No record holds this: {said}. Send it with `anyway` if it is right.")
    return await one(caller, approval_id)


@ROUTER.post("/{approval_id}/reject", summary="Say no")
async def rejected(caller: Approves, approval_id: Id, no: No | None = None) -> ApprovalShown:
    note = no.note if no is not None else None
    await approvals.reject(caller.house, caller.person, approval_id, note)
    return await one(caller, approval_id)
