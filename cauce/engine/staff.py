"""People who work here: who is added, what they may do, who is on duty, and who leaves."""

from collections.abc import Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.labels import LANGUAGES
from cauce.core.permissions import ROLES
from cauce.engine import access, passwords
from cauce.engine.house import House
from cauce.errors import BadInput, Conflict, NotFound
from cauce.store.models import User
from cauce.store.queries import users as queries
from cauce.store.queries.audit import note

_LAST_OWNER = "Somebody must stay owner: make another user an owner first."


async def add(
    house: House,
    by: str,
    *,
    email: str,
    name: str,
    role: str,
    password: str,
    language: str,
    teams: Sequence[str] = (),
    languages: Sequence[str] = (),
) -> User:
    """A colleague who can log in at once with that password. `language` is that of their pages,
    `languages` those they speak with customers; without any, the same."""
    async with house.store.writing() as session:
        user = await access.make_user(
            session, email=email, name=name, role=role, password=password, language=language
        )
        user.languages = _spoken(languages) or user.languages
        await queries.set_teams(session, user.id, await _known_teams(session, teams))
        note(session, by, "user.added", user.id, after={"email": user.email, "role": role})
    return user


async def change(
    house: House,
    by: str,
    user_id: str,
    *,
    name: str,
    role: str,
    teams: Sequence[str],
    languages: Sequence[str] | None = None,
    on_duty: bool | None = None,
) -> None:
    """Another name, role or teams; languages and duty where they are given.

    Raises Conflict when no owner would be left, and BadInput for somebody who speaks nothing.
    """
    spoken = None if languages is None else _spoken(languages)
    if spoken == []:
        raise BadInput("Choose at least one language.", "languages")
    if role not in ROLES:
        raise BadInput(f"The role must be one of {', '.join(ROLES)}.", "role")
    if not name.strip():
        raise BadInput("Write a name.", "name")
    async with house.store.writing() as session:
        owners = await queries.owners(session)
        user = await _user(session, user_id)
        if role != "owner":
            _not_the_last(owners, user_id)
        before = {"name": user.name, "role": user.role}
        user.name, user.role = name.strip(), role
        user.languages = user.languages if spoken is None else spoken
        user.on_duty = user.on_duty if on_duty is None else on_duty
        await queries.set_teams(session, user_id, await _known_teams(session, teams))
        after = {"name": user.name, "role": role}
        note(session, by, "user.changed", user_id, before=before, after=after)


async def shut_out(house: House, by: str, user_id: str, *, out: bool) -> None:
    """Ends a user's access everywhere at once, or gives it back. What they did stays theirs."""
    if by == user_id and out:
        raise Conflict("You cannot shut yourself out. Ask another owner.")
    async with house.store.writing() as session:
        owners = await queries.owners(session)
        user = await _user(session, user_id)
        if out:
            _not_the_last(owners, user_id)
        user.disabled_at = house.clock.now() if out else None
        if out:
            user.on_duty = False
            await queries.end_sessions_of(session, user_id)
        note(session, by, "user.shut_out" if out else "user.let_in", user_id)


async def new_password(house: House, by: str, user_id: str, password: str) -> None:
    """An owner sets a colleague's password; their open sessions end."""
    stored = await passwords.hashed(password)
    async with house.store.writing() as session:
        user = await _user(session, user_id)
        user.password_hash = stored
        await queries.end_sessions_of(session, user_id)
        note(session, by, "user.password_set", user_id)


async def set_on_duty(house: House, user_id: str, *, on_duty: bool) -> None:
    """Whether conversations may be given to this person now."""
    async with house.store.writing() as session:
        (await _user(session, user_id)).on_duty = on_duty


async def set_own_profile(house: House, user_id: str, *, name: str, language: str) -> None:
    if not name.strip():
        raise BadInput("Write a name.", "name")
    async with house.store.writing() as session:
        user = await _user(session, user_id)
        user.name, user.language = name.strip(), language
        if language not in user.languages:
            user.languages = [*user.languages, language]


async def _user(session: AsyncSession, user_id: str) -> User:
    user = await session.get(User, user_id, with_for_update=True)
    if user is None:
        raise NotFound("This user no longer exists.")
    return user


def _not_the_last(owners: Collection[str], user_id: str) -> None:
    """One who cannot log in is no owner that anybody would miss."""
    if user_id in owners and len(owners) == 1:
        raise Conflict(_LAST_OWNER)


def _spoken(languages: Sequence[str]) -> list[str]:
    return [one for one in LANGUAGES if one in languages]


async def _known_teams(session: AsyncSession, wanted: Sequence[str]) -> list[str]:
    return [team.id for team in await queries.teams(session) if team.id in wanted]
