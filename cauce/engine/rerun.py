"""A payload that could not be read, read again: after a mend, or once a person has looked."""

from collections.abc import Sequence
from dataclasses import dataclass

from cauce.channels import of_object
from cauce.channels.payload import as_object
from cauce.channels.webchat.parse import parse as parse_webchat
from cauce.core.events import Channel, InboundEvent, InboundMessage, Unreadable
from cauce.engine.house import House
from cauce.engine.reception import receive
from cauce.errors import BadInput, Conflict, NotFound
from cauce.store.models import RawMessage
from cauce.store.queries.audit import note


@dataclass(frozen=True, slots=True)
class Again:
    """Ids of the messages that are stored now, how many were before, and what is still wrong."""

    messages: tuple[str, ...]
    duplicates: int
    error: str | None


async def run_again(house: House, user_id: str | None, raw_id: str) -> Again:
    """Reads the payload once more. Raises NotFound, and Conflict when nothing was wrong with it.

    What is read now lies in a payload row of its own; this one is marked as done.
    """
    async with house.store.reading() as session:
        row = await session.get(RawMessage, raw_id)
    if row is None:
        raise NotFound("There is no such payload.")
    if row.processing_error is None:
        raise Conflict("This payload was read well; there is nothing to run again.")
    channel, events, error = _read(house, row)
    messages: tuple[str, ...] = ()
    duplicates = 0
    readable = [event for event in events if not isinstance(event, Unreadable)]
    if readable and channel is not None:
        receipt = await receive(house, channel, row.body, readable)
        messages = tuple(one.message_id for one in receipt.messages if not one.duplicate)
        duplicates = sum(one.duplicate for one in receipt.messages)
    async with house.store.writing() as session:
        kept = await session.get_one(RawMessage, raw_id, with_for_update=True)
        kept.processing_error, kept.processed = error, error is None
        if channel is not None:
            kept.channel = channel
        # Whose it is, so that it goes with the rest when they want to be forgotten.
        kept.sender = kept.sender or _sender(readable)
        note(session, user_id, "raw_message.run_again", raw_id, after={"error": error})
    return Again(messages, duplicates, error)


def _sender(events: Sequence[InboundEvent]) -> str | None:
    said = (event.external_id for event in events if isinstance(event, InboundMessage))
    return next(said, None)


def _read(
    house: House, row: RawMessage
) -> tuple[Channel | None, tuple[InboundEvent, ...], str | None]:
    try:
        payload = as_object(row.body)
        if row.channel == "webchat":
            if not payload.keys() >= {"visitor", "client_id", "text"}:
                return None, (), "this is not a message of the website chat"
            channel: Channel = "webchat"
            events = tuple(parse_webchat(payload, house.clock.now()))
        else:
            found = of_object(payload.get("object"))
            if found is None:
                return None, (), "no channel is called like this"
            channel, parse = found[0].name, found[1]
            events = parse(payload, house.clock.now())
    except BadInput as wrong:
        return None, (), wrong.message
    problems = [event.why for event in events if isinstance(event, Unreadable)]
    return channel, events, "; ".join(problems) or None
