"""Keys of programs: made, listed without their secret, taken back."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from cauce.api.caller import SECURED, Runs
from cauce.api.listing import Listed
from cauce.api.once import OnceRoute
from cauce.api.words import Id, Line, Shown, Told
from cauce.core.permissions import Scope
from cauce.engine import api_keys
from cauce.store.models import ApiKey
from cauce.store.queries import users

ROUTER = APIRouter(
    prefix="/api/v1/api-keys", tags=["keys"], route_class=OnceRoute, dependencies=SECURED
)


class KeyShown(Shown):
    """A key; `hint` is how it ends."""

    id: Annotated[str, Field(examples=["key_01k9…"])]
    name: str
    hint: str
    scopes: list[Scope]
    made_by: str | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    created_at: datetime


class KeyMade(KeyShown):
    """`key` is shown this once; an answer that is repeated comes without it."""

    key: Annotated[str | None, Field(examples=["cauce_3f9a…"])]


class KeyTold(Told):
    """`read` looks; `write` works with customers and knowledge; `admin` may do everything."""

    name: Annotated[Line, Field(max_length=100, examples=["Tienda en línea"])]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=3, examples=[["read"]])]


@ROUTER.get("", summary="List keys, newest first")
async def listed(caller: Runs) -> Listed[KeyShown]:
    async with caller.house.store.reading() as session:
        found = await users.api_keys(session)
    return Listed(items=[KeyShown.model_validate(row) for row in found])


@ROUTER.post("", status_code=201, summary="Make a key")
async def made(caller: Runs, told: KeyTold) -> KeyMade:
    key = await api_keys.make_key(caller.house, caller.acts_as, told.name, tuple(told.scopes))
    async with caller.house.store.reading() as session:
        row = await session.get_one(ApiKey, key.id)
    return KeyMade(**KeyShown.model_validate(row).model_dump(), key=key.plain)


@ROUTER.delete("/{key_id}", status_code=204, summary="Take a key back at once")
async def revoked(caller: Runs, key_id: Id) -> None:
    await api_keys.revoke_key(caller.house, caller.actor, key_id)
