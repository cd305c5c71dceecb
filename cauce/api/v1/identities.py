"""Who is who: identities of one person are brought together, or taken apart, and it is undone."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field

from cauce.api.caller import SECURED, Looks, Talks
from cauce.api.listing import Listed
from cauce.api.once import OnceRoute
from cauce.api.words import Id, Shown, Told
from cauce.engine import identities
from cauce.store.queries import identities as known

ROUTER = APIRouter(
    prefix="/api/v1/contacts", tags=["contacts"], route_class=OnceRoute, dependencies=SECURED
)


class Linked(Told):
    identity_id: Annotated[Id, Field(examples=["iden_01k9…"])]


class MoveShown(Shown):
    """An identity that went from one contact to another."""

    id: Annotated[str, Field(examples=["move_01k9…"])]
    kind: Literal["linked", "unlinked", "united"]
    identity_id: str
    from_contact_id: str
    to_contact_id: str
    by: str
    undone_at: datetime | None
    created_at: datetime


@ROUTER.post("/{contact_id}/identities", status_code=201, summary="Link an identity of theirs")
async def linked(caller: Talks, contact_id: Id, told: Linked) -> MoveShown:
    """Its conversations go along. A contact who has no other identity is merged into this one."""
    move = await identities.link(caller.house, caller.actor, contact_id, told.identity_id)
    return MoveShown.model_validate(move)


@ROUTER.post(
    "/{contact_id}/identities/{identity_id}/unlink",
    status_code=201,
    summary="Make an identity somebody else's",
)
async def unlinked(caller: Talks, contact_id: Id, identity_id: Id) -> MoveShown:
    """It gets a contact of its own, with its conversations. 409 when it is their only one."""
    move = await identities.unlink(caller.house, caller.actor, contact_id, identity_id)
    return MoveShown.model_validate(move)


@ROUTER.get("/{contact_id}/identity-moves", summary="What was linked and can be undone")
async def moves(caller: Looks, contact_id: Id) -> Listed[MoveShown]:
    async with caller.house.store.reading() as session:
        found = await known.moves_of(session, contact_id)
    return Listed(items=[MoveShown.model_validate(one) for one in found])


@ROUTER.post("/{contact_id}/identity-moves/{move_id}/undo", summary="Undo a link")
async def undone(caller: Talks, contact_id: Id, move_id: Id) -> MoveShown:
    """409 when something else was done since."""
    move = await identities.undo(caller.house, caller.actor, contact_id, move_id)
    return MoveShown.model_validate(move)
