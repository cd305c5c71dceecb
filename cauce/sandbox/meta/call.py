"""One request to the Graph API, read: which node and edge, what was given, whose token."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from fastapi import Request
from starlette.datastructures import UploadFile

from cauce.sandbox.graph_error import GraphError
from cauce.sandbox.state import Sandbox
from cauce.sandbox.world.accounts import APP_ID, Token


@dataclass(frozen=True, slots=True)
class Call:
    """`host` is facebook or instagram. `given` is the query and the body together."""

    sandbox: Sandbox
    request: Request
    host: str
    method: str
    node: str
    edge: str
    given: Mapping[str, Any]
    bearer: str
    file: UploadFile | None = None

    def token(self, account: str = "", *scopes: str) -> Token:
        """Whoever calls, when their token lives, speaks for `account`, and has one of `scopes`."""
        found = self.sandbox.world.accounts.tokens.get(self.bearer)
        if found is None:
            raise GraphError(190, "The token is unknown or missing.", subcode=467)
        if (found.kind == "INSTAGRAM") is not (self.host == "instagram"):
            raise GraphError(190, "This token is not one of this host.")
        if not found.valid(self.sandbox.clock.now()):
            raise GraphError(190, "The token has expired.", subcode=463)
        if account and account not in found.targets:
            raise GraphError(100, f"The object {account} does not exist for this token.", 33)
        if scopes and not found.scopes.intersection(scopes):
            raise GraphError(200 if found.kind == "PAGE" else 10, f"It needs {scopes[0]}.")
        return found

    def application(self) -> None:
        """Raises GraphError unless our application itself calls, with its id and secret."""
        if self.bearer != f"{APP_ID}|{self.sandbox.wiring.app_secret}" or self.host != "facebook":
            raise GraphError(100, "You must provide an app access token.")

    def text(self, name: str) -> str:
        value = self.given.get(name)
        return value if isinstance(value, str) else ""

    def needed(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise GraphError(100, f"The parameter {name} is required.")
        return value

    def flag(self, name: str) -> bool | None:
        value = self.given.get(name)
        return {"true": True, "false": False}.get(str(value).lower()) if value is not None else None

    def picked(self, whole: Mapping[str, Any], *usual: str) -> dict[str, Any]:
        """The fields that were asked for, else the usual ones; the id always."""
        asked = [one.split("{")[0].strip() for one in self.text("fields").split(",")]
        names = [name for name in asked if name] or list(usual)
        return {name: whole[name] for name in dict.fromkeys((*names, "id")) if name in whole}

    @property
    def base(self) -> str:
        """Where this sandbox is, as the caller reached it."""
        return str(self.request.base_url).rstrip("/")


async def read_body(request: Request) -> tuple[dict[str, Any], UploadFile | None]:
    """What was given, in any of the three ways the Graph API takes it. Raises GraphError."""
    kind = request.headers.get("content-type", "").split(";")[0]
    query = dict(request.query_params)
    if request.method in ("GET", "HEAD"):
        return query, None
    if kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        form = await request.form()
        file = form.get("file")
        plain = {name: _loose(value) for name, value in form.items() if isinstance(value, str)}
        return {**query, **plain}, file if not isinstance(file, str) else None
    body = await request.body()
    if not body:
        return query, None
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise GraphError(100, "The body is not valid JSON.") from error
    if not isinstance(told, dict):
        raise GraphError(100, "The body must be a JSON object.")
    return {**query, **told}, None


def _loose(value: str) -> Any:
    """Objects in forms come as JSON in a text."""
    if value[:1] not in ("{", "["):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
