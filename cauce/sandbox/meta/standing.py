"""How the accounts stand: what "connect and check" asks before a single message is sent."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import httpx
from fastapi import Response

from cauce.sandbox.graph_error import GraphError
from cauce.sandbox.meta.call import Call
from cauce.sandbox.meta.media import media_node
from cauce.sandbox.meta.publishing import container_status, post_node
from cauce.sandbox.world.accounts import (
    APP_ID,
    BUSINESS_ID,
    FOLLOWED_ON_INSTAGRAM,
    FOLLOWED_ON_PAGE,
    INSTAGRAM_ID,
    INSTAGRAM_TOKEN,
    INSTAGRAM_TOKEN_LIVES,
    NUMBER_ID,
    PAGE_ID,
    PAGE_TOKEN,
    WABA_ID,
    Token,
)
from cauce.sandbox.world.people import Channel, Customer

ONE_DAY: Final = timedelta(days=1)
MANAGES: Final = "whatsapp_business_management"
INBOXES: Final[tuple[Channel, ...]] = ("messenger", "instagram")
FIELDS: Final[Mapping[str, frozenset[str]]] = {
    PAGE_ID: frozenset(FOLLOWED_ON_PAGE),
    INSTAGRAM_ID: frozenset({*FOLLOWED_ON_INSTAGRAM, "live_comments", "mentions"}),
}


async def node(call: Call) -> dict[str, Any] | Response:
    """Any object by its id."""
    if call.node == NUMBER_ID:
        call.token(NUMBER_ID, MANAGES, "whatsapp_business_messaging")
        return call.picked(_number(call), "verified_name", "display_phone_number", "quality_rating")
    if call.node == WABA_ID:
        call.token(WABA_ID, MANAGES)
        return call.picked(_waba(), "name", "timezone_id", "message_template_namespace")
    if call.node == PAGE_ID:
        call.token(PAGE_ID)
        return call.picked(_page(call), "name")
    if call.node == INSTAGRAM_ID:
        call.token(INSTAGRAM_ID)
        return call.picked(_instagram(call))
    if call.node == APP_ID:
        call.application()
        return call.picked({"id": APP_ID, "name": "Cauce Sandbox"}, "name")
    for channel in INBOXES:
        person = call.sandbox.world.reachable_as(channel, call.node)
        if person is not None:
            call.token()
            return call.picked(_profile(person), "name")
    return _thing(call)


def _thing(call: Call) -> dict[str, Any]:
    world = call.sandbox.world
    if call.node in world.containers:
        return container_status(call)
    if call.node in world.posts:
        return post_node(call)
    if call.node in world.comments:
        call.token()
        one = world.comments[call.node]
        whole = {"id": one.id, "text": one.text, "message": one.text, "hidden": one.hidden}
        whole |= {"is_hidden": one.hidden, "timestamp": one.at.isoformat()}
        whole |= {"media": {"id": one.post}, "parent_id": one.parent}
        return call.picked(whole, "text", "timestamp")
    if call.node in world.templates:
        call.token(WABA_ID, MANAGES)
        return world.templates[call.node].as_told()
    return media_node(call)


async def debug_token(call: Call) -> dict[str, Any]:
    """Whether a token lives, until when, and what it may do: told to the application only."""
    call.application()
    told = call.sandbox.world.accounts.tokens.get(call.needed("input_token"))
    if told is None:
        return {"data": {"is_valid": False, "scopes": [], "error": {"code": 190}}}
    valid = told.valid(call.sandbox.clock.now())
    expires = int(told.expires_at.timestamp()) if told.expires_at is not None else 0
    data: dict[str, Any] = {
        "app_id": APP_ID,
        "application": "Cauce Sandbox",
        "type": told.kind,
        "is_valid": valid,
        "expires_at": expires,
        "data_access_expires_at": 0,
        "scopes": sorted(told.scopes),
        "granular_scopes": [
            {"scope": scope, "target_ids": [_target(told, scope)]} for scope in sorted(told.scopes)
        ],
    }
    if not valid:
        data["error"] = {"code": 190, "subcode": 463, "message": "The session has ended."}
    return {"data": data}


def _target(token: Token, scope: str) -> str:
    """The account a permission is for, as far as the sandbox has several."""
    if scope.startswith("whatsapp_"):
        return WABA_ID
    return INSTAGRAM_ID if scope.startswith("instagram_") else token.targets[0]


async def refresh_token(call: Call) -> dict[str, Any]:
    """Instagram's long-lived tokens are given another sixty days: a fresh one, the former lives on
    to its own end."""
    found = call.token()
    if found.kind != "INSTAGRAM" or call.text("grant_type") != "ig_refresh_token":
        raise GraphError(100, "Only an Instagram token is refreshed here.")
    now = call.sandbox.clock.now()
    if found.expires_at is None or found.expires_at - now > INSTAGRAM_TOKEN_LIVES - ONE_DAY:
        raise GraphError(100, "The token must be a day old.")
    tokens = call.sandbox.world.accounts.tokens
    fresh = replace(found, value=f"{INSTAGRAM_TOKEN}{len(tokens)}", scopes=set(found.scopes))
    fresh.expires_at = now + INSTAGRAM_TOKEN_LIVES
    tokens[fresh.value] = fresh
    seconds = int(INSTAGRAM_TOKEN_LIVES.total_seconds())
    return {"access_token": fresh.value, "token_type": "bearer", "expires_in": seconds}


async def me(call: Call) -> dict[str, Any]:
    found = call.token()
    if found.kind == "INSTAGRAM":
        return call.picked({**_instagram(call), "user_id": INSTAGRAM_ID}, "username")
    if found.kind == "PAGE":
        return call.picked(_page(call), "name")
    return {"id": BUSINESS_ID, "name": "Cauce Sandbox"}


async def permissions(call: Call) -> dict[str, Any]:
    granted = sorted(call.token().scopes)
    return {"data": [{"permission": one, "status": "granted"} for one in granted]}


async def pages(call: Call) -> dict[str, Any]:
    call.token()
    whole = {**_page(call), "access_token": PAGE_TOKEN}
    return {"data": [call.picked(whole, "name", "access_token")]}


async def phone_numbers(call: Call) -> dict[str, Any]:
    call.token(WABA_ID, MANAGES)
    usual = ("verified_name", "display_phone_number", "quality_rating")
    return {"data": [call.picked(_number(call), *usual)]}


async def business_profile(call: Call) -> dict[str, Any]:
    call.token(NUMBER_ID, MANAGES, "whatsapp_business_messaging")
    return {"data": [{"messaging_product": "whatsapp", "about": "", "vertical": "RETAIL"}]}


async def register(call: Call) -> dict[str, Any]:
    call.token(NUMBER_ID, MANAGES)
    pin = str(call.given.get("pin", ""))
    if len(pin) != 6 or not pin.isdigit():
        raise GraphError(100, "The pin has six digits.")
    call.sandbox.world.accounts.number.status = "CONNECTED"
    return {"success": True}


def _account(call: Call) -> str:
    account = call.token().targets[0] if call.node == "me" else call.node
    if account not in (WABA_ID, PAGE_ID, INSTAGRAM_ID):
        raise GraphError(100, f"Nothing can be followed on {account}.", 33)
    call.token(account)
    return account


async def subscriptions(call: Call) -> dict[str, Any]:
    followed = call.sandbox.world.accounts.subscribed.get(_account(call))
    if followed is None:
        return {"data": []}
    if call.node == WABA_ID:
        return {"data": [{"whatsapp_business_api_data": {"id": APP_ID, "name": "Cauce Sandbox"}}]}
    return {"data": [{"id": APP_ID, "name": "Cauce Sandbox", "subscribed_fields": followed}]}


async def subscribe(call: Call) -> dict[str, Any]:
    account = _account(call)
    if account == WABA_ID:
        call.token(WABA_ID, MANAGES)
        call.sandbox.world.accounts.subscribed[account] = ["messages"]
        return {"success": True}
    given = call.given.get("subscribed_fields", "")
    listed = given if isinstance(given, list) else str(given).split(",")
    fields = [str(one).strip() for one in listed if str(one).strip()]
    strange = [one for one in fields if one not in FIELDS[account]]
    if not fields or strange:
        raise GraphError(100, f"subscribed_fields names nothing known: {strange or 'it is empty'}.")
    call.sandbox.world.accounts.subscribed[account] = fields
    return {"success": True}


async def unsubscribe(call: Call) -> dict[str, Any]:
    call.sandbox.world.accounts.subscribed.pop(_account(call), None)
    return {"success": True}


async def set_callback(call: Call) -> dict[str, Any]:
    """The application's webhook: Meta asks the address for its challenge before it believes it."""
    if call.node != APP_ID:
        raise GraphError(100, f"{call.node} is not an application.", 33)
    url, word = call.needed("callback_url"), call.needed("verify_token")
    challenge = call.sandbox.world.number_id()
    asked = {"hub.mode": "subscribe", "hub.verify_token": word, "hub.challenge": challenge}
    try:
        told = await call.sandbox.http.get(url, params=asked)
    except (httpx.TransportError, httpx.InvalidURL) as error:
        raise GraphError(2200, f"The address cannot be reached: {type(error).__name__}.") from error
    if told.status_code != 200 or told.text != challenge:
        raise GraphError(2200, f"It answered {told.status_code}, and not with the challenge.")
    call.sandbox.wiring.callback = url
    call.sandbox.wiring.verify_token = word
    return {"success": True}


