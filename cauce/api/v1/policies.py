"""What the business promises about delivery, returns, warranty, privacy and payment."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import Field

from cauce.api.caller import SECURED, Looks, Teaches
from cauce.api.listing import Cursor, Limit, Listed
from cauce.api.once import OnceRoute
from cauce.api.words import CLEAN, Id, Shown
from cauce.knowledge import shelving
from cauce.knowledge.business_catalogue import PolicyEntry
from cauce.knowledge.catalogue_rows import entry_of
from cauce.store.models import PolicyRow
from cauce.store.queries.newest import newest

ROUTER = APIRouter(
    prefix="/api/v1/policies", tags=["policies"], route_class=OnceRoute, dependencies=SECURED
)
_EXAMPLE = {
    "kind": "returns",
    "title": "Política de devoluciones",
    "text": "Se aceptan devoluciones dentro de 15 días, sin uso y con la factura.",
}
Entry = Annotated[PolicyEntry, CLEAN, Body(examples=[_EXAMPLE])]


class PolicyShown(Shown):
    """A policy in the words of the business."""

    id: Annotated[str, Field(examples=["poli_01k9…"])]
    kind: Annotated[str, Field(examples=["returns"])]
    title: str
    text: str
    translations: dict[str, dict[str, str]] = Field(default_factory=dict)
    archived_at: datetime | None = None
    updated_at: datetime

    @classmethod
    def of(cls, row: shelving.Row) -> "PolicyShown":
        own = {name: row[name] for name in ("id", "archived_at", "updated_at")}
        return cls.model_validate(entry_of("policies", row) | own)


@ROUTER.get("", summary="List policies, newest first")
async def listed(caller: Looks, limit: Limit = 50, cursor: Cursor = None) -> Listed[PolicyShown]:
    async with caller.house.store.reading() as session:
        used = PolicyRow.archived_at.is_(None)
        page = await newest(session, PolicyRow, used, after=cursor, size=limit)
    return Listed(items=[PolicyShown.of(vars(row)) for row in page.items], next=page.after)


@ROUTER.post("", status_code=201, summary="Add a policy")
async def added(caller: Teaches, entry: Entry) -> PolicyShown:
    """409 when there is one of this kind already; only `other` can be several."""
    async with caller.house.store.writing() as session:
        row = await shelving.add(session, caller.house, caller.actor, "policies", entry)
    return PolicyShown.of(row)


@ROUTER.get("/{policy_id}", summary="One policy")
async def one(caller: Looks, policy_id: Id) -> PolicyShown:
    async with caller.house.store.reading() as session:
        return PolicyShown.of(await shelving.get(session, "policies", policy_id))


@ROUTER.put("/{policy_id}", summary="Replace a policy")
async def replaced(caller: Teaches, policy_id: Id, entry: Entry) -> PolicyShown:
    async with caller.house.store.writing() as session:
        row = await shelving.replace(
            session, caller.house, caller.actor, "policies", policy_id, entry
        )
    return PolicyShown.of(row)


@ROUTER.delete("/{policy_id}", status_code=204, summary="Take a policy away")
async def removed(caller: Teaches, policy_id: Id) -> None:
    async with caller.house.store.writing() as session:
        await shelving.archive(session, caller.house, caller.actor, "policies", policy_id)
