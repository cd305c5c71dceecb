"""Routes of pages: whatever goes wrong in one is answered with a page, never with JSON."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response

from cauce.errors import BadInput, CauceError
from cauce.web import errors

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class PageRoute(APIRoute):
    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def safe(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError:
                return await errors.answer(request, BadInput("This address is not complete."))
            except (CauceError, HTTPException) as error:
                return await errors.answer(request, error)
            except Exception as error:  # noqa: BLE001 - logged whole, and told to the person
                return await errors.answer(request, error)

        return safe


def pages() -> APIRouter:
    """A router for pages: not part of the API's description."""
    return APIRouter(include_in_schema=False, route_class=PageRoute)
