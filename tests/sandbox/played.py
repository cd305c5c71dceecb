"""The sandbox as tests hold it: over HTTP, with a clock that stands, and Cauce as a notebook."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import orjson

from cauce.core.clock import FixedClock
from cauce.core.keys import Keys
from cauce.sandbox.app import create_sandbox
from cauce.sandbox.defaults import APP_SECRET
from cauce.sandbox.deliveries import signature
from cauce.sandbox.world.accounts import (
    INSTAGRAM_ID,
    INSTAGRAM_TOKEN,
    NUMBER_ID,
    PAGE_ID,
    PAGE_TOKEN,
    WABA_ID,
    WHATSAPP_TOKEN,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SOON = 5.0


class Notebook:
    """Where webhooks end in tests: it writes every call down and answers as it is told."""

    def __init__(self) -> None:
        self.calls: list[httpx.Request] = []
        self.answers: list[int] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(request)
        if request.method == "GET":
            return httpx.Response(200, text=request.url.params["hub.challenge"])
        return httpx.Response(self.answers.pop(0) if self.answers else 200)

    @property
    def payloads(self) -> list[dict[str, Any]]:
        return [orjson.loads(one.content) for one in self.calls]

    def genuine(self, at: int = -1) -> bool:
        call = self.calls[at]
        given: str | None = call.headers.get("x-hub-signature-256")
        return given == signature(APP_SECRET, call.content)


class Played:
    """`told` is what Cauce heard; requests go to the Graph API and to the controls."""

    def __init__(self) -> None:
        self.told = Notebook()
        self.clock = FixedClock(NOON)
        self.slept: list[float] = []
        self.app = create_sandbox(
            self.clock,
            Keys(self.clock),
            self._sleep,
            random.Random(7),
            "http://cauce.test/hook",
            transport=httpx.MockTransport(self.told),
        )
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="http://sandbox.test"
        )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def graph(
        self, path: str, body: Any = None, *, token: str = WHATSAPP_TOKEN, **more: Any
    ) -> httpx.Response:
        """POST when there is a body, else GET."""
        method = more.pop("method", "GET" if body is None else "POST")
        return await self.http.request(
            method,
            f"/graph/v25.0/{path}",
            json=body,
            headers={"authorization": f"Bearer {token}"},
            **more,
        )

    async def control(self, path: str, body: Any = None, method: str = "POST") -> dict[str, Any]:
        answer = await self.http.request(method, f"/control/{path}", json=body)
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def passes(self, seconds: float = SOON, hours: float = 0) -> None:
        await self.control("clock", {"seconds": seconds, "hours": hours})

    async def customer(self, channel: str = "whatsapp", **more: Any) -> dict[str, Any]:
        return await self.control("customers", {"channel": channel, **more})

    async def writes(self, customer: dict[str, Any], text: str = "hola", **more: Any) -> str:
        said = await self.control(f"customers/{customer['id']}/say", {"text": text, **more})
        return str(said["id"])

    async def phone(self, customer: dict[str, Any]) -> dict[str, Any]:
        return await self.control(f"customers/{customer['id']}", method="GET")

    async def send(self, to: str, **message: Any) -> httpx.Response:
        """On WhatsApp; a text unless `message` says otherwise."""
        content = message or {"type": "text", "text": {"body": "Buenas"}}
        body = {"messaging_product": "whatsapp", "to": to, **content}
        return await self.graph(f"{NUMBER_ID}/messages", body)

    async def write_to(self, customer: dict[str, Any], text: str = "Buenas", **more: Any) -> Any:
        """On Messenger or Instagram."""
        body = {"recipient": {"id": customer["address"]}, "message": {"text": text}, **more}
        if customer["channel"] == "messenger":
            return await self.graph(f"{PAGE_ID}/messages", body, token=PAGE_TOKEN)
        return await self.http.post(
            f"/instagram/v25.0/{INSTAGRAM_ID}/messages",
            json=body,
            headers={"authorization": f"Bearer {INSTAGRAM_TOKEN}"},
        )

    def statuses(self) -> list[dict[str, Any]]:
        return [
            status
            for payload in self.told.payloads
            for entry in payload["entry"]
            for change in entry.get("changes", ())
            for status in change["value"].get("statuses", ())
        ]

    def values(self, of: Callable[[dict[str, Any]], bool] = lambda _: True) -> list[dict[str, Any]]:
        return [
            change["value"]
            for payload in self.told.payloads
            for entry in payload["entry"]
            for change in entry.get("changes", ())
            if of(change)
        ]

    def events(self) -> list[dict[str, Any]]:
        """What Messenger and Instagram told."""
        return [
            event
            for payload in self.told.payloads
            for entry in payload["entry"]
            for event in entry.get("messaging", ())
        ]


def code(answer: httpx.Response) -> tuple[int, int | None]:
    error = answer.json()["error"]
    return error["code"], error.get("error_subcode")


def template(name: str, *texts: str, language: str = "es", **more: Any) -> dict[str, Any]:
    parameters = [{"type": "text", "text": text} for text in texts]
    components = [{"type": "body", "parameters": parameters}] if texts else []
    return {
        "type": "template",
        "template": {
            "name": name,
            "language": {"code": language},
            "components": [*components, *more.pop("components", [])],
        },
    }


__all__ = ["NUMBER_ID", "PAGE_ID", "WABA_ID", "Played", "code", "template"]
