"""A turn that waits for the words of a voice note ends, and comes back with them or without."""

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.engine import queue
from cauce.engine.files.hearing import unheard
from cauce.engine.house import House
from cauce.engine.turn.looking import Looked
from cauce.flows.reception.listening import listening_until


async def listens(session: AsyncSession, house: House, looked: Looked) -> bool:
    """Whether words may still come. Then the turn is queued for the moment waiting is over, with
    the session's own transaction; whoever writes the note down queues it sooner."""
    if house.ears is None:
        return False
    arrived = [message.created_at for message in looked.burst if unheard(message)]
    until = listening_until(arrived, house.clock.now(), house.settings.voice_wait)
    if until is None:
        return False
    thread = looked.conversation
    thread.next_try = until
    await session.flush()
    await queue.enqueue(
        session,
        "turn_again",
        {"conversation_id": thread.id},
        queue=queue.CHAT,
        once=f"again:{thread.id}",
        run_at=until,
    )
    return True
