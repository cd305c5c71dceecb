"""The few kinds of job there are: they say what to do next, never how a business rule goes."""

import asyncio
from typing import Any

import httpx
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.manager import JobManager

from cauce.engine import bounced, chores, identities, outbox, preferences, webhooks
from cauce.engine.files import fetching, hearing, leaving
from cauce.engine.house import House
from cauce.engine.queue import BATCH, CHAT, FILES
from cauce.engine.templates import registry
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
    _of_the_chat(app, house)
    _of_the_house(app, house, client)
    _of_files(app, house)
    return app


def _of_the_chat(app: App, house: House) -> None:
    @app.task(name="turn", queue=CHAT, pass_context=True)
    async def turn(context: JobContext, conversation_id: str) -> None:
        await taking.take_turn(house, conversation_id, deaths=context.job.attempts)

    @app.task(name="turn_again", queue=CHAT)
    async def turn_again(conversation_id: str) -> None:
        await taking.turn_again(house, conversation_id)

    @app.task(name="deliver", queue=CHAT)
    async def deliver(delivery_id: str) -> None:
        await outbox.deliver(house, delivery_id)


def _of_the_house(app: App, house: House, client: httpx.AsyncClient) -> None:
    @app.task(name="bounced", queue=BATCH)
    async def tell_bounced(message_id: str, code: str | None) -> None:
        await bounced.tell_bounced(house, message_id, code)

    @app.task(name="template_news", queue=BATCH)
    async def template_news(news: dict[str, Any]) -> None:
        await registry.hear(house, news)

    @app.task(name="marketing_wish", queue=BATCH)
    async def marketing_wish(wish: dict[str, Any]) -> None:
        await preferences.hear(house, wish)

    @app.task(name="unite", queue=BATCH)
    async def unite(identity_id: str, other_id: str) -> None:
        await identities.unite(house, identity_id, other_id)

    @app.task(name="act", queue=BATCH)
    async def act(action_id: str) -> None:
        await chores.act_when_due(house, action_id)

    @app.task(name=webhooks.TASK, queue=BATCH)
    async def webhook(delivery_id: str) -> None:
        await webhooks.deliver(house, client, delivery_id)


def _of_files(app: App, house: House) -> None:
    @app.task(name=fetching.TASK, queue=FILES)
    async def fetch_file(file_id: str) -> None:
        await fetching.fetch(house, file_id)

    @app.task(name=hearing.TASK, queue=FILES)
    async def hear_file(file_id: str) -> None:
        await hearing.hear(house, file_id)

    @app.task(name=leaving.TASK, queue=FILES)
    async def upload_file(file_id: str) -> None:
        await leaving.upload(house, file_id)

    @app.task(name="forget_file", queue=FILES)
    async def forget_file(file_id: str) -> None:
        await fetching.forget(house, file_id)
