"""Public addresses of attachments on Messenger and Instagram: whoever knows one may look."""

from typing import Final

from fastapi import APIRouter, Request, Response

from cauce.sandbox.state import sandbox_of

ROUTER: Final = APIRouter(include_in_schema=False)
# One transparent pixel, for stories and stickers nobody drew.
PIXEL: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c48900"
    "00000b49444154789c6360000200000500017a5eab3f0000000049454e44ae426082"
)


@ROUTER.get("/cdn/{media_id}")
async def public(request: Request, media_id: str) -> Response:
    sandbox = sandbox_of(request)
    media = sandbox.world.media.find(media_id, sandbox.clock.now())
    if media is not None:
        return Response(media.content, media_type=media.mime_type)
    if media_id.isdigit():
        return Response(status_code=404)
    return Response(PIXEL, media_type="image/png")
