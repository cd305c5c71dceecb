"""On a real connection: it breaks as networks break, and signed webhooks come out of the port."""

import asyncio

import httpx
import pytest

from cauce.sandbox.defaults import APP_SECRET
from cauce.sandbox.deliveries import signature
from cauce.sandbox.world.accounts import NUMBER_ID, WHATSAPP_TOKEN
from tests.sandbox.serving import served


@pytest.mark.parametrize("kind", ["reset", "answer_lost"])
async def test_the_connection_ends_without_an_answer_and_the_server_lives_on(kind: str) -> None:
    with served() as address:
        async with httpx.AsyncClient(base_url=address) as client:
            fault = {"place": "meta.accounts", "kind": kind}
            assert (await client.post("/control/faults", json=fault)).status_code == 201
            asked = {"access_token": WHATSAPP_TOKEN}
            with pytest.raises(httpx.RemoteProtocolError):
                await client.get(f"/graph/v25.0/{NUMBER_ID}", params=asked)
            answer = await client.get(f"/graph/v25.0/{NUMBER_ID}", params=asked)
            assert answer.json()["id"] == NUMBER_ID


async def test_webhooks_leave_the_port_by_themselves() -> None:
    heard: asyncio.Future[tuple[str, bytes]] = asyncio.get_running_loop().create_future()

    async def hear(asked: asyncio.StreamReader, said: asyncio.StreamWriter) -> None:
        head = (await asked.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length: ")[2].split("\r\n")[0])
        body = await asked.readexactly(length)
        said.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await said.drain()
        said.close()
        if not heard.done():
            heard.set_result((head, body))

    listening = await asyncio.start_server(hear, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    async with listening:
        with served(f"http://127.0.0.1:{port}/hook") as address:
            async with httpx.AsyncClient(base_url=address) as client:
                made = await client.post("/control/customers", json={"channel": "whatsapp"})
                path = f"/control/customers/{made.json()['id']}/say"
                await client.post(path, json={"text": "hola"})
                head, body = await asyncio.wait_for(heard, 10)
    assert f"x-hub-signature-256: {signature(APP_SECRET, body)}" in head
    assert b'"body":"hola"' in body
