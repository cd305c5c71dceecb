"""How pages for everyone are answered: no login, no scripts but ours, nothing kept."""

from typing import Any, Final

from fastapi import Request
from starlette.responses import HTMLResponse

from cauce.core.labels import LANGUAGES, Language
from cauce.web.rendering import rendered

# Pictures of products come from the business's own addresses.
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' https: data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
    )
)


def page(template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A whole page; nobody keeps it, for prices and orders change."""
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    return HTMLResponse(rendered(template, **context), status, headers)


def language_of(request: Request, default: Language) -> Language:
    """The one asked for with `?lang=`, else the business's own."""
    wanted = request.query_params.get("lang")
    return next((language for language in LANGUAGES if language == wanted), default)
