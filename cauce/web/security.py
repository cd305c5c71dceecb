"""What browsers are told about our answers: no foreign scripts, no framing of the house's pages."""

from starlette.datastructures import MutableHeaders
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


class SecurityHeaders:
    """Pure ASGI, so that streams pass through untouched."""

    def __init__(self, app: ASGIApp, *, over_tls: bool = False) -> None:
        self._app = app
        self._over_tls = over_tls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), scope["path"])
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _add(self, headers: MutableHeaders, path: str) -> None:
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        if self._over_tls:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if is_house(path):
            headers["Content-Security-Policy"] = POLICY
            headers["Referrer-Policy"] = "same-origin"
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
            # Conversations of customers must not stay in shared caches or behind a log-out.
            headers.setdefault("Cache-Control", "no-store")
