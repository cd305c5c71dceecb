"""What WhatsApp itself tells of a person: another number, another user id, another device."""

from datetime import datetime
from typing import Final

from cauce.channels._fields import Fields, fingerprint, identifier, moment, section, text
from cauce.channels.whatsapp._messages import Person
from cauce.core.events import Becomes, InboundMessage
from cauce.core.phones import variants

_NEWS: Final = {
    "user_changed_number": "changed_number",
    "user_changed_user_id": "changed_user_id",
    "customer_identity_changed": "changed_device",
}


def notice(item: Fields, account: str, now: datetime) -> InboundMessage | None:
    """None when it is no such news, or does not say of whom."""
    told = section(item, "system")
    news = _NEWS.get(text(told, "type"), "other")
    before = Person(identifier(item, "from"), identifier(item, "from_user_id"))
    if text(item, "type") != "system" or not before.names:
        return None
    after = _after(told, before) if news in ("changed_number", "changed_user_id") else None
    data: dict[str, object] = {"news": news, **told}
    if news == "changed_number" and after is not None and after.e164 is not None:
        data |= {"was": before.e164, "is": after.e164}
    return InboundMessage(
        channel="whatsapp",
        provider_id=identifier(item, "id") or fingerprint(item),
        external_id=before.external_id,
        kind="system",
        text=text(told, "body"),
        sent_at=moment(item.get("timestamp"), 1, now),
        account_id=account,
        data=data,
        names=before.names,
        sender="system",
        becomes=_becomes(before, after) if after is not None else None,
    )


def _after(told: Fields, before: Person) -> Person | None:
    """Who they are from now on; an id we are not told of stays as it was."""
    phone, scoped = identifier(told, "wa_id"), identifier(told, "user_id")
    return Person(phone or before.phone, scoped or before.scoped) if phone or scoped else None


def _becomes(before: Person, after: Person) -> Becomes:
    moved = before.e164 is not None and after.e164 not in (None, before.e164)
    spelled = variants(before.e164) if moved and before.e164 else ()
    leaves = (*spelled, before.phone or "", before.e164 or "") if moved else ()
    return Becomes(
        external_id=after.external_id,
        names=after.names,
        leaves=tuple(name for name in dict.fromkeys(leaves) if name and name not in after.names),
        phone=after.e164 if moved else None,
    )
