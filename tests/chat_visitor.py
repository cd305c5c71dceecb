"""Somebody with the chat of a website open, as tests see them."""

from typing import Any

import httpx

API = "/chat/api"


class Visitor:
    """Somebody with the chat open."""

    def __init__(self, client: httpx.AsyncClient, token: str) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"}
        self.id = token.partition(".")[0]

    async def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        return await self.client.post(API + path, json=body, headers=self.headers)

    async def say(self, text_: str, client_id: str = "c1") -> httpx.Response:
        return await self.post("/messages", {"text": text_, "client_id": client_id})

    async def messages(self, **query: Any) -> dict[str, Any]:
        got = await self.client.get(f"{API}/messages", params=query, headers=self.headers)
        assert got.status_code == 200
        found: dict[str, Any] = got.json()
        return found


async def arrive(client: httpx.AsyncClient) -> Visitor:
    return Visitor(client, (await client.post(f"{API}/session", json={})).json()["token"])
