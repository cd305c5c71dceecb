"""WhatsApp's webhook calls as events: every entry, change, message and status of a batch."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from cauce.channels._fields import Fields, NotUnderstoodError, identifier, items, section, text
from cauce.channels.whatsapp._messages import message
from cauce.channels.whatsapp._statuses import status
from cauce.core.events import InboundEvent, Unreadable

_MESSAGES: Final = "messages"


def parse(payload: Fields, now: datetime) -> tuple[InboundEvent, ...]:
    """What happened, in the order it is told; a part nobody understands never hides the others."""
    return tuple(
        event
        for entry in items(payload, "entry")
        for change in items(entry, "changes")
        for event in _change(change, now)
    )


def _change(change: Fields, now: datetime) -> Iterator[InboundEvent]:
    field = text(change, "field")
    if field != _MESSAGES:
        yield Unreadable(f"WhatsApp: nobody here follows {field or 'a change without a field'!r}")
        return
    value = section(change, "value")
    account = identifier(section(value, "metadata"), "phone_number_id") or ""
    people = tuple(items(value, "contacts"))
    empty = True
    for item in items(value, "messages"):
        empty = False
        try:
            yield message(item, people, account, now)
        except NotUnderstoodError as problem:
            yield Unreadable(f"WhatsApp message {text(item, 'id') or 'without id'}: {problem}")
    for item in items(value, "statuses"):
        empty = False
        try:
            known = status(item, now)
        except NotUnderstoodError as problem:
            yield Unreadable(f"WhatsApp status {text(item, 'id') or 'without id'}: {problem}")
        else:
            if known is not None:
                yield known
    if empty:
        yield Unreadable(f"WhatsApp: {_reported(value)}")


def _reported(value: Fields) -> str:
    """What a change without messages or statuses says for itself."""
    for error in items(value, "errors"):
        return f"reports error {error.get('code')}: {text(error, 'title') or 'no title'}"
    return "a change with neither messages nor statuses"
