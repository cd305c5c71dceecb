"""Payloads that came in and could not be read: looked at, and run again."""

import base64
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from cauce.api.caller import SECURED, Looks, Runs
from cauce.api.listing import Cursor, Limit, Listed
from cauce.api.once import OnceRoute
from cauce.api.words import Id
from cauce.engine import rerun
from cauce.errors import NotFound
from cauce.store.models import RawMessage
from cauce.store.queries import settings

ROUTER = APIRouter(
    prefix="/api/v1/raw-messages",
    tags=["raw messages"],
    route_class=OnceRoute,
    dependencies=SECURED,
)
_LONGEST_PREVIEW = 2_000


class RawShown(BaseModel):
    """A payload as it came. `preview` is how its first bytes read as text."""

    id: Annotated[str, Field(examples=["raw_01k9…"])]
    channel: str
    sender: str | None
    received_at: datetime
    processed: bool
    error: str | None
    size: int
    preview: str

    @classmethod
    def of(cls, row: RawMessage) -> "RawShown":
        preview = row.body[:_LONGEST_PREVIEW].decode("utf-8", "replace").replace("\x00", "␀")
        return cls(
            id=row.id,
            channel=row.channel,
            sender=row.sender,
            received_at=row.received_at,
            processed=row.processed,
            error=row.processing_error,
            size=len(row.body),
            preview=preview,
        )


class RawWhole(RawShown):
    """With every byte of it, in base 64."""

    body: str


class RunAgain(BaseModel):
    """What became of it: messages that were stored now, and what still cannot be read."""

    messages: list[str]
    duplicates: int
    error: str | None


@ROUTER.get("/unreadable", summary="List what could not be read, newest first")
async def listed(caller: Looks, limit: Limit = 50, cursor: Cursor = None) -> Listed[RawShown]:
    async with caller.house.store.reading() as session:
        page = await settings.unreadable(session, after=cursor, size=limit)
    return Listed(items=[RawShown.of(row) for row in page.items], next=page.after)


@ROUTER.get("/{raw_id}", summary="One payload, whole")
async def one(caller: Runs, raw_id: Id) -> RawWhole:
    async with caller.house.store.reading() as session:
        row = await session.get(RawMessage, raw_id)
    if row is None:
        raise NotFound("There is no such payload.")
    body = base64.b64encode(row.body).decode()
    return RawWhole(**RawShown.of(row).model_dump(), body=body)


@ROUTER.post("/{raw_id}/run-again", summary="Read it again")
async def run_again(caller: Runs, raw_id: Id) -> RunAgain:
    """Messages that were stored before are not stored twice. 409 when it was read well."""
    again = await rerun.run_again(caller.house, caller.actor, raw_id)
    return RunAgain(messages=list(again.messages), duplicates=again.duplicates, error=again.error)
