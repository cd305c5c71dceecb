"""How much anybody may send at once: programs, browsers, and strangers who are not known yet."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cauce.api.problems import problem

MOST_BYTES = 3 * 1024 * 1024
# An imported file may be larger: 10 MB and the form around it.
MOST_IN_A_FILE = 10 * 1024 * 1024 + 64 * 1024
_FILES = ("/api/v1/imports", "/app/knowledge/imports")


class BodyLimit:
    """ASGI middleware that stops reading a body as soon as it is too large."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = MOST_IN_A_FILE if scope["path"].startswith(_FILES) else MOST_BYTES
        if _announced(scope) > most:
            await _refuse(most, scope, receive, send)
            return
        size, begun = 0, False

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > most and not begun:
                raise _TooMuch
            return message

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, counted, noted)
        except _TooMuch:
            await _refuse(most, scope, receive, send)


class _TooMuch(BaseException):
    """Passes every handler between the body and here: an ordinary error would be answered 400."""


def _announced(scope: Scope) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"")
    return int(length) if length.isdigit() else 0


async def _refuse(most: int, scope: Scope, receive: Receive, send: Send) -> None:
    megabytes = most // (1024 * 1024)
    refusal = problem(
        413, f"The body is larger than {megabytes} MB.", headers={"Connection": "close"}
    )
    await refusal(scope, receive, send)
