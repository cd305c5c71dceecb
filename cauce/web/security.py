"""What browsers are told about our answers: no foreign scripts, no framing of the house's pages."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# Pages for people who work here. The chat, its demo page and the payment page live outside
# these and may be shown inside other websites.
_HOUSE = ("/app", "/login", "/logout")


def is_house(path: str) -> bool:
    """Whether the path is a page for people who work here."""
    return path == "/" or any(path == root or path.startswith(root + "/") for root in _HOUSE)


_Headers = tuple[tuple[bytes, bytes], ...]
_FOR_ALL: _Headers = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
)
_FOR_HOUSE: _Headers = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"content-security-policy", POLICY.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    # Conversations of customers must not stay in shared caches or behind a log-out.
    (b"cache-control", b"no-store"),
)


class SecurityHeaders:
    """Pure ASGI, so that streams pass through untouched."""

    def __init__(self, app: ASGIApp, *, over_tls: bool = False) -> None:
        self._app = app
        tls = ((b"strict-transport-security", b"max-age=31536000"),) if over_tls else ()
        self._of_all = (*_FOR_ALL, *tls)
        self._of_house = (*_FOR_HOUSE, *tls)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        headers = self._of_house if is_house(scope["path"]) else self._of_all

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message["headers"]
                named = {name for name, _ in given}
                message["headers"] = [*given, *(one for one in headers if one[0] not in named)]
            await send(message)

        await self._app(scope, receive, send_with_headers)
