"""Who the business is: hours, places, payments, deliveries, promises."""

from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import Field

from cauce.api.caller import SECURED, Looks, Teaches
from cauce.api.once import OnceRoute
from cauce.api.words import CLEAN, Shown
from cauce.errors import BadInput, Misconfigured
from cauce.knowledge.business_profile import Profile
from cauce.knowledge.checking import merged_profile
from cauce.knowledge.live import NO_BUSINESS
from cauce.knowledge.loading import save_profile
from cauce.store.queries import catalogue
from cauce.store.queries.audit import note

ROUTER = APIRouter(
    prefix="/api/v1/profile", tags=["profile"], route_class=OnceRoute, dependencies=SECURED
)
_EXAMPLE = {"assistant_name": "Alba", "returns": {"days": 30, "conditions": "Con la factura."}}


class ProfileShown(Shown):
    """The profile as the business file writes it, and the version all knowledge is at."""

    version: Annotated[int, Field(description="Grows with every change.", examples=[12])]
    profile: Annotated[
        dict[str, Any],
        Field(examples=[{"name": "Electro Istmo", "currency": "USD", "country": "PA"}]),
    ]


@ROUTER.get("", summary="The profile")
async def shown(caller: Looks) -> ProfileShown:
    async with caller.house.store.reading() as session:
        version = await catalogue.version(session)
        profile = await catalogue.profile(session)
    if version is None or profile is None:
        raise Misconfigured(NO_BUSINESS)
    return ProfileShown(version=version[0], profile=profile)


@ROUTER.put("", summary="Replace the profile")
async def replaced(caller: Teaches, profile: Annotated[Profile, CLEAN]) -> ProfileShown:
    return await _saved(caller, profile)


@ROUTER.patch("", summary="Change some of the profile")
async def changed(
    caller: Teaches, told: Annotated[dict[str, Any], CLEAN, Body(examples=[_EXAMPLE])]
) -> ProfileShown:
    """Objects are merged field by field; lists are replaced whole."""
    async with caller.house.store.reading() as session:
        profile, problems = merged_profile(await catalogue.profile(session), told)
    if profile is None:
        raise BadInput(problems[0].message, problems[0].field)
    return await _saved(caller, profile)


async def _saved(caller: Teaches, profile: Profile) -> ProfileShown:
    async with caller.house.store.writing() as session:
        before = await catalogue.profile(session)
        row = await save_profile(session, profile)
        if before != row.profile:
            note(session, caller.actor, "profile.changed", row.id, before=before, after=row.profile)
    return await shown(caller)
