"""A worker process: customers first, the rest beside them, and the work of the dead after."""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from cauce.engine import chores, connections, gauges, unpaid
from cauce.engine.house import House
from cauce.engine.jobs import application
from cauce.engine.queue import BATCH, CHAT, FILES
from cauce.engine.templates import registry
from cauce.errors import Unavailable
from cauce.store.models import WorkerSeen

_log = structlog.get_logger()

BATCH_AT_ONCE = 5
# Each may hold a whole file in memory.
FILES_AT_ONCE = 4
POLL_SECONDS = 1.0
HEARTBEAT_SECONDS = 5.0
# So many heartbeats may get lost before a worker counts as dead.
HEARTBEATS = 5
# Turns that run when the worker is told to stop get this long to end well. It gives no sign of
# life meanwhile, so this must be shorter than the silence after which it counts as dead.
GRACE_SECONDS = 15.0
RESTART_SECONDS = 2.0

Chore = Callable[[House], Awaitable[Any]]
CHORES: tuple[tuple[float, Chore], ...] = (
    (5.0, chores.free_stalled),
    (10.0, gauges.measure),
    (5.0, chores.queue_forgotten),
    (60.0, chores.queue_undelivered),
    (60.0, chores.queue_left_files),
    (60.0, chores.move_timers),
    (600.0, chores.measure_replies),
    (600.0, unpaid.release),
    (3600.0, chores.tidy),
    (21600.0, connections.check_all),
    (21600.0, registry.sync_all),
)


async def work(house: House, stop: asyncio.Event) -> None:
    """Works until `stop` is set, then lets running turns end. Survives a database restart."""
    seen = house.keys.new(WorkerSeen.prefix)
    async with asyncio.TaskGroup() as group:
        at_once = house.settings.worker_concurrency
        loops = [
            group.create_task(_keep(house, stop, CHAT, at_once)),
            group.create_task(_keep(house, stop, BATCH, BATCH_AT_ONCE)),
            group.create_task(_keep(house, stop, FILES, FILES_AT_ONCE)),
        ]
        rounds = [
            group.create_task(_round(house, stop, every, chore), name=chore.__name__)
            for every, chore in CHORES
        ]
        rounds.append(group.create_task(_sign_of_life(house, stop, seen)))
        await stop.wait()
        for task in loops:
            task.cancel()
        for task in rounds:
            task.cancel()
    _log.info("worker.stopped")


async def _keep(house: House, stop: asyncio.Event, queue: str, at_once: int) -> None:
    """Runs one queue's worker, and starts it again when the database was away."""
    stalled = house.settings.worker_stalled_seconds
    while not stop.is_set():
        app = application(house, house.http, connections=4)
        try:
            async with app.open_async():
                await app.run_worker_async(
                    queues=[queue],
                    name=f"{queue}@{socket.gethostname()}:{os.getpid()}",
                    concurrency=at_once,
                    fetch_job_polling_interval=POLL_SECONDS,
                    update_heartbeat_interval=min(HEARTBEAT_SECONDS, stalled / HEARTBEATS),
                    stalled_worker_timeout=stalled,
                    shutdown_graceful_timeout=GRACE_SECONDS,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                )
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - logged, and the loop starts again
            _log.warning("worker.lost_queue", queue=queue, error=str(error))
        await house.sleep(RESTART_SECONDS)


async def _round(house: House, stop: asyncio.Event, every: float, chore: Chore) -> None:
    while not stop.is_set():
        try:
            await chore(house)
        except Unavailable as error:
            _log.warning("chore.postponed", chore=chore.__name__, error=str(error))
        except Exception:  # noqa: BLE001 - one chore that breaks must not stop the others
            _log.exception("chore.failed", chore=chore.__name__)
        await asyncio.sleep(every)


async def _sign_of_life(house: House, stop: asyncio.Event, worker_id: str) -> None:
    """Tells people which workers there are; the queue has its own heartbeat."""
    started = house.clock.now()
    while not stop.is_set():
        try:
            async with house.store.writing() as session:
                await session.merge(
                    WorkerSeen(
                        id=worker_id,
                        created_at=started,
                        updated_at=house.clock.now(),
                        host=socket.gethostname(),
                        pid=os.getpid(),
                        started_at=started,
                        seen_at=house.clock.now(),
                    )
                )
        except Unavailable as error:
            _log.warning("worker.no_sign_of_life", error=str(error))
        await asyncio.sleep(HEARTBEAT_SECONDS)
