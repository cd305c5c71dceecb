"""The few kinds of job there are: they say what to do next, never how a business rule goes."""

import asyncio
from typing import Any

import httpx
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.manager import JobManager

from cauce.engine import bounced, chores, outbox, webhooks
from cauce.engine.house import House
from cauce.engine.queue import BATCH, CHAT
from cauce.engine.turn import taking

# Seconds between tries to say that a job has ended, while the database is away.
_INSIST = (0.2, 0.5, 1, 2, 4, 8)


class _Insisting(JobManager):
    """Says that a job ended until it is heard: one that stays `doing` blocks its conversation."""

    async def finish_job(self, *args: Any, **named: Any) -> None:
        for pause in _INSIST:
            try:
                return await super().finish_job(*args, **named)
            except ConnectorException:
                await asyncio.sleep(pause)
        return await super().finish_job(*args, **named)


def application(house: House, client: httpx.AsyncClient, connections: int) -> App:
    """The queue's application, its jobs bound to the parts of this house."""
    app = App(
        connector=PsycopgConnector(conninfo=house.store.url, min_size=2, max_size=connections)
    )
    app.job_manager = _Insisting(app.connector)

    @app.task(name="turn", queue=CHAT, pass_context=True)
    async def turn(context: JobContext, conversation_id: str) -> None:
        await taking.take_turn(house, conversation_id, deaths=context.job.attempts)

    @app.task(name="turn_again", queue=CHAT)
    async def turn_again(conversation_id: str) -> None:
        await taking.turn_again(house, conversation_id)

    @app.task(name="deliver", queue=CHAT)
    async def deliver(delivery_id: str) -> None:
        await outbox.deliver(house, delivery_id)

    @app.task(name="bounced", queue=BATCH)
    async def tell_bounced(message_id: str, code: str | None) -> None:
        await bounced.tell_bounced(house, message_id, code)

    @app.task(name="act", queue=BATCH)
    async def act(action_id: str) -> None:
        await chores.act_when_due(house, action_id)

    @app.task(name=webhooks.TASK, queue=BATCH)
    async def webhook(delivery_id: str) -> None:
        await webhooks.deliver(house, client, delivery_id)

    return app
