"""Who calls: a program with its key, or a person's browser with its session and form token."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPBearer

from cauce.core.permissions import Permission
from cauce.engine import access, api_keys
from cauce.engine.access import COOKIE, Visitor
from cauce.engine.api_keys import KeyHolder
from cauce.engine.house import House
from cauce.errors import NotAllowed, NotAuthenticated

_SAFE: Final = ("GET", "HEAD", "OPTIONS")
_BEARER = HTTPBearer(
    scheme_name="key", description="A key made under Settings › Keys.", auto_error=False
)
_SESSION = APIKeyCookie(
    name=COOKIE,
    scheme_name="session",
    description="A logged-in browser; what changes something carries X-CSRF-Token too.",
    auto_error=False,
)


@dataclass(frozen=True, slots=True)
class Caller:
    """`id` names the key or the user. `acts_as` is the user that stands behind a key, if any."""

    house: House
    id: str
    acts_as: str | None
    who: Visitor | KeyHolder

    def may(self, permission: Permission) -> bool:
        return self.who.may(permission)

    @property
    def actor(self) -> str:
        """Who the log names: the user, or the key nobody stands behind."""
        return self.acts_as or self.id

    @property
    def person(self) -> str:
        """The user in whose name something is done. Raises NotAllowed where there is none."""
        if self.acts_as is None:
            raise NotAllowed(
                "Nobody stands behind this key. Make one while logged in, under Settings › Keys."
            )
        return self.acts_as


async def caller_of(request: Request) -> Caller:
    """Raises NotAuthenticated for a missing or unknown key or session."""
    known: Caller | None = getattr(request.state, "caller", None)
    if known is None:
        house: House = request.app.state.house
        known = await _by_key(house, request) or await _by_session(house, request)
        request.state.caller = known
    return known


def needs(permission: Permission) -> Callable[[Request], Coroutine[Any, Any, Caller]]:
    """A dependency: the caller, if they may."""

    async def checked(request: Request) -> Caller:
        caller = await caller_of(request)
        if not caller.may(permission):
            raise NotAllowed(
                f"This key or user may not do this: it takes the right to {permission}."
            )
        return caller

    return checked


async def _by_key(house: House, request: Request) -> Caller | None:
    scheme, _, plain = request.headers.get("authorization", "").partition(" ")
    if not plain:
        return None
    holder = await api_keys.holder_of(house, plain.strip()) if scheme.lower() == "bearer" else None
    if holder is None:
        raise NotAuthenticated("This key is unknown or was taken back.")
    return Caller(house, holder.id, holder.made_by, holder)


async def _by_session(house: House, request: Request) -> Caller:
    visitor = await access.visitor_of(house, request.cookies.get(COOKIE))
    if visitor is None:
        raise NotAuthenticated("Send a key: Authorization: Bearer cauce_…")
    if request.method not in _SAFE:
        access.check_form_token(visitor, request.headers.get("x-csrf-token"))
    return Caller(house, visitor.user_id, visitor.user_id, visitor)


_SCHEMES = (Depends(_BEARER), Depends(_SESSION))
SECURED = list(_SCHEMES)

Looks = Annotated[Caller, Depends(needs("look"))]
Talks = Annotated[Caller, Depends(needs("talk"))]
Approves = Annotated[Caller, Depends(needs("approve"))]
Teaches = Annotated[Caller, Depends(needs("teach"))]
Steers = Annotated[Caller, Depends(needs("steer"))]
Runs = Annotated[Caller, Depends(needs("run"))]
