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
from cauce.channels._messaging_changes import change
from cauce.channels._messaging_echo import OUR_MARK, echo_of_ours
from cauce.channels._messaging_kinds import Content, from_message, from_postback
from cauce.channels._origin import origin
from cauce.core.events import (
    Channel,
    InboundEvent,
    InboundMessage,
    StatusUpdate,
    Unreadable,
    Watermark,
)

# Happenings between applications or about the chat window: nobody said anything.
_SILENT = ("typing", "take_thread_control", "pass_thread_control", "request_thread_control")
# What a person did without saying anything; a line for the people who look at the conversation.
_NOTICES = {"referral": "came_by", "optin": "opted_in"}


def parse(channel: Channel, payload: Fields, now: datetime) -> tuple[InboundEvent, ...]:
    """What happened, in order; a part nobody understands never hides the others."""
    return tuple(
        event for entry in items(payload, "entry") for event in _entry(channel, entry, now)
    )


def _entry(channel: Channel, entry: Fields, now: datetime) -> Iterator[InboundEvent]:
    for item in items(entry, "messaging"):
        try:
            yield from _event(channel, item, identifier(entry, "id"), now)
        except NotUnderstoodError as problem:
            yield Unreadable(f"{channel} event: {problem}")
    for _ in items(entry, "standby"):
        yield Unreadable(f"{channel}: another application is answering this conversation")
    for changed in items(entry, "changes"):
        field = text(changed, "field") or "a change without a field"
        yield Unreadable(f"{channel}: nobody here follows {field!r}")


def _event(
    channel: Channel, item: Fields, account: str | None, now: datetime
) -> Iterator[InboundEvent]:
    at = moment(item.get("timestamp"), 1000, now)
    if "delivery" in item or "read" in item:
        yield from _news(channel, item, at, now)
        return
    own = echo_of_ours(channel, item, at)
    if own is not None:
        yield own
    if own is not None or any(name in item for name in _SILENT) or _is_ours(item):
        return
    speaker = identifier(section(item, "sender"), "id")
    echoed = section(item, "message").get("is_echo") is True or (
        speaker is not None and speaker == account
    )
    who = identifier(section(item, "recipient" if echoed else "sender"), "id")
    if who is None:
        raise NotUnderstoodError("it does not say who wrote it")
    changed = change(channel, item, who, at, ours=echoed)
    yield changed or _message(channel, item, who, at, echoed=echoed)


def _is_ours(item: Fields) -> bool:
    """The echo of what we sent ourselves, whatever the mark carries besides."""
    said = section(item, "message")
    return said.get("is_echo") is True and text(said, "metadata").partition(":")[0] == OUR_MARK


def _left(channel: Channel, said: Fields, at: datetime) -> Iterator[StatusUpdate]:
    """That it comes back proves that it left, which nobody may have known."""
    mid, key = identifier(said, "mid"), text(said, "metadata").partition(":")[2]
    if mid is not None and key:
        yield StatusUpdate(channel, mid, "sent", at, key=key)


def _message(
    channel: Channel, item: Fields, who: str, at: datetime, *, echoed: bool
) -> InboundMessage:
    notice = _noticed(item)
    said = section(item, "message") or section(item, "postback")
    read = _content(item, notice)
    source, campaign = origin(said, item)
    return InboundMessage(
        channel=channel,
        provider_id=identifier(said, "mid") or fingerprint(item),
        external_id=who,
        kind=read.kind,
        text=read.text,
        sent_at=at,
        account_id=identifier(section(item, "sender" if echoed else "recipient"), "id") or "",
        reply_to=identifier(section(said, "reply_to"), "mid"),
        data=read.data,
        names=(who,),
        sender="agent" if echoed else "system" if notice else "customer",
        source=source,
        campaign=campaign,
    )


def _noticed(item: Fields) -> str | None:
    if "message" in item or "postback" in item:
        return None
    return next((news for name, news in _NOTICES.items() if name in item), None)


def _content(item: Fields, notice: str | None) -> Content:
    if notice is not None:
        told = {name: item[name] for name in _NOTICES if name in item}
        return Content("system", "", {"news": notice, **told})
    if "message" in item:
        return from_message(section(item, "message"))
    if "postback" in item:
        return from_postback(section(item, "postback"))
    return Content("unsupported", "", dict(item))


def _news(channel: Channel, item: Fields, at: datetime, now: datetime) -> Iterator[InboundEvent]:
    """Messages named in the news, or all that were sent before a point in time."""
    who = identifier(section(item, "sender"), "id")
    mids = section(item, "delivery").get("mids")
    named = [mid for mid in mids if isinstance(mid, str)] if isinstance(mids, list) else []
    for mid in named:
        yield StatusUpdate(channel, mid, "delivered", at)
    seen = identifier(section(item, "read"), "mid")
    if seen is not None:
        yield StatusUpdate(channel, seen, "read", at)
    delivered, read = section(item, "delivery"), section(item, "read")
    if who is not None and "watermark" in delivered:
        until = moment(delivered["watermark"], 1000, now)
        yield Watermark(channel, who, "delivered", until)
    if who is not None and "watermark" in read:
        yield Watermark(channel, who, "read", moment(read["watermark"], 1000, now))
