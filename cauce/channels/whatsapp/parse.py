"""WhatsApp's webhook calls as events: every entry, change, message and status of a batch."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from cauce.channels._fields import (
    Fields,
    NotUnderstoodError,
    identifier,
    items,
    moment,
    section,
    text,
)
from cauce.channels.whatsapp._echoes import echo
from cauce.channels.whatsapp._messages import message
from cauce.channels.whatsapp._notices import notice
from cauce.channels.whatsapp._preferences import FIELD as PREFERENCES
from cauce.channels.whatsapp._preferences import preferences
from cauce.channels.whatsapp._statuses import status
from cauce.channels.whatsapp._template_news import FIELDS, template_news
from cauce.core.events import InboundEvent, Unreadable

_MESSAGES: Final = "messages"
# What the business writes from its own app comes as a field of its own.
_ECHOES: Final = "smb_message_echoes"
_LISTS: Final = ("messages", "statuses", "message_echoes")


def parse(payload: Fields, now: datetime) -> tuple[InboundEvent, ...]:
    """What happened, in the order it is told; a part nobody understands never hides the others."""
    return tuple(
        event
        for entry in items(payload, "entry")
        for change in items(entry, "changes")
        for event in _change(entry, change, now)
    )


def _change(entry: Fields, change: Fields, now: datetime) -> Iterator[InboundEvent]:
    field = text(change, "field")
    value = section(change, "value")
    account = identifier(section(value, "metadata"), "phone_number_id") or ""
    people = tuple(items(value, "contacts"))

    def written(item: Fields) -> InboundEvent:
        return notice(item, account, now) or message(item, people, account, now)

    if field == _MESSAGES:
        yield from _each(value, "messages", "message", written)
        yield from _each(value, "statuses", "status", lambda item: status(item, now))
    elif field == _ECHOES:
        yield from _each(value, "message_echoes", "echo", lambda item: echo(item, account, now))
    elif field in FIELDS or field == PREFERENCES:
        yield from _aside(field, value, entry, now)
        return
    else:
        yield Unreadable(f"WhatsApp: nobody here follows {field or 'a change without a field'!r}")
        return
    if not any(next(items(value, name), None) for name in _LISTS):
        yield Unreadable(f"WhatsApp: {_reported(value)}")


def _aside(field: str, value: Fields, entry: Fields, now: datetime) -> Iterator[InboundEvent]:
    at = moment(entry.get("time"), 1, now)
    try:
        if field == PREFERENCES:
            yield from preferences(value, now)
            return
        yield from template_news(field, value, identifier(entry, "id") or "", at)
    except NotUnderstoodError as problem:
        yield Unreadable(f"WhatsApp {field}: {problem}")


def _each(
    value: Fields, name: str, called: str, read: Callable[[Fields], InboundEvent | None]
) -> Iterator[InboundEvent]:
    for item in items(value, name):
        try:
            event = read(item)
        except NotUnderstoodError as problem:
            yield Unreadable(f"WhatsApp {called} {text(item, 'id') or 'without id'}: {problem}")
        else:
            if event is not None:
                yield event


def _reported(value: Fields) -> str:
    """What a change without messages or statuses says for itself."""
    for error in items(value, "errors"):
        return f"reports error {error.get('code')}: {text(error, 'title') or 'no title'}"
    return "a change with neither messages nor statuses"
