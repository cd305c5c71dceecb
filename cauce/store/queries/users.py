"""People who work here, their browsers' sessions, failed logins, and programs' keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import (
    ApiKey,
    LoginAttempt,
    LoginSession,
    TeamMember,
    TeamRow,
    User,
)


@dataclass(frozen=True, slots=True)
class Colleague:
    """A user with the names of their teams."""

    user: User
    teams: tuple[str, ...]


async def by_email(session: AsyncSession, email: str) -> User | None:
    return await session.scalar(select(User).where(User.email == email))


async def session_and_user(
    session: AsyncSession, token_hash: str
) -> tuple[LoginSession, User] | None:
    found = await session.execute(
        select(LoginSession, User)
        .join(User, User.id == LoginSession.user_id)
        .where(LoginSession.token_hash == token_hash)
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1])


async def touch_session(
    session: AsyncSession, session_id: str, user_id: str, now: datetime, expires_at: datetime
) -> None:
    """Notes that it is alive, for the session and for its user."""
    await session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id)
        .values(last_used_at=now, expires_at=expires_at, updated_at=now)
    )
    await session.execute(update(User).where(User.id == user_id).values(last_seen_at=now))


async def end_session(session: AsyncSession, session_id: str) -> None:
    await session.execute(delete(LoginSession).where(LoginSession.id == session_id))


async def end_sessions_of(session: AsyncSession, user_id: str, *, keep: str | None = None) -> None:
    """Logs a user out everywhere, but for the session to `keep`."""
    ended = delete(LoginSession).where(LoginSession.user_id == user_id)
    if keep is not None:
        ended = ended.where(LoginSession.id != keep)
    await session.execute(ended)


async def note_attempts(session: AsyncSession, who: Sequence[str]) -> list[str]:
    """Writes a try down under each name; the ids of what was written."""
    rows = [LoginAttempt(who=name) for name in who]
    session.add_all(rows)
    await session.flush()
    return [row.id for row in rows]


async def count_attempts(
    session: AsyncSession, who: Sequence[str], since: datetime
) -> dict[str, int]:
    counted = await session.execute(
        select(LoginAttempt.who, func.count())
        .where(LoginAttempt.who.in_(who), LoginAttempt.created_at > since)
        .group_by(LoginAttempt.who)
    )
    found = dict(counted.all())
    return {name: found.get(name, 0) for name in who}


async def forget_attempts(session: AsyncSession, ids: Sequence[str]) -> None:
    await session.execute(delete(LoginAttempt).where(LoginAttempt.id.in_(ids)))


async def forget_attempts_of(session: AsyncSession, who: str) -> None:
    await session.execute(delete(LoginAttempt).where(LoginAttempt.who == who))


async def forget_old_logins(
    session: AsyncSession, now: datetime, attempts_before: datetime
) -> None:
    """Sweeps out sessions that are over and tries that no longer count."""
    await session.execute(delete(LoginSession).where(LoginSession.expires_at <= now))
    await session.execute(delete(LoginAttempt).where(LoginAttempt.created_at <= attempts_before))


async def colleagues(session: AsyncSession) -> list[Colleague]:
    """Everybody, with their teams, by name; those shut out come last."""
    found = await session.execute(
        select(User, func.array_agg(TeamRow.name).filter(TeamRow.name.is_not(None)))
        .outerjoin(TeamMember, TeamMember.user_id == User.id)
        .outerjoin(TeamRow, TeamRow.id == TeamMember.team_id)
        .group_by(User.id)
        .order_by(User.disabled_at.is_not(None), func.lower(User.name), User.id)
    )
    return [Colleague(user, tuple(sorted(teams or ()))) for user, teams in found.all()]


async def who_can_talk(session: AsyncSession) -> list[User]:
    """Those a conversation can be given to, by name: who cannot log in would never see it."""
    found = await session.scalars(
        select(User)
        .where(User.disabled_at.is_(None), User.role != "viewer", User.password_hash.is_not(None))
        .order_by(func.lower(User.name), User.id)
    )
    return list(found)


async def owners(session: AsyncSession) -> frozenset[str]:
    """The owners who can still log in. They are held until the commit, in one order, so two
    owners who put each other out at the same moment do so one after the other."""
    found = await session.scalars(
        select(User.id)
        .where(User.role == "owner", User.disabled_at.is_(None), User.password_hash.is_not(None))
        .order_by(User.id)
        .with_for_update()
    )
    return frozenset(found)


async def teams(session: AsyncSession) -> list[TeamRow]:
    return list(await session.scalars(select(TeamRow).order_by(TeamRow.name)))


async def set_teams(session: AsyncSession, user_id: str, team_ids: Sequence[str]) -> None:
    await session.execute(delete(TeamMember).where(TeamMember.user_id == user_id))
    session.add_all([TeamMember(team_id=team_id, user_id=user_id) for team_id in team_ids])


async def api_keys(session: AsyncSession) -> list[ApiKey]:
    """Newest first; those taken back last."""
    found = await session.scalars(
        select(ApiKey).order_by(ApiKey.revoked_at.is_not(None), ApiKey.id.desc())
    )
    return list(found)


async def key_by_hash(session: AsyncSession, key_hash: str) -> ApiKey | None:
    return await session.scalar(select(ApiKey).where(ApiKey.key_hash == key_hash))


async def touch_key(session: AsyncSession, key_id: str, now: datetime) -> None:
    await session.execute(
        update(ApiKey)
        .where(ApiKey.id == key_id, or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at < now))
        .values(last_used_at=now)
    )
