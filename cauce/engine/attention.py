"""Showing customers outside the website that they are read and that an answer is on its way.

A courtesy: it never delays a turn, never fails one, and what is shown twice does no harm.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

import structlog

from cauce.channels import CHANNELS
from cauce.engine import accounts
from cauce.engine.house import House
from cauce.errors import DeliveryError, Unavailable
from cauce.store.models import Conversation
from cauce.store.queries import deliveries

_log = structlog.get_logger()

# Dots vanish after 25 s on WhatsApp, after some 20 s on Messenger.
REFRESH_SECONDS: Final = 18.0
# So long a thought is shown; after that it is honest to show nothing.
MOST: Final = 6


# Calls that run beside the turns; without a hold on them they would be forgotten half done.
_running: set[asyncio.Task[None]] = set()


@asynccontextmanager
async def being_answered(house: House, thread: Conversation) -> AsyncIterator[None]:
    """While the block runs the customer sees that they were read and that somebody types.

    The block waits for nothing: a call that is under way when it ends goes on beside what follows.
    """
    if not _shows(house, thread.channel) or thread.bot_silenced:
        yield
        return
    over = asyncio.Event()
    showing = asyncio.create_task(_keep_showing(house, thread.id, over), name="attention")
    _running.add(showing)
    showing.add_done_callback(_running.discard)
    try:
        yield
    finally:
        over.set()


async def being_read(
    house: House, conversation_id: str, *, typing: Callable[[], bool] = lambda: True
) -> bool:
    """Blue ticks up to the customer's last message and, where `typing` still holds when the call
    is made, the dots of somebody who types; whether that was shown. Never raises."""
    try:
        async with house.store.reading() as session:
            last = await deliveries.last_inbound(session, conversation_id)
            if last is None or not _shows(house, last.channel):
                return False
            outlet = await accounts.way_out(house, session, last.channel, last.account_id)
        if outlet is None:
            return False
        await outlet.attend(last.external_id, last.provider_id, typing=typing())
    except (DeliveryError, Unavailable) as error:
        _log.info("attention.not_shown", conversation=conversation_id, why=str(error))
        return False
    return True


async def _keep_showing(house: House, conversation_id: str, over: asyncio.Event) -> None:
    for _ in range(MOST):
        # Dots after the answer would promise another one.
        shown = await being_read(house, conversation_id, typing=lambda: not over.is_set())
        if not shown or over.is_set():
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), REFRESH_SECONDS)
            return


def _shows(house: House, channel: str) -> bool:
    return house.settings.read_marks and not CHANNELS[channel].in_house
