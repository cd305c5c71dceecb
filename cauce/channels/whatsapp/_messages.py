"""One WhatsApp message of any kind: who wrote it, what it says, and what else it carries."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cauce.channels._fields import (
    Fields,
    NotUnderstoodError,
    fingerprint,
    identifier,
    moment,
    section,
    text,
)
from cauce.channels.whatsapp._kinds import content
from cauce.core.events import InboundMessage

# What any kind may carry beside its own object.
_BESIDE = ("referral", "errors")


def message(item: Fields, people: Sequence[Fields], account: str, now: datetime) -> InboundMessage:
    """Raises NotUnderstoodError when nobody can be found who wrote it."""
    person = _profile(item, people)
    phone = identifier(item, "from") or identifier(person, "wa_id")
    scoped = identifier(item, "from_user_id") or identifier(person, "user_id")
    who = phone or scoped
    if who is None:
        raise NotUnderstoodError("it says neither the phone nor the user id of who wrote it")
    inside = section(item, "edit")
    read = content(section(inside, "message")) if inside else content(item)
    read = replace(read, data={**read.data, **_beside(item)})
    if scoped is not None:
        read = replace(read, data={**read.data, "user_id": scoped})
    original = text(inside, "original_message_id") or None
    if original is not None:
        read = replace(read, data={**read.data, "edit_of": original})
    profile = section(person, "profile")
    return InboundMessage(
        channel="whatsapp",
        provider_id=identifier(item, "id") or fingerprint(item),
        external_id=who,
        kind=read.kind,
        text=read.text,
        sent_at=moment(item.get("timestamp"), 1, now),
        account_id=account,
        display_name=text(profile, "name") or None,
        username=text(profile, "username") or None,
        phone=_e164(phone),
        reply_to=original or read.about or text(section(item, "context"), "id") or None,
        data=read.data,
    )


def _profile(item: Fields, people: Sequence[Fields]) -> Fields:
    """The contact entry of who wrote the message; never that of somebody else in the batch."""
    phone, scoped = identifier(item, "from"), identifier(item, "from_user_id")
    for person in people:
        if phone is not None and identifier(person, "wa_id") == phone:
            return person
        if scoped is not None and identifier(person, "user_id") == scoped:
            return person
    nameless = phone is None and scoped is None
    return people[0] if nameless and len(people) == 1 else {}


def _beside(item: Fields) -> dict[str, object]:
    context = section(item, "context")
    kept: dict[str, object] = {name: item[name] for name in _BESIDE if name in item}
    if context.get("forwarded") is True or context.get("frequently_forwarded") is True:
        kept["forwarded"] = True
    product = section(context, "referred_product")
    if product:
        kept["referred_product"] = dict(product)
    return kept


def _e164(phone: str | None) -> str | None:
    return f"+{phone.removeprefix('+')}" if phone and phone.removeprefix("+").isdigit() else None
