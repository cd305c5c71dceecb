"""How an account of ours stands at Meta: its name, what it may not do, when its token ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import httpx

from cauce.channels import _graph
from cauce.channels._fields import Fields, identifier, items, section, text
from cauce.errors import Rejected, Unauthorised

# Without these Meta takes the token and refuses the message.
NUMBER_NEEDS: Final = ("whatsapp_business_messaging", "whatsapp_business_management")
PAGE_NEEDS: Final = ("pages_messaging", "pages_manage_metadata")
INSTAGRAM_NEEDS: Final = ("instagram_business_basic", "instagram_business_manage_messages")
BY_PAGE_NEEDS: Final = ("instagram_basic", "instagram_manage_messages", "pages_manage_metadata")
# What Meta says of a number besides its name; a version without one of them refuses them all.
_OF_NUMBER: Final = {
    "quality_rating": "quality",
    "name_status": "name_status",
    "status": "status",
    "whatsapp_business_manager_messaging_limit": "limit",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """`granted` is None where Meta does not say. A token without end has no `expires_at`, nor has
    one whose end Meta keeps to itself. `belongs` is False for a number of another business account.
    """

    external_id: str
    name: str
    needed: tuple[str, ...]
    valid: bool = True
    granted: frozenset[str] | None = None
    expires_at: datetime | None = None
    waba_id: str = ""
    page_id: str = ""
    belongs: bool = True
    number: Mapping[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        granted = self.granted
        return () if granted is None else tuple(one for one in self.needed if one not in granted)


@dataclass(frozen=True, slots=True)
class Told:
    """What Meta says of a token: nothing at all where it does not let us ask."""

    valid: bool = True
    granted: frozenset[str] | None = None
    expires_at: datetime | None = None
    waba_ids: tuple[str, ...] = ()


async def of_number(
    http: httpx.AsyncClient, base: str, token: str, number_id: str, waba_id: str, app: str
) -> Standing:
    """A WhatsApp number. Raises the DeliveryError tree."""
    asked = {"fields": "display_phone_number,verified_name"}
    number = await _graph.get(http, f"{base}/{number_id}", token, asked)
    told = await introspected(http, base, token, app)
    owner = waba_id or (told.waba_ids[0] if len(told.waba_ids) == 1 else "")
    return Standing(
        external_id=number_id,
        name=_named(number, "display_phone_number", "verified_name") or number_id,
        needed=NUMBER_NEEDS,
        valid=told.valid,
        granted=told.granted,
        expires_at=told.expires_at,
        waba_id=owner,
        belongs=not owner or await _belongs(http, base, token, number_id, owner),
        number=await _details(http, f"{base}/{number_id}", token),
    )


async def of_page(http: httpx.AsyncClient, base: str, token: str, app: str) -> Standing:
    """The page whose own token this is: a person's token would find the page and may not speak."""
    page = await _graph.get(http, f"{base}/me", token, {"fields": "id,name"})
    told = await introspected(http, base, token, app)
    found = identifier(page, "id") or ""
    return Standing(
        external_id=found,
        name=text(page, "name") or found,
        needed=PAGE_NEEDS,
        valid=told.valid,
        granted=told.granted,
        expires_at=told.expires_at,
    )


async def of_instagram(http: httpx.AsyncClient, base: str, token: str) -> Standing:
    """An account that logged in with Instagram: there nobody says what a token may do."""
    asked = {"fields": "user_id,username,name"}
    account = await _graph.get(http, f"{base}/me", token, asked)
    found = identifier(account, "user_id") or identifier(account, "id") or ""
    name = _named(account, "username", "name") or found
    return Standing(external_id=found, name=name, needed=INSTAGRAM_NEEDS)