async def callbacks(call: Call) -> dict[str, Any]:
    url = call.sandbox.wiring.callback
    kinds = ("whatsapp_business_account", "page", "instagram")
    return {"data": [{"object": kind, "callback_url": url, "active": True} for kind in kinds]}


def _number(call: Call) -> dict[str, Any]:
    one = call.sandbox.world.accounts.number
    return {
        "id": one.id,
        "verified_name": one.verified_name,
        "display_phone_number": one.display,
        "quality_rating": one.quality,
        "code_verification_status": "VERIFIED",
        "name_status": "APPROVED",
        "account_mode": "LIVE" if one.test_recipients is None else "SANDBOX",
        "platform_type": "CLOUD_API",
        "status": one.status,
        "throughput": {"level": "STANDARD" if one.per_second <= 80 else "HIGH"},
        "whatsapp_business_manager_messaging_limit": one.messaging_limit,
    }


def _waba() -> dict[str, Any]:
    return {
        "id": WABA_ID,
        "name": "Cauce Sandbox",
        "timezone_id": "1",
        "currency": "USD",
        "message_template_namespace": "sandbox",
        "account_review_status": "APPROVED",
        "business_verification_status": "verified",
        "owner_business_info": {"id": BUSINESS_ID, "name": "Cauce Sandbox"},
    }


def _page(call: Call) -> dict[str, Any]:
    one = call.sandbox.world.accounts.page
    return {
        "id": one.id,
        "name": one.name,
        "instagram_business_account": {"id": one.instagram_id},
        "access_token": PAGE_TOKEN,
    }


def _instagram(call: Call) -> dict[str, Any]:
    one = call.sandbox.world.accounts.instagram
    return {"id": one.id, "username": one.username, "name": one.name, "account_type": "BUSINESS"}


def _profile(person: Customer) -> dict[str, Any]:
    first, _, last = person.name.partition(" ")
    whole = {"id": person.address, "name": person.name, "first_name": first, "last_name": last}
    return whole | ({"username": person.username} if person.username else {})
