"""Who is at the door: logging in and out, the browser's session, and the form token."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from cauce.core.people import UNNAMED_OWNER as UNNAMED_OWNER
from cauce.core.permissions import ROLES, Permission, role_may
from cauce.engine import passwords
from cauce.engine.house import House
from cauce.errors import BadInput, Conflict, NotAllowed, NotFound
from cauce.store.models import LoginSession, User
from cauce.store.queries import users as queries

COOKIE = "cauce_session"
SESSION_LASTS = timedelta(days=30)
# A session is written to at most this often, however many pages it opens.
_TOUCH_EVERY = timedelta(minutes=5)
ATTEMPTS_WINDOW = timedelta(minutes=15)
# Failures in the window before the door stays shut: one e-mail from one address, that e-mail
# from everywhere (high, so that a stranger cannot lock its owner out), one address for all.
_LIMITS = (("pair", 5), ("email", 50), ("address", 20))


def address_of(call: HTTPConnection) -> str:
    """Where a call comes from; whose word counts for that is a setting of the server."""
    return call.client.host if call.client is not None else ""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is logged in, and the session they came with."""

    session_id: str
    csrf: str
    user_id: str
    name: str
    email: str
    role: str
    language: str
    on_duty: bool

    def may(self, permission: Permission) -> bool:
        return role_may(self.role, permission)


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """`token` goes into the cookie and nowhere else."""

    token: str
    user_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    reason: Literal["wrong", "too_many"]


async def log_in(
    house: House, email: str, password: str, address: str, agent: str
) -> LoggedIn | Refused:
    """Opens a session. An unknown e-mail and a wrong password look and last the same."""
    email = tidy_email(email)
    now = house.clock.now()
    attempts = _attempts(email, address)
    async with house.store.writing() as session:
        ids = await queries.note_attempts(session, tuple(attempts))
    async with house.store.writing() as session:
        counted = await queries.count_attempts(session, tuple(attempts), now - ATTEMPTS_WINDOW)
        if any(counted[who] > limit for who, limit in attempts.items()):
            # What was refused unheard does not count, or a closed door would never open.
            await queries.forget_attempts(session, ids)
            return Refused("too_many")
        user = await queries.by_email(session, email)
    stored = user.password_hash if user is not None and user.disabled_at is None else None
    if not await passwords.matches(password, stored) or user is None:
        return Refused("wrong")
    token = house.keys.token()
    async with house.store.writing() as session:
        await queries.forget_attempts(session, ids)
        await queries.forget_attempts_of(session, _pair(email, address))
        await queries.forget_old_logins(session, now, now - ATTEMPTS_WINDOW)
        session.add(_opened(user.id, token, house.keys.token(), now, address, agent))
        user_row = await session.get_one(User, user.id)
        user_row.last_seen_at = now
    return LoggedIn(token, user.id)


async def log_out(house: House, session_id: str) -> None:
    async with house.store.writing() as session:
        await queries.end_session(session, session_id)


async def visitor_of(house: House, token: str | None) -> Visitor | None:
    """Who this cookie belongs to; None when it is unknown, over, or its user was shut out."""
    if not token:
        return None
    now = house.clock.now()
    async with house.store.reading() as session:
        found = await queries.session_and_user(session, digest(token))
    if found is None:
        return None
    opened, user = found
    if opened.expires_at <= now or user.disabled_at is not None:
        return None
    if now - opened.last_used_at > _TOUCH_EVERY:
        async with house.store.writing() as session:
            await queries.touch_session(session, opened.id, user.id, now, now + SESSION_LASTS)
    return Visitor(
        session_id=opened.id,
        csrf=opened.csrf,
        user_id=user.id,
        name=user.name,
        email=user.email,
        role=user.role,
        language=user.language,
        on_duty=user.on_duty,
    )


def check_form_token(visitor: Visitor, given: str | None) -> None:
    """Raises NotAllowed unless the form was made for this login."""
    if not hmac.compare_digest(visitor.csrf.encode(), (given or "").encode()):
        raise NotAllowed("This page is out of date. Load it again and repeat what you did.")


async def make_user(
    session: AsyncSession,
    *,
    email: str,
    name: str,
    role: str,
    password: str | None,
    language: str = "es",
) -> User:
    """A new user; without a password they cannot log in until they get one."""
    email, name = tidy_email(email), name.strip()
    if "@" not in email or len(email) > 254:
        raise BadInput("Write an e-mail address, like ana@mitienda.com.", "email")
    if not name:
        raise BadInput("Write a name.", "name")
    if role not in ROLES:
        raise BadInput(f"The role must be one of {', '.join(ROLES)}.", "role")
    if await queries.by_email(session, email) is not None:
        raise Conflict("There is already a user with this e-mail.")
    user = User(
        email=email,
        name=name,
        role=role,
        language=language,
        languages=[language],
        password_hash=await passwords.hashed(password) if password is not None else None,
    )
    session.add(user)
    await session.flush()
    return user


async def change_password(
    house: House, user_id: str, current: str, wanted: str, *, keep_session: str | None = None
) -> None:
    """Changes it and ends the user's sessions in every other browser."""
    async with house.store.reading() as session:
        user = await session.get(User, user_id)
    if user is None:
        raise NotFound("This user no longer exists.")
    if not await passwords.matches(current, user.password_hash):
        raise BadInput("The current password is not right.", "current")
    hashed = await passwords.hashed(wanted)
    async with house.store.writing() as session:
        changed = await session.get_one(User, user_id)
        changed.password_hash = hashed
        await queries.end_sessions_of(session, user_id, keep=keep_session)


def digest(token: str) -> str:
    """What is stored of a token: enough to recognise it, not enough to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def tidy_email(email: str) -> str:
    return email.strip().lower()


def _pair(email: str, address: str) -> str:
    return f"pair:{digest(f'{email} {address}')}"


def _attempts(email: str, address: str) -> dict[str, int]:
    names = {
        "pair": _pair(email, address),
        "email": f"email:{digest(email)}",
        "address": f"address:{address}",
    }
    return {names[kind]: limit for kind, limit in _LIMITS}


def _opened(
    user_id: str, token: str, csrf: str, now: datetime, address: str, agent: str
) -> LoginSession:
    return LoginSession(
        user_id=user_id,
        token_hash=digest(token),
        csrf=csrf,
        expires_at=now + SESSION_LASTS,
        last_used_at=now,
        address=address,
        agent=agent[:200],
    )
