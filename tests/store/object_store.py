"""An object store on a port of its own that holds callers to Amazon's signature, version 4."""

import asyncio
import hashlib
import hmac
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote

import uvicorn
from fastapi import FastAPI, Request, Response

KEY, SECRET, REGION, BUCKET = "AKIDCAUCE", "s3cr3t/key", "us-east-1", "cauce-files"


@dataclass
class Store:
    """`kept` by path; `trouble` is answered instead, while there is some."""

    address: str = ""
    kept: dict[str, bytes] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    trouble: int | None = None


def signature(request: Request, body: bytes, secret: str) -> str:
    """What the caller must have signed, made anew from the request as it came."""
    given = request.headers["authorization"]
    parts = dict(
        part.strip().split("=", 1) for part in given.removeprefix("AWS4-HMAC-SHA256 ").split(",")
    )
    signed = parts["SignedHeaders"].split(";")
    day, region, service, _ = parts["Credential"].split("/")[1:]
    query = "&".join(
        f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}"
        for name, value in sorted(request.query_params.multi_items())
    )
    told = request.headers.get("x-amz-content-sha256", "")
    assert told in (hashlib.sha256(body).hexdigest(), "UNSIGNED-PAYLOAD")
    canonical = "\n".join(
        (
            request.method,
            quote(request.url.path, safe="/-_.~"),
            query,
            *(f"{name}:{request.headers[name].strip()}" for name in signed),
            "",
            ";".join(signed),
            told,
        )
    )
    scope = f"{day}/{region}/{service}/aws4_request"
    text = "\n".join(
        (
            "AWS4-HMAC-SHA256",
            request.headers["x-amz-date"],
            scope,
            hashlib.sha256(canonical.encode()).hexdigest(),
        )
    )
    key = f"AWS4{secret}".encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


def application(store: Store) -> FastAPI:
    app = FastAPI(openapi_url=None)

    @app.api_route("/{path:path}", methods=["GET", "PUT", "DELETE", "HEAD", "POST"])
    async def answer(request: Request, path: str) -> Response:
        body = await request.body()
        if store.trouble is not None:
            return Response(status_code=store.trouble)
        given = request.headers.get("authorization", "")
        if f"Credential={KEY}/" not in given or not given.endswith(
            f"Signature={signature(request, body, SECRET)}"
        ):
            store.refused.append(path)
            return Response("<Error><Code>SignatureDoesNotMatch</Code></Error>", 403)
        if not path.startswith(f"{BUCKET}/"):
            return Response("<Error><Code>NoSuchBucket</Code></Error>", 404)
        return _done(store, request, path, body)

    return app


def _done(store: Store, request: Request, path: str, body: bytes) -> Response:
    if request.method == "PUT":
        store.kept[path] = body
        return Response(headers={"etag": '"1"'})
    if request.method == "DELETE":
        store.kept.pop(path, None)
        return Response(status_code=204)
    if path not in store.kept:
        return Response("<Error><Code>NoSuchKey</Code></Error>", 404)
    whole = store.kept[path]
    first, last = request.headers["range"].removeprefix("bytes=").split("-")
    end = min(int(last), len(whole) - 1)
    headers = {
        "content-range": f"bytes {first}-{end}/{len(whole)}",
        "etag": '"1"',
        "last-modified": "Tue, 10 Mar 2026 15:00:00 GMT",
    }
    return Response(whole[int(first) : end + 1], 206, headers)


class Announcing(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, up: threading.Event) -> None:
        super().__init__(config)
        self._up = up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._up.set()


@contextmanager
def object_store() -> Iterator[Store]:
    """Listens while the block lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    store = Store(f"http://127.0.0.1:{port}")
    config = uvicorn.Config(
        application(store), host="127.0.0.1", port=port, log_level="error", lifespan="off"
    )
    up = threading.Event()
    server = Announcing(config, up)
    running = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    running.start()
    assert up.wait(20), "the object store did not start"
    yield store
    server.should_exit = True
    running.join(20)
