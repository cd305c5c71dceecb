"""People and companies: who they are, what they agreed to, and what happened with them."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from cauce.api.caller import SECURED, Looks, Runs, Talks
from cauce.api.listing import Cursor, Limit, Listed, Search, shown
from cauce.api.once import OnceRoute
from cauce.api.v1.contact_shapes import (
    ConsentShown,
    ConsentTold,
    ContactChange,
    ContactDetail,
    ContactShown,
    ContactTold,
    HappeningShown,
)
from cauce.api.words import Id
from cauce.engine import contacts as people
from cauce.errors import BadInput, NotFound
from cauce.store.queries import contacts, paging

ROUTER = APIRouter(
    prefix="/api/v1/contacts", tags=["contacts"], route_class=OnceRoute, dependencies=SECURED
)


@ROUTER.get("", summary="List contacts")
async def listed(
    caller: Looks,
    search: Search = "",
    lifecycle: Annotated[Literal["lead", "customer"] | None, Query()] = None,
    order: Annotated[
        contacts.Sorting, Query(description="Newest first, by name, or the highest score first.")
    ] = "recent",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[ContactShown]:
    if cursor is not None and order == "score":
        value = paging.decode(cursor, 2)[0]
        if not isinstance(value, int):
            raise BadInput("This cursor belongs to a list in another order.", "cursor")
    async with caller.house.store.reading() as session:
        page = await contacts.contacts(
            session,
            search=search,
            lifecycle=lifecycle or "",
            order=order,
            after=cursor,
            size=limit,
        )
    return shown(ContactShown, page)


@ROUTER.post("", status_code=201, summary="Add a contact")
async def added(caller: Talks, told: ContactTold) -> ContactShown:
    """409 when somebody has one of these e-mails or phones already."""
    row = await people.add(caller.house, caller.actor, told.model_dump())
    return ContactShown.model_validate(row)


@ROUTER.get("/{contact_id}", summary="One contact, with identities, wishes and lead")
async def one(caller: Looks, contact_id: Id) -> ContactDetail:
    async with caller.house.store.reading() as session:
        found = await contacts.profile(session, contact_id)
    if found is None:
        raise NotFound("There is no such contact.")
    return ContactDetail.of(found)


@ROUTER.patch("/{contact_id}", summary="Change a contact")
async def changed(caller: Talks, contact_id: Id, told: ContactChange) -> ContactShown:
    """Only what is given changes; null empties a field."""
    row = await people.change(
        caller.house, caller.actor, contact_id, told.model_dump(exclude_unset=True)
    )
    return ContactShown.model_validate(row)


@ROUTER.delete("/{contact_id}", status_code=204, summary="Erase a contact's personal data")
async def erased(caller: Runs, contact_id: Id) -> None:
    """Name, addresses and everything they wrote go for good; figures without a name stay."""
    await people.erase(caller.house, caller.actor, contact_id)


@ROUTER.get("/{contact_id}/timeline", summary="What happened with them, newest first")
async def timeline(caller: Looks, contact_id: Id, limit: Limit = 50) -> Listed[HappeningShown]:
    async with caller.house.store.reading() as session:
        if await contacts.profile(session, contact_id) is None:
            raise NotFound("There is no such contact.")
        found = await contacts.story(session, contact_id, limit)
    return Listed(items=[HappeningShown.model_validate(one) for one in found])


@ROUTER.get("/{contact_id}/consents", summary="Their wishes about being written to, newest first")
async def consents(caller: Looks, contact_id: Id) -> Listed[ConsentShown]:
    """Of each scope the newest counts."""
    async with caller.house.store.reading() as session:
        found = await contacts.profile(session, contact_id)
    if found is None:
        raise NotFound("There is no such contact.")
    return Listed(items=[ConsentShown.model_validate(one) for one in found.consents])


@ROUTER.post("/{contact_id}/consents", status_code=201, summary="Write a wish down")
async def agreed(caller: Talks, contact_id: Id, told: ConsentTold) -> ConsentShown:
    row = await people.note_consent(
        caller.house,
        caller.actor,
        contact_id,
        scope=told.scope,
        granted=told.granted,
        evidence=told.evidence,
        channel=told.channel,
    )
    return ConsentShown.model_validate(row)
