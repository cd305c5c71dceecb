"""People who work here, with their roles and teams."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field, SecretStr

from cauce.api.caller import SECURED, Runs
from cauce.api.listing import Listed
from cauce.api.once import OnceRoute
from cauce.api.words import CLEAN, Id, Line, Told
from cauce.core.labels import Language
from cauce.core.people import Role, Team
from cauce.engine import staff
from cauce.engine.house import House
from cauce.errors import NotFound
from cauce.knowledge.business_terms import Email
from cauce.store.queries import users

ROUTER = APIRouter(
    prefix="/api/v1/users", tags=["users"], route_class=OnceRoute, dependencies=SECURED
)


class UserShown(BaseModel):
    """A user. Who was shut out keeps what they did."""

    id: Annotated[str, Field(examples=["user_01k9…"])]
    name: str
    email: str
    role: Role
    teams: list[str]
    languages: list[str]
    on_duty: bool
    can_log_in: bool
    last_seen_at: datetime | None
    disabled_at: datetime | None


class UserTold(Told):
    """A colleague who can log in at once with this password."""

    name: Annotated[Line, Field(examples=["Yaritza Batista"])]
    email: Annotated[Email, CLEAN, Field(examples=["yaritza@mitienda.example"])]
    role: Role = "agent"
    password: Annotated[SecretStr, CLEAN, Field(min_length=1, max_length=1_000)]
    language: Language = "es"
    teams: Annotated[list[Team], Field(max_length=3)] = Field(default_factory=list)


class UserChange(Told):
    """Only what is given changes."""

    name: Line | None = None
    role: Role | None = None
    teams: Annotated[list[Team] | None, Field(max_length=3)] = None
    on_duty: bool | None = None


@ROUTER.get("", summary="List users by name")
async def listed(caller: Runs) -> Listed[UserShown]:
    return Listed(items=await _all(caller.house))


@ROUTER.post("", status_code=201, summary="Add a user")
async def added(caller: Runs, told: UserTold) -> UserShown:
    """409 when there is a user with this e-mail."""
    row = await staff.add(
        caller.house,
        caller.actor,
        email=told.email,
        name=told.name,
        role=told.role,
        password=told.password.get_secret_value(),
        language=told.language,
        teams=await _team_ids(caller.house, told.teams),
    )
    return await _one(caller.house, row.id)


@ROUTER.get("/{user_id}", summary="One user")
async def one(caller: Runs, user_id: Id) -> UserShown:
    return await _one(caller.house, user_id)


@ROUTER.patch("/{user_id}", summary="Change a user")
async def changed(caller: Runs, user_id: Id, told: UserChange) -> UserShown:
    """409 when no owner would be left."""
    known = await _one(caller.house, user_id)
    if told.name is not None or told.role is not None or told.teams is not None:
        await staff.change(
            caller.house,
            caller.actor,
            user_id,
            name=told.name or known.name,
            role=told.role or known.role,
            teams=await _team_ids(caller.house, known.teams if told.teams is None else told.teams),
        )
    if told.on_duty is not None:
        await staff.set_on_duty(caller.house, user_id, on_duty=told.on_duty)
    return await _one(caller.house, user_id)


@ROUTER.post("/{user_id}/shut-out", summary="End their access everywhere at once")
async def shut_out(caller: Runs, user_id: Id) -> UserShown:
    await staff.shut_out(caller.house, caller.actor, user_id, out=True)
    return await _one(caller.house, user_id)


@ROUTER.post("/{user_id}/let-in", summary="Give their access back")
async def let_in(caller: Runs, user_id: Id) -> UserShown:
    await staff.shut_out(caller.house, caller.actor, user_id, out=False)
    return await _one(caller.house, user_id)


async def _all(house: House) -> list[UserShown]:
    async with house.store.reading() as session:
        found = await users.colleagues(session)
    return [
        UserShown.model_validate(
            {name: getattr(each.user, name) for name in _COLUMNS}
            | {
                "teams": list(each.teams),
                "can_log_in": each.user.password_hash is not None and not each.user.disabled_at,
            }
        )
        for each in found
    ]


async def _one(house: House, user_id: str) -> UserShown:
    found = next((each for each in await _all(house) if each.id == user_id), None)
    if found is None:
        raise NotFound("There is no such user.")
    return found


async def _team_ids(house: House, names: list[Team] | list[str]) -> list[str]:
    async with house.store.reading() as session:
        return [team.id for team in await users.teams(session) if team.name in names]


_COLUMNS = (
    "id",
    "name",
    "email",
    "role",
    "languages",
    "on_duty",
    "last_seen_at",
    "disabled_at",
)
