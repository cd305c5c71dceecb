"""Talking to Meta's Graph API: one request, and what its answer means for the message."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import orjson

from cauce.channels._graph_errors import refusal
from cauce.channels._graph_usage import rest, strain
from cauce.errors import OutcomeUnknown, Unreachable

# Versions live about two years; this one is served until the middle of 2028.
DEFAULT_VERSION = "v25.0"
FACEBOOK = "https://graph.facebook.com"
INSTAGRAM = "https://graph.instagram.com"

# 25 MB over a slow line.
UPLOAD_SECONDS = 90.0

_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


@dataclass(frozen=True, slots=True)
class Answer:
    """What Meta answers, and how much of its limits it says is used up."""

    told: dict[str, Any]
    strain: float = 0.0
    rest: float = 0.0


async def send(http: httpx.AsyncClient, url: str, token: str, body: Mapping[str, Any]) -> Answer:
    """Sends `body`; what Meta answers. Raises the DeliveryError tree."""
    kind = {"content-type": "application/json"}
    answer = await _asked(http, "POST", url, token, content=orjson.dumps(body), headers=kind)
    return Answer(_told(answer), strain(answer.headers), rest(answer.headers))


async def post(
    http: httpx.AsyncClient, url: str, token: str, body: Mapping[str, Any]
) -> dict[str, Any]:
    """Sends `body`; the object Meta answers with. Raises the DeliveryError tree."""
    return (await send(http, url, token, body)).told


async def get(
    http: httpx.AsyncClient, url: str, token: str, asked: Mapping[str, str]
) -> dict[str, Any]:
    """Asks for something; what Meta answers. Raises the DeliveryError tree."""
    return _told(await _asked(http, "GET", url, token, params=dict(asked), headers={}))


async def delete(http: httpx.AsyncClient, url: str, token: str) -> None:
    """Takes something back. Raises the DeliveryError tree."""
    _told(await _asked(http, "DELETE", url, token, headers={}))


async def upload(
    http: httpx.AsyncClient,
    url: str,
    token: str,
    told: Mapping[str, str],
    file: tuple[str, bytes, str],
) -> dict[str, Any]:
    """Hands over a file: its name, bytes and type. Raises the DeliveryError tree."""
    more = {"data": dict(told), "files": {"file": file}, "timeout": UPLOAD_SECONDS}
    return _told(await _asked(http, "POST", url, token, headers={}, **more))


async def _asked(
    http: httpx.AsyncClient, verb: str, url: str, token: str, headers: dict[str, str], **more: Any
) -> httpx.Response:
    allowed = {"authorization": f"Bearer {token}", **headers}
    try:
        return await http.request(verb, url, headers=allowed, **more)
    except _NEVER_LEFT as error:
        raise Unreachable("Meta cannot be reached. It will be tried again.") from error
    except httpx.TransportError as error:
        raise OutcomeUnknown("The connection to Meta broke before it answered.") from error


def _told(answer: httpx.Response) -> dict[str, Any]:
    told = _object(answer.content)
    refused = told.get("error")
    if isinstance(refused, dict):
        raise refusal(refused, answer.headers, answer.status_code)
    if answer.is_success and told:
        return told
    if answer.is_client_error:
        raise refusal({"code": f"HTTP {answer.status_code}"}, answer.headers, answer.status_code)
    raise OutcomeUnknown(f"Meta answered {answer.status_code} with nothing that can be read.")


def _object(content: bytes) -> dict[str, Any]:
    try:
        told = orjson.loads(content)
    except orjson.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}
