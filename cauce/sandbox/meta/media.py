"""Media over the Graph API: uploaded, looked up by id, fetched from a short-lived address."""

from typing import Any, Final

from fastapi import Request, Response

from cauce.sandbox.graph_error import GraphError
from cauce.sandbox.meta.call import Call
from cauce.sandbox.state import sandbox_of
from cauce.sandbox.world.accounts import NUMBER_ID
from cauce.sandbox.world.media import check_upload

MESSAGING: Final = "whatsapp_business_messaging"


async def upload(call: Call) -> dict[str, Any]:
    call.token(NUMBER_ID, MESSAGING)
    if call.given.get("messaging_product") != "whatsapp":
        raise GraphError(100, "The parameter messaging_product must be whatsapp.")
    if call.file is None:
        raise GraphError(100, "The parameter file is required.")
    content = await call.file.read()
    kind = call.text("type") or call.file.content_type or ""
    check_upload(content, kind)
    sandbox = call.sandbox
    kept = sandbox.world.media.keep(content, kind, call.file.filename or "", sandbox.clock.now())
    return {"id": kept.id}


def media_node(call: Call) -> dict[str, Any]:
    """The file's data with an address for five minutes. Raises GraphError when there is none."""
    call.token()
    sandbox = call.sandbox
    now = sandbox.clock.now()
    media = sandbox.world.media.find(call.node, now)
    if media is None:
        raise GraphError(
            100, f"The object {call.node} does not exist, or nobody here may see it.", 33
        )
    call.token(NUMBER_ID, MESSAGING)
    return {
        "messaging_product": "whatsapp",
        "url": f"{call.base}/lookaside/{sandbox.world.media.address(media, now)}",
        "mime_type": media.mime_type,
        "sha256": media.sha256,
        "file_size": len(media.content),
        "id": media.id,
    }


async def download(request: Request, word: str) -> Response:
    """The bytes, for whoever brings a token that lives; the address alone opens nothing."""
    sandbox = sandbox_of(request)
    now = sandbox.clock.now()
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    token = sandbox.world.accounts.tokens.get(bearer)
    dead = request.state.fault is not None and request.state.fault.kind == "token_dead"
    if scheme.lower() != "bearer" or token is None or not token.valid(now) or dead:
        return Response(status_code=401)
    media = sandbox.world.media.behind(word, now)
    if media is None:
        return Response(status_code=404)
    return Response(media.content, media_type=media.mime_type)
