"""Messenger and Instagram call us in one envelope: their batches as events."""

from collections.abc import Iterator
from datetime import datetime

from cauce.channels._fields import (
    Fields,
    NotUnderstoodError,
    fingerprint,
    identifier,
    items,
    moment,
    section,
    text,
)
from cauce.channels._messaging_kinds import Content, from_message, from_postback, from_reaction
from cauce.core.events import Channel, InboundEvent, InboundMessage, StatusUpdate, Unreadable

# Sent along with our own messages, so that their echo is known for ours.
OUR_MARK = "cauce"
# Happenings between applications or about the chat window: nobody said anything.
_SILENT = ("typing", "take_thread_control", "pass_thread_control", "request_thread_control")


def parse(channel: Channel, payload: Fields, now: datetime) -> tuple[InboundEvent, ...]:
    """What happened, in order; a part nobody understands never hides the others."""
    return tuple(
        event for entry in items(payload, "entry") for event in _entry(channel, entry, now)
    )


def _entry(channel: Channel, entry: Fields, now: datetime) -> Iterator[InboundEvent]:
    for item in items(entry, "messaging"):
        try:
            yield from _event(channel, item, now)
        except NotUnderstoodError as problem:
            yield Unreadable(f"{channel} event: {problem}")
    for _ in items(entry, "standby"):
        yield Unreadable(f"{channel}: another application is answering this conversation")
    for change in items(entry, "changes"):
        field = text(change, "field") or "a change without a field"
        yield Unreadable(f"{channel}: nobody here follows {field!r}")


def _event(channel: Channel, item: Fields, now: datetime) -> Iterator[InboundEvent]:
    at = moment(item.get("timestamp"), 1000, now)
    if "delivery" in item or "read" in item:
        yield from _news(channel, item, at)
    elif section(item, "message").get("is_echo") is True:
        if text(section(item, "message"), "metadata") != OUR_MARK:
            raise NotUnderstoodError("somebody answered from outside Cauce")
    elif not any(name in item for name in _SILENT):
        yield _message(channel, item, at)


def _message(channel: Channel, item: Fields, at: datetime) -> InboundMessage:
    who = identifier(section(item, "sender"), "id")
    if who is None:
        raise NotUnderstoodError("it does not say who wrote it")
    read = _content(item)
    said = section(item, "message") or section(item, "message_edit") or section(item, "postback")
    return InboundMessage(
        channel=channel,
        provider_id=(identifier(said, "mid") if read.own_id else None) or fingerprint(item),
        external_id=who,
        kind=read.kind,
        text=read.text,
        sent_at=at,
        account_id=identifier(section(item, "recipient"), "id") or "",
        reply_to=read.about or identifier(section(said, "reply_to"), "mid"),
        data=read.data,
    )


def _content(item: Fields) -> Content:
    if "message" in item:
        return from_message(section(item, "message"))
    if "postback" in item:
        return from_postback(section(item, "postback"))
    if "reaction" in item:
        return from_reaction(section(item, "reaction"))
    edit = section(item, "message_edit")
    if edit:
        original = identifier(edit, "mid")
        data = {"edit_of": original or "", **edit}
        return Content("text", text(edit, "text"), data, about=original, own_id=False)
    return Content("unsupported", "", dict(item), own_id=False)


def _news(channel: Channel, item: Fields, at: datetime) -> Iterator[StatusUpdate]:
    """Messages named in the news; a mere point in time names none, and tells us of none."""
    mids = section(item, "delivery").get("mids")
    for mid in mids if isinstance(mids, list) else ():
        if isinstance(mid, str):
            yield StatusUpdate(channel, mid, "delivered", at)
    seen = identifier(section(item, "read"), "mid")
    if seen is not None:
        yield StatusUpdate(channel, seen, "read", at)
