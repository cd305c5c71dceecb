"""The few kinds of job there are: they say what to do next, never how a business rule goes."""

from procrastinate import App, PsycopgConnector

from cauce.engine import chores, outbox
from cauce.engine.house import House
from cauce.engine.queue import BATCH, CHAT
from cauce.engine.turn import taking


def application(house: House, connections: int) -> App:
    """The queue's application, its jobs bound to the parts of this house."""
    app = App(
        connector=PsycopgConnector(
            conninfo=house.store.url, min_size=2, max_size=connections, open=False
        )
    )

    @app.task(name="turn", queue=CHAT)
    async def turn(conversation_id: str) -> None:
        await taking.take_turn(house, conversation_id)

    @app.task(name="turn_again", queue=CHAT)
    async def turn_again(conversation_id: str) -> None:
        await taking.turn_again(house, conversation_id)

    @app.task(name="deliver", queue=CHAT)
    async def deliver(delivery_id: str) -> None:
        await outbox.deliver(house, delivery_id)

    @app.task(name="act", queue=BATCH)
    async def act(action_id: str) -> None:
        await chores.act_when_due(house, action_id)

    return app
