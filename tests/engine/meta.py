"""Meta as it is played, for the engine's tests: spoken to over HTTP, with accounts to connect."""

from typing import Any

import httpx
import orjson

from cauce.core.clock import FixedClock
from cauce.core.keys import Keys
from cauce.engine import connections
from cauce.engine.house import House
from cauce.sandbox.app import create_sandbox
from cauce.sandbox.defaults import APP_SECRET
from cauce.sandbox.world.accounts import (
    APP_ID,
    INSTAGRAM_ID,
    INSTAGRAM_TOKEN,
    NUMBER_ID,
    PAGE_ID,
    PAGE_TOKEN,
    WABA_ID,
    WHATSAPP_TOKEN,
)
from cauce.store.models import Alert, ChannelAccount
from tests.houses import rows

WHERE: dict[str, Any] = {
    "meta_graph_url": "http://sandbox/graph",
    "meta_instagram_url": "http://sandbox/instagram",
    "meta_app_id": APP_ID,
    "meta_app_secret": APP_SECRET,
}
TOKENS = {
    "whatsapp": (NUMBER_ID, WHATSAPP_TOKEN),
    "messenger": (PAGE_ID, PAGE_TOKEN),
    "instagram": (INSTAGRAM_ID, INSTAGRAM_TOKEN),
}


class World:
    """The platform over HTTP, and the webhook calls it made."""

    def __init__(self, clock: FixedClock) -> None:
        self.calls: list[dict[str, Any]] = []
        app = create_sandbox(
            clock,
            Keys(clock),
            callback="http://cauce/hook",
            transport=httpx.MockTransport(self._called),
        )
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sandbox")

    def _called(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(orjson.loads(request.content))
        return httpx.Response(200)

    async def control(self, method: str, path: str, **body: Any) -> Any:
        answer = await self.http.request(method, f"/control/{path}", json=body or None)
        assert answer.is_success, answer.text
        return answer.json()

    async def token(self, value: str, **wish: Any) -> None:
        await self.control("PATCH", f"tokens/{value}", **wish)

    async def goes_wrong(self, **fault: Any) -> None:
        await self.control("POST", "faults", place="meta.accounts", **fault)

    async def followed(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = (await self.control("GET", "state"))["subscribed"]
        return found

    async def forget_us(self) -> None:
        """Nobody is subscribed to anything, as at a fresh application."""
        for node, token in ((WABA_ID, WHATSAPP_TOKEN), (PAGE_ID, PAGE_TOKEN)):
            await self._unsubscribe(f"graph/{node}", token)
        await self._unsubscribe(f"instagram/{INSTAGRAM_ID}", INSTAGRAM_TOKEN)
        assert await self.followed() == {}

    async def _unsubscribe(self, node: str, token: str) -> None:
        headers = {"authorization": f"Bearer {token}"}
        answer = await self.http.delete(f"/{node}/subscribed_apps", headers=headers)
        assert answer.is_success

    async def writes(self, channel: str) -> dict[str, Any]:
        ana = await self.control("POST", "customers", channel=channel)
        await self.control("POST", f"customers/{ana['id']}/say", text="hola")
        await self.control("POST", "clock", seconds=5)
        found: dict[str, Any] = ana
        return found


async def connect(house: House, channel: str = "whatsapp", **more: Any) -> ChannelAccount:
    external_id, token = TOKENS[channel]
    given = {"external_id": external_id, "token": token} | more
    return await connections.connect(house, None, channel, **given)


async def account(house: House) -> ChannelAccount:
    [row] = await rows(house.store, ChannelAccount)
    found: ChannelAccount = row
    return found


async def open_alerts(house: House) -> list[Alert]:
    return await rows(house.store, Alert, Alert.status != "resolved")
