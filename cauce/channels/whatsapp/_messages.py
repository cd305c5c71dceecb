"""One WhatsApp message of any kind: who wrote it, what it says, and what else it carries."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from cauce.channels._origin import origin
from cauce.channels.whatsapp._kinds import content
from cauce.core.events import InboundMessage, MessageChange
from cauce.core.phones import canonical

# What any kind may carry beside its own object.
_BESIDE = ("referral", "errors")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as WhatsApp names them: by telephone, by user ids, or by both."""

    phone: str | None
    scoped: str | None
    parent: str | None = None

    @property
    def external_id(self) -> str:
        """What we send to. Raises NotUnderstoodError when there is nobody."""
        known = self.phone or self.scoped
        if known is None:
            raise NotUnderstoodError("it says neither the phone nor the user id of who wrote it")
        return known

    @property
    def names(self) -> tuple[str, ...]:
        """All they are known by; a telephone in the form that all its spellings share."""
        shared = self.e164 and canonical(self.e164)
        found = (self.phone, shared, self.scoped, self.parent)
        return tuple(dict.fromkeys(name for name in found if name))

    @property
    def e164(self) -> str | None:
        digits = self.phone.removeprefix("+") if self.phone else ""
        return f"+{digits}" if digits.isdigit() else None


def message(
    item: Fields, people: Sequence[Fields], account: str, now: datetime
) -> InboundMessage | MessageChange:
    """Raises NotUnderstoodError when nobody can be found who wrote it."""
    profile = _profile(item, people)
    who = _author(item, profile)
    changed = change(item, who.external_id, now)
    if changed is not None:
        return changed
    read = content(item)
    data = {**read.data, **_beside(item)}
    source, campaign = origin(item)
    shown = section(profile, "profile")
    return InboundMessage(
        channel="whatsapp",
        provider_id=identifier(item, "id") or fingerprint(item),
        external_id=who.external_id,
        kind=read.kind,
        text=read.text,
        sent_at=moment(item.get("timestamp"), 1, now),
        account_id=account,
        display_name=text(shown, "name") or None,
        username=text(shown, "username") or None,
        phone=who.e164,
        reply_to=text(section(item, "context"), "id") or None,
        data=data | {"user_id": who.scoped} if who.scoped else data,
        names=who.names,
        source=source,
        campaign=campaign,
    )


def change(item: Fields, who: str, now: datetime) -> MessageChange | None:
    """What this does to another message, when that is what it does.

    Raises NotUnderstoodError when nobody can tell to which, or what: it is no message of its own.
    """
    kind = text(item, "type")
    if kind not in ("edit", "revoke", "reaction"):
        return None
    told = section(item, kind)
    about = identifier(told, "message_id" if kind == "reaction" else "original_message_id")
    if about is None:
        raise NotUnderstoodError(f"the {kind} does not say of which message")
    read = content(section(told, "message")) if kind == "edit" else None
    if read is not None and read.kind == "unsupported":
        raise NotUnderstoodError("the message was edited into something nobody can read")
    return MessageChange(
        channel="whatsapp",
        event=identifier(item, "id") or fingerprint(item),
        about=about,
        kind="withdrawn" if kind == "revoke" else "edited" if read else "reaction",
        at=moment(item.get("timestamp"), 1, now),
        external_id=who,
        text=read.text if read else text(told, "emoji"),
        data=read.data if read else {},
    )


def _author(item: Fields, profile: Fields) -> Person:
    return Person(
        phone=identifier(item, "from") or identifier(profile, "wa_id"),
        scoped=identifier(item, "from_user_id") or identifier(profile, "user_id"),
        parent=identifier(item, "from_parent_user_id") or identifier(profile, "parent_user_id"),
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
