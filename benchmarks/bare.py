"""The least a webhook can do: check the HMAC, insert one row through asyncpg, answer."""

import hashlib
import hmac
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import uvicorn
from fastapi import FastAPI, Request, Response

START_SECONDS = 30


def serve(url: str, port: int, path: str, secret: str) -> None:
    """Runs until its process is ended."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with asyncpg.create_pool(url, min_size=4, max_size=20) as pool:
            await pool.execute(
                "CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, body bytea)"
            )
            app.state.pool = pool
            yield

    app = FastAPI(lifespan=lifespan)

    @app.post(path)
    async def receive(request: Request) -> Response:
        body = await request.body()
        made = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(
            f"sha256={made}", request.headers.get("x-hub-signature-256", "")
        ):
            return Response(status_code=401)
        await app.state.pool.execute("INSERT INTO bare (body) VALUES ($1)", body)
        return Response(b'{"status":"received"}', media_type="application/json")

    uvicorn.run(
        app, port=port, loop="uvloop", http="httptools", access_log=False, log_level="error"
    )


def wait(port: int) -> None:
    """Until it listens."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the bare handler did not start")