async def of_instagram_by_page(
    http: httpx.AsyncClient, base: str, token: str, app: str
) -> Standing:
    """An account that is spoken for by the Facebook page it is linked to."""
    asked = {"fields": "id,name,instagram_business_account"}
    page = await _graph.get(http, f"{base}/me", token, asked)
    found = identifier(section(page, "instagram_business_account"), "id")
    if found is None:
        raise Rejected("No Instagram account is linked to the page of this token.")
    asked = {"fields": "username,name"}
    account = await _graph.get(http, f"{base}/{found}", token, asked)
    told = await introspected(http, base, token, app)
    return Standing(
        external_id=found,
        name=_named(account, "username", "name") or found,
        needed=BY_PAGE_NEEDS,
        valid=told.valid,
        granted=told.granted,
        expires_at=told.expires_at,
        page_id=identifier(page, "id") or "",
    )


async def introspected(http: httpx.AsyncClient, base: str, token: str, app: str) -> Told:
    """Only the application may ask what a token is worth; without it nothing is known."""
    if not app:
        return Told()
    try:
        answer = await _graph.get(http, f"{base}/debug_token", app, {"input_token": token})
    except (Rejected, Unauthorised):
        return Told()
    data = section(answer, "data")
    return Told(
        valid=data.get("is_valid") is not False,
        granted=_granted(data),
        expires_at=_moment(data.get("expires_at")),
        waba_ids=_targets(data, "whatsapp_business_management"),
    )


async def renewed(
    http: httpx.AsyncClient, host: str, token: str, now: datetime
) -> tuple[str, datetime]:
    """Another sixty days for a token of Instagram that is a day old and still lives: the token to
    use from now on, and its end. The former one lives on to its own end. Raises the DeliveryError
    tree."""
    asked = {"grant_type": "ig_refresh_token", "access_token": token}
    told = await _graph.get(http, f"{host}/refresh_access_token", token, asked)
    seconds = told.get("expires_in")
    if not isinstance(seconds, int) or isinstance(seconds, bool) or seconds <= 0:
        raise Rejected("Meta did not say until when the token lives.")
    return text(told, "access_token") or token, now + timedelta(seconds=seconds)


def _named(fields: Fields, *keys: str) -> str:
    return " · ".join(dict.fromkeys(filter(None, (text(fields, key) for key in keys))))


async def _belongs(
    http: httpx.AsyncClient, base: str, token: str, number_id: str, waba_id: str
) -> bool:
    asked = {"fields": "id", "limit": "200"}
    try:
        told = await _graph.get(http, f"{base}/{waba_id}/phone_numbers", token, asked)
    except Rejected:
        return False
    return number_id in {identifier(one, "id") for one in items(told, "data")}


async def _details(http: httpx.AsyncClient, url: str, token: str) -> Mapping[str, str]:
    """How Meta values the number. Nice to know: a refusal says nothing about the number."""
    try:
        told = await _graph.get(http, url, token, {"fields": ",".join(_OF_NUMBER)})
    except Rejected:
        return {}
    return {ours: text(told, theirs) for theirs, ours in _OF_NUMBER.items() if text(told, theirs)}


def _granted(data: Fields) -> frozenset[str] | None:
    """Some answers list permissions plainly, some by what they are for; an empty list is none."""
    if not isinstance(data.get("scopes"), list) and "granular_scopes" not in data:
        return None
    plain = data.get("scopes")
    listed = {one for one in plain if isinstance(one, str)} if isinstance(plain, list) else set()
    return frozenset(listed | {text(one, "scope") for one in items(data, "granular_scopes")})


def _targets(data: Fields, scope: str) -> tuple[str, ...]:
    """The accounts a permission is for, where Meta names them."""
    found = (
        target
        for one in items(data, "granular_scopes")
        if text(one, "scope") == scope and isinstance(one.get("target_ids"), list)
        for target in one["target_ids"]
    )
    return tuple(str(one) for one in found)


def _moment(seconds: object) -> datetime | None:
    if isinstance(seconds, int) and not isinstance(seconds, bool) and seconds > 0:
        return datetime.fromtimestamp(seconds, UTC)
    return None
