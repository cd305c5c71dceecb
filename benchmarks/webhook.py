"""The webhook door: how fast it answers at 100 requests/s, and against a bare handler."""

import asyncio
import hashlib
import hmac
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager

import orjson
import psycopg

from benchmarks import bare
from benchmarks.client import Request, at_rate, flat_out, percentile
from benchmarks.installation import SECRET, Installation, free_port

PATH = "/api/v1/webhooks/inbound"
RATE = 100
# What Meta's own guide asks of who receives its webhooks.
PEAK = 200
SECONDS = 15
FLAT_OUT = 2000
CLIENTS = 16
ROUNDS = 5
IDLE_CHECKS = 240


def measure(place: Installation) -> dict[str, float]:
    """Milliseconds of the answer at a steady rate, and both handlers flat out, in turn."""
    steady = asyncio.run(at_rate(place.port, _mixed("steady", RATE * SECONDS), RATE))
    peak = asyncio.run(at_rate(place.port, _mixed("peak", PEAK * SECONDS), PEAK))
    ours: list[float] = []
    bares: list[float] = []
    with _worker_still(place), _bare_server(place.url) as port:
        for number in range(ROUNDS):
            for rates, at, name in ((bares, port, "bare"), (ours, place.port, "ours")):
                requests = _requests(f"{name}{number}", FLAT_OUT)
                rates.append(asyncio.run(flat_out(at, requests, CLIENTS)))
    ratios = sorted(one / other for one, other in zip(ours, bares, strict=True))
    return {
        "answer p50 ms at 100/s": percentile(steady, 0.5) * 1000,
        "answer p99 ms at 100/s": percentile(steady, 0.99) * 1000,
        "answer p99 ms at 200/s": percentile(peak, 0.99) * 1000,
        "ours flat out requests/s": sorted(ours)[ROUNDS // 2],
        "bare handler requests/s": sorted(bares)[ROUNDS // 2],
        "ours / bare": ratios[ROUNDS // 2],
    }


def _requests(name: str, count: int) -> list[Request]:
    return [_request(f"{name}-{number}", f"5076{number % 900:06d}") for number in range(count)]


def _mixed(name: str, count: int) -> list[Request]:
    """As Meta calls: three delivery statuses for every message somebody writes."""
    return [
        _request(f"{name}-{number}", f"5076{number % 900:06d}")
        if number % 4 == 0
        else _status_request(f"{name}-ours-{number}")
        for number in range(count)
    ]


def _status_request(message_id: str) -> Request:
    status = {
        "id": f"wamid.{message_id}",
        "status": "delivered",
        "timestamp": str(int(time.time())),
        "recipient_id": "50760000000",
    }
    return _signed({"statuses": [status]})


def _request(message_id: str, phone: str) -> Request:
    message = {
        "from": phone,
        "id": f"wamid.{message_id}",
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": "Hola, ¿tienen lavadoras?"},
    }
    contact = {"profile": {"name": "Ana"}, "wa_id": phone}
    return _signed({"contacts": [contact], "messages": [message]})


def _signed(news: dict[str, object]) -> Request:
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "1", "phone_number_id": "1"},
        **news,
    }
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    body = orjson.dumps({"object": "whatsapp_business_account", "entry": [entry]})
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    return PATH, body, b"X-Hub-Signature-256: sha256=%s\r\n" % signature.encode()


@contextmanager
def _worker_still(place: Installation) -> Iterator[None]:
    """It is the two doors that are compared, not who gets the processor."""
    _until_idle(place.url)
    place.worker.suspend()
    try:
        yield
    finally:
        place.worker.resume()


def _until_idle(url: str) -> None:
    """A worker held in the middle of a turn would hold its conversation too; and what the load
    before left to be vacuumed is vacuumed now, not in the middle of the comparison."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        for _ in range(IDLE_CHECKS):
            row = connection.execute("SELECT count(*) FROM procrastinate_jobs").fetchone()
            if row is not None and row[0] == 0:
                return
            time.sleep(0.5)
    raise RuntimeError("the worker did not finish its work")


@contextmanager
def _bare_server(url: str) -> Iterator[int]:
    port = free_port()
    process = multiprocessing.get_context("spawn").Process(
        target=bare.serve, args=(url, port, PATH, SECRET), daemon=True
    )
    process.start()
    bare.wait(port)
    try:
        yield port
    finally:
        process.terminate()
        process.join(10)
