"""Where Meta calls: the payload is stored before the answer, and worked on after it."""

from collections.abc import Sequence
from typing import Any, Final, cast

import structlog
from fastapi import APIRouter, Request, Response
from sqlalchemy.exc import DBAPIError
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from cauce.api.problems import problem
from cauce.channels import of_object, shakes_hands, signed
from cauce.channels.payload import MAX_BYTES, as_object, read_limited
from cauce.core.events import Channel, InboundEvent, Unreadable
from cauce.engine.house import House
from cauce.engine.meta_app import meta_app, secrets
from cauce.engine.reception import Receipt, receive
from cauce.errors import BadInput, TooLarge, Unavailable

PATH = "/api/v1/webhooks/inbound"
ROUTER = APIRouter(prefix=PATH.removesuffix("/inbound"), tags=["webhooks"])
_log = structlog.get_logger()

# What a call of an unknown platform is filed under.
_NOBODYS: Final = cast(Channel, "unknown")
_LONGEST_REASON: Final = 500
_RECEIVED: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["status", "message_id", "processing_id"],
    "properties": {
        "status": {"const": "received"},
        "message_id": {
            "type": ["string", "null"],
            "description": "The first message of the payload; null when it held none",
        },
        "processing_id": {"type": "string", "description": "The stored payload"},
    },
}


def _says(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/problem+json": {}}}


@ROUTER.post(
    "/inbound",
    response_class=Response,
    summary="Receive a payload of Meta: WhatsApp, Messenger or Instagram",
    responses={
        200: {"description": "Stored", "content": {"application/json": {"schema": _RECEIVED}}},
        400: _says("The body is not a JSON object"),
        401: _says("The signature is missing or wrong, or no secret is configured"),
        413: _says("The body is larger than 3 MB"),
        503: _says("It could not be stored: deliver it again"),
    },
    openapi_extra={
        "parameters": [
            {
                "name": "X-Hub-Signature-256",
                "in": "header",
                "required": True,
                "schema": {"type": "string", "pattern": "^sha256=[0-9a-f]{64}$"},
                "description": "HMAC-SHA256 of the body's bytes with the app secret",
            }
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"type": "object"}}},
        },
    },
)
async def inbound(request: Request) -> Response:
    house: House = request.app.state.house
    try:
        body = await _authentic_body(request, house)
        if isinstance(body, Response):
            return body
        channel, events = _read(as_object(body), house)
        receipt = await _store(house, channel, body, events)
    except TooLarge as error:
        return problem(413, error.message)
    except BadInput as error:
        return problem(400, error.message)
    except Unavailable as error:
        return problem(503, error.message, headers={"Retry-After": "5"})
    except ClientDisconnect:
        return problem(400, "The call ended before its body did.")
    return _received(receipt)


async def straight(scope: Scope, receive: Receive, send: Send) -> None:
    """The same as an ASGI application: it limits the body and answers every error itself."""
    answer = await inbound(Request(scope, receive))
    await answer(scope, receive, send)


@ROUTER.get("/inbound", response_class=Response, summary="Meta's check of this address")
@ROUTER.get("/inbound/verify", response_class=Response, summary="Meta's check of this address")
async def handshake(request: Request) -> Response:
    asked = request.query_params
    house: House = request.app.state.house
    mode, word = asked.get("hub.mode"), asked.get("hub.verify_token")
    if not shakes_hands(mode, word, (await meta_app(house)).verify_token) and not shakes_hands(
        mode, word, (await meta_app(house, doubted=True)).verify_token
    ):
        return problem(
            403, "The verify token is not the one of Settings › Channels, or of the environment."
        )
    return Response(asked.get("hub.challenge", ""), media_type="text/plain")


async def _authentic_body(request: Request, house: House) -> bytes | Response:
    """The body when its sender proves to be Meta, else the refusal."""
    known = await secrets(house) or await secrets(house, doubted=True)
    if not known:
        return problem(401, "Nobody can be believed until the App secret is set in Settings.")
    signature = request.headers.get("x-hub-signature-256")
    if signature is None:
        return problem(401, "The X-Hub-Signature-256 header is missing.")
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > MAX_BYTES:
        raise TooLarge(f"The body is larger than {MAX_BYTES} bytes.")
    body = await read_limited(request.stream())
    if not signed(body, signature, known) and not signed(
        body, signature, await secrets(house, doubted=True)
    ):
        return problem(401, "The signature does not fit the body.")
    return body


def _read(payload: dict[str, Any], house: House) -> tuple[Channel, Sequence[InboundEvent]]:
    found = of_object(payload.get("object"))
    if found is None:
        return _NOBODYS, (Unreadable(f"no channel is called {str(payload.get('object'))[:80]!r}"),)
    channel, parse = found
    return channel.name, parse(payload, house.clock.now()) or ()


async def _store(
    house: House, channel: Channel, body: bytes, events: Sequence[InboundEvent]
) -> Receipt:
    """Stores it; what the database will not have as messages is kept as it came, for a person."""
    try:
        return await receive(house, channel, body, events)
    except DBAPIError as error:
        reason = f"could not be stored as messages: {error.orig}"[:_LONGEST_REASON]
        # The database quotes what people wrote in its words; its code says enough in a log.
        code = getattr(error.orig, "sqlstate", None)
        _log.error("webhook.not_stored", channel=channel, error=type(error).__name__, code=code)
        return await receive(house, channel, body, (Unreadable(reason),))


def _received(receipt: Receipt) -> Response:
    first = f'"{receipt.messages[0].message_id}"' if receipt.messages else "null"
    body = f'{{"status":"received","message_id":{first},"processing_id":"{receipt.raw_id}"}}'
    return Response(body, media_type="application/json")
