"""The turn job: takes every message that has arrived, answers once, commits once."""

import time
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.contextvars import bound_contextvars

from cauce.engine import queue
from cauce.engine.attention import being_answered
from cauce.engine.house import House
from cauce.engine.metrics import TURN_SECONDS, TURNS
from cauce.engine.turn import giving_up
from cauce.engine.turn.last_words import Wishes, wishes_of
from cauce.engine.turn.listening import listens
from cauce.engine.turn.looking import Looked, look
from cauce.engine.turn.storing import store_turn
from cauce.engine.turn.thinking import Thought, think, with_person
from cauce.errors import Conflict, FactsChanged, Unavailable
from cauce.flows.reception.burst import burst_wait
from cauce.store.models import Conversation
from cauce.store.queries import turns

_log = structlog.get_logger()

# Prices can change once between the draft and the commit; twice in a row is worth a person.
RETHINKS = 2
# Waits between tries, in seconds: a passing fault heals in moments, an outage in minutes.
BACKOFF = (1, 5, 20, 60, 180)
# A turn that was running whenever a worker died may be what kills them.
DEADLY = 3
LONGEST_ERROR = 500


async def take_turn(house: House, conversation_id: str, deaths: int = 0) -> str:
    """Takes the turn; how it ended: answered, nothing, listens, overtaken, postponed or retried.

    Never raises. A failure is written on the conversation and a separate job tries again, so this
    job always ends and the next one of the conversation is never blocked by it. `deaths` counts
    the workers that died while they took this very turn.
    """
    with bound_contextvars(conversation=conversation_id):
        return await _told(house, conversation_id, deaths)


async def _told(house: House, conversation_id: str, deaths: int) -> str:
    started = time.perf_counter()
    try:
        outcome = await _outcome(house, conversation_id, deaths)
    except Unavailable as away:
        # No fault of this turn: it is found again as soon as the database is back.
        _log.warning("turn.postponed", why=str(away))
        outcome = "postponed"
    except Exception:  # noqa: BLE001 - not even the failure could be written; it is found again
        _log.exception("turn.lost_track")
        outcome = "postponed"
    TURNS.labels(outcome).inc()
    _log.debug("turn.ended", outcome=outcome, ms=round((time.perf_counter() - started) * 1000, 1))
    return outcome


async def _outcome(house: House, conversation_id: str, deaths: int) -> str:
    if deaths >= DEADLY:
        return await _killed(house, conversation_id, deaths)
    try:
        return await _turn(house, conversation_id)
    except Unavailable:
        raise
    except Exception as failure:  # noqa: BLE001 - recorded, retried, and handed over at the end
        _log.exception("turn.failed")
        error = f"{type(failure).__name__}: {failure}"[:LONGEST_ERROR]
        return await _try_again(house, conversation_id, error)


async def _turn(house: House, conversation_id: str) -> str:
    for attempt in range(RETHINKS + 1):
        looked = await _whole_burst(house, conversation_id)
        if isinstance(looked, str):
            return looked
        async with being_answered(house, looked.conversation):
            thought = await think(house, looked)
        try:
            await _store(house, looked, thought, last=attempt == RETHINKS)
        except Conflict as conflict:
            _log.info("turn.rethinks", attempt=attempt + 1, why=str(conflict))
            continue
        arrived = looked.burst[-1].created_at
        TURN_SECONDS.observe((house.clock.now() - arrived).total_seconds())
        return "answered"
    return "overtaken"


async def _store(house: House, looked: Looked, thought: Thought, *, last: bool) -> None:
    """Raises Conflict when the turn must be thought over; the last time a person gets it."""
    try:
        await store_turn(house, looked, thought)
    except FactsChanged as changed:
        if not last:
            raise
        await store_turn(house, looked, with_person(thought, str(changed)))


async def _whole_burst(house: House, conversation_id: str) -> Looked | str:
    """What the customer wrote, after waiting for the rest where more seems to come.

    Else how the turn ends: there is nothing, or it listens and will be back.
    """
    while True:
        async with house.store.writing() as session:
            thread = await turns.conversation(session, conversation_id)
            if thread is None or thread.unhandled == 0:
                return "nothing"
            looked = await look(session, house, thread)
            waits = await listens(session, house, looked)
        if waits:
            return "listens"
        if not looked.burst:
            await _forget_count(house, conversation_id)
            return "nothing"
        now = house.clock.now()
        until = burst_wait(
            [message.content for message in looked.burst],
            looked.burst[-1].created_at,
            thread.customer_typing_until,
            now,
            house.settings.burst_wait,
        )
        if until is None or thread.bot_silenced:
            return looked
        await house.sleep((until - now).total_seconds())


async def _forget_count(house: House, conversation_id: str) -> None:
    async with house.store.writing() as session:
        thread = await turns.conversation(session, conversation_id)
        if thread is not None:
            left = await turns.last_messages(session, conversation_id, 1)
            thread.unhandled = sum(one.direction == "in" and not one.handled for one in left)


async def _try_again(house: House, conversation_id: str, error: str) -> str:
    async with house.store.writing() as session:
        thread = await turns.conversation(session, conversation_id)
        if thread is None:
            return "nothing"
        thread.attempts += 1
        thread.last_error = error
        if thread.attempts <= len(BACKOFF):
            await _later(house, thread, session)
            return "retried"
    return await _to_person(house, conversation_id, await wishes_of(house, conversation_id))


async def _killed(house: House, conversation_id: str, deaths: int) -> str:
    """What the customer wrote may be what kills, so it is not read again."""
    async with house.store.writing() as session:
        thread = await turns.conversation(session, conversation_id)
        if thread is None or thread.unhandled == 0:
            return "nothing"
        thread.attempts += 1
        thread.last_error = f"{deaths} workers died on this turn"
    return await _to_person(house, conversation_id, {})


async def _to_person(house: House, conversation_id: str, known: Wishes) -> str:
    async with house.store.writing() as session:
        thread = await turns.conversation(session, conversation_id)
        if thread is None or thread.unhandled == 0:
            return "nothing"
        await giving_up.to_person(session, house, thread, known)
    return "gave_up"


async def _later(house: House, thread: Conversation, session: AsyncSession) -> None:
    wait = timedelta(seconds=BACKOFF[thread.attempts - 1])
    thread.next_try = house.clock.now() + wait
    await queue.enqueue(
        session,
        "turn_again",
        {"conversation_id": thread.id},
        queue=queue.CHAT,
        once=f"again:{thread.id}",
        run_at=thread.next_try,
    )


async def turn_again(house: House, conversation_id: str) -> None:
    """Queues the turn of a conversation whose last try failed."""
    async with house.store.writing() as session:
        thread = await turns.conversation(session, conversation_id)
        if thread is not None and thread.unhandled > 0:
            await queue.queue_turn(session, conversation_id)
