"""A small HTTP client that costs little, so that it is the server that is measured."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager


class Connection:
    """One kept-alive connection; answers are read to their end."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def post(self, path: str, body: bytes, headers: bytes) -> int:
        """Sends one request; the status of its answer."""
        self._writer.write(
            b"POST %s HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n%s"
            b"Content-Length: %d\r\n\r\n%s" % (path.encode(), headers, len(body), body)
        )
        head = await self._reader.readuntil(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        for line in lines[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                await self._reader.readexactly(int(value))
        return int(lines[0].split()[1])

    def close(self) -> None:
        self._writer.close()


@asynccontextmanager
async def connections(port: int, count: int) -> AsyncIterator[list[Connection]]:
    """`count` open connections to the server on this machine."""
    opened = [Connection(*await asyncio.open_connection("127.0.0.1", port)) for _ in range(count)]
    yield opened
    for one in opened:
        one.close()


Request = tuple[str, bytes, bytes]


async def flat_out(port: int, requests: Sequence[Request], at_once: int) -> float:
    """Requests a second when `at_once` clients each wait for their answer. Errors raise."""
    waiting = iter(requests)

    async def client(one: Connection) -> None:
        for path, body, headers in waiting:
            status = await one.post(path, body, headers)
            if status >= 300:
                raise RuntimeError(f"answered {status}")

    async with connections(port, at_once) as opened:
        started = time.perf_counter()
        await asyncio.gather(*(client(one) for one in opened))
        return len(requests) / (time.perf_counter() - started)


async def at_rate(port: int, requests: Sequence[Request], rate: float) -> list[float]:
    """Seconds each answer took, with requests begun on the clock, whatever the answers do."""
    free: asyncio.Queue[Connection] = asyncio.Queue()
    seconds: list[float] = []

    async def fire(number: int, begun: float) -> None:
        path, body, headers = requests[number]
        one = await free.get()
        status = await one.post(path, body, headers)
        free.put_nowait(one)
        seconds.append(time.perf_counter() - begun)
        if status >= 300:
            raise RuntimeError(f"answered {status}")

    async with connections(port, 32) as opened:
        for one in opened:
            free.put_nowait(one)
        start = time.perf_counter()
        tasks = []
        for number in range(len(requests)):
            due = start + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.append(asyncio.create_task(fire(number, due)))
        await asyncio.gather(*tasks)
    return seconds


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0..1) of them lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
