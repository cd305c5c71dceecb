"""A payload nobody could read is read again, after the program or its settings changed."""

from cauce.channels import of_object
from cauce.channels.payload import as_object
from cauce.core.events import Unreadable
from cauce.engine.house import House
from cauce.engine.reception import receive
from cauce.errors import BadInput, NotFound
from cauce.store.models import RawMessage
from cauce.store.queries.audit import note


async def read_again(house: House, user_id: str, raw_id: str) -> bool:
    """True when all of it could be read now. Messages that are known already stay as they are."""
    async with house.store.reading() as session:
        raw = await session.get(RawMessage, raw_id)
    if raw is None:
        raise NotFound("This payload is no longer kept.")
    if raw.processing_error is None:
        return True
    problem = await _read(house, raw.body)
    async with house.store.writing() as session:
        row = await session.get_one(RawMessage, raw_id, with_for_update=True)
        row.processing_error = problem
        row.processed = problem is None
        note(session, user_id, "raw_message.read_again", raw_id, after={"problem": problem})
    return problem is None


async def _read(house: House, body: bytes) -> str | None:
    """Receives what it says; what is wrong with it, or None."""
    try:
        payload = as_object(body)
    except BadInput as error:
        return error.message
    found = of_object(payload.get("object"))
    if found is None:
        return f"no channel is called {str(payload.get('object'))[:80]!r}"
    channel, parse = found
    events = parse(payload, house.clock.now()) or ()
    for event in events:
        if isinstance(event, Unreadable):
            return event.why
    if events:
        await receive(house, channel.name, body, events)
    return None
