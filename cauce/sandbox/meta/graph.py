"""The door of the Graph API: every version, and none; one table says who answers what."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import orjson
from fastapi import APIRouter, Request, Response

from cauce.sandbox.faults import Fault, serve_with
from cauce.sandbox.graph_error import APP_USAGE, GraphError, app_usage, usage_header
from cauce.sandbox.meta import standing
from cauce.sandbox.meta.call import Call, read_body
from cauce.sandbox.meta.comments import comment_node, own_comment, reply_to_comment
from cauce.sandbox.meta.inbox.send import send_in_inbox
from cauce.sandbox.meta.media import download, upload
from cauce.sandbox.meta.publishing import (
    changed,
    container,
    page_post,
    publish,
    publishing_limit,
)
from cauce.sandbox.meta.template_registry import create, list_templates, remove
from cauce.sandbox.meta.whatsapp.send import send_on_whatsapp
from cauce.sandbox.state import sandbox_of
from cauce.sandbox.world.accounts import INSTAGRAM_ID, NUMBER_ID, WABA_ID

ROUTER: Final = APIRouter(include_in_schema=False)
_VERSION: Final = re.compile(r"^v\d+\.\d+$")
Answer = Callable[[Call], Awaitable[Mapping[str, Any] | Response]]

# What is asked of anything, by method and edge.
EDGES: Final[Mapping[tuple[str, str], Answer]] = {
    ("GET", "phone_numbers"): standing.phone_numbers,
    ("GET", "whatsapp_business_profile"): standing.business_profile,
    ("GET", "subscribed_apps"): standing.subscriptions,
    ("POST", "subscribed_apps"): standing.subscribe,
    ("DELETE", "subscribed_apps"): standing.unsubscribe,
    ("POST", "subscriptions"): standing.set_callback,
    ("GET", "subscriptions"): standing.callbacks,
    ("GET", "permissions"): standing.permissions,
    ("GET", "accounts"): standing.pages,
    ("POST", "register"): standing.register,
    ("POST", "message_templates"): create,
    ("GET", "message_templates"): list_templates,
    ("DELETE", "message_templates"): remove,
    ("POST", "replies"): reply_to_comment,
    ("POST", "comments"): own_comment,
    ("POST", "media_publish"): publish,
    ("GET", "content_publishing_limit"): publishing_limit,
    ("POST", "feed"): page_post,
    ("POST", "photos"): page_post,
    ("POST", "videos"): page_post,
}
# Nodes that are a service of their own.
SERVICES: Final[Mapping[str, Answer]] = {
    "debug_token": standing.debug_token,
    "refresh_access_token": standing.refresh_token,
    "me": standing.me,
}


@ROUTER.api_route("/graph/{path:path}", methods=["GET", "POST", "DELETE"])
async def facebook(request: Request, path: str) -> Response:
    return await _serve(request, path, "facebook")


@ROUTER.api_route("/instagram/{path:path}", methods=["GET", "POST", "DELETE"])
async def instagram(request: Request, path: str) -> Response:
    return await _serve(request, path, "instagram")


@ROUTER.get("/lookaside/{word}")
async def lookaside(request: Request, word: str) -> Response:
    return await serve_with(
        sandbox_of(request).faults, "meta.media", request, lambda: download(request, word)
    )


def place_of(node: str, edge: str, host: str, *, is_media: bool = False) -> str:
    """Where faults wait for such a request."""
    if edge == "messages":
        if node == NUMBER_ID:
            return "meta.whatsapp.messages"
        named = node == INSTAGRAM_ID or host == "instagram"
        return "meta.instagram.messages" if named else "meta.messenger.messages"
    if edge == "media" and node == NUMBER_ID:
        return "meta.media"
    if edge == "message_templates":
        return "meta.templates"
    return "meta.media" if is_media and not edge else "meta.accounts"


async def _serve(request: Request, path: str, host: str) -> Response:
    sandbox = sandbox_of(request)
    parts = [part for part in path.split("/") if part]
    if parts and _VERSION.match(parts[0]):
        parts = parts[1:]
    node, edge = (*parts, "", "")[:2]
    is_media = sandbox.world.media.knows(node)
    place = place_of(node, edge, host, is_media=is_media)
    # Whatever happens to the answer, the request is noted.
    seen: dict[str, Any] = {"given": {}, "answer": None}

    async def answer() -> Response:
        seen["answer"] = done = await _answer(request, host, node, edge, seen)
        return done

    served = await serve_with(sandbox.faults, place, request, answer)
    note = f"fault: {request.state.fault.kind}" if request.state.fault else ""
    sandbox.journal.write(
        sandbox.clock.now(),
        "to_platform",
        place,
        f"{request.method} /{path}",
        seen["given"],
        served.status_code if served.body else None,
        _shown(served),
        note,
    )
    return served


async def _answer(
    request: Request, host: str, node: str, edge: str, seen: dict[str, Any]
) -> Response:
    sandbox = sandbox_of(request)
    try:
        given, file = await read_body(request)
        seen["given"] = {name: value for name, value in given.items() if name != "access_token"}
        call = Call(
            sandbox, request, host, request.method, node, edge, given, _bearer(request, given), file
        )
        _meet(request.state.fault, node)
        told = await _who_answers(call)(call)
    except GraphError as error:
        answer = error.response(sandbox.keys.token(8))
    else:
        answer = told if isinstance(told, Response) else _json(told)
    answer.headers.setdefault(APP_USAGE, app_usage(sandbox.wiring.app_usage))
    return answer


def _json(told: Mapping[str, Any]) -> Response:
    return Response(orjson.dumps(told), media_type="application/json")


def _who_answers(call: Call) -> Answer:
    if call.node in SERVICES and not call.edge:
        return SERVICES[call.node]
    if call.edge == "messages" and call.method == "POST":
        return send_on_whatsapp if call.node == NUMBER_ID else send_in_inbox
    if call.edge == "media" and call.method == "POST":
        return upload if call.node == NUMBER_ID else container
    if call.edge == "phone_numbers" and call.node != WABA_ID:
        raise GraphError(100, f"{call.node} has no phone numbers.", 33)
    found = EDGES.get((call.method, call.edge))
    if found is not None:
        return found
    if call.edge:
        raise GraphError(100, f"Nobody answers {call.method} on {call.edge}.")
    return {"GET": standing.node, "POST": changed, "DELETE": comment_node}[call.method]


def _meet(fault: Fault | None, node: str) -> None:
    """The faults that only the Graph API has. Raises GraphError."""
    if fault is None:
        return
    if fault.kind == "token_dead":
        raise GraphError(190, "The session has ended.", subcode=463)
    if fault.kind == "overloaded":
        raise GraphError(2, "Try again later.", status=503)
    if fault.kind == "quota":
        raise GraphError(4, headers=usage_header(node, "whatsapp", fault.retry_after or 300))
    if fault.code is not None and fault.kind in ("status", "refusal"):
        raise GraphError(fault.code, status=None if fault.status == 500 else fault.status)
    if fault.code is not None and fault.kind == "rate_limit":
        headers = {} if fault.retry_after is None else {"retry-after": f"{fault.retry_after:g}"}
        raise GraphError(fault.code, status=429, headers=headers)


def _bearer(request: Request, given: Mapping[str, Any]) -> str:
    scheme, _, word = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and word:
        return word
    token = given.get("access_token")
    return token if isinstance(token, str) else ""


def _shown(served: Response) -> Any:
    try:
        return orjson.loads(bytes(served.body))
    except (orjson.JSONDecodeError, AttributeError):
        return f"<{len(getattr(served, 'body', b''))} bytes>"
