"""What the business wrote from its own WhatsApp app, on a number it shares with us."""

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
from cauce.channels.whatsapp._messages import Person, change
from cauce.core.events import InboundMessage, MessageChange


def echo(item: Fields, account: str, now: datetime) -> InboundMessage | MessageChange:
    """Somebody of ours answered outside Cauce. Raises NotUnderstoodError when it is to nobody."""
    to = Person(identifier(item, "to"), identifier(item, "to_user_id"))
    if not to.names:
        raise NotUnderstoodError("it does not say to whom it was written")
    changed = change(item, to.external_id, now)
    if changed is not None:
        return replace(changed, by="agent")
    read = content(item)
    return InboundMessage(
        channel="whatsapp",
        provider_id=identifier(item, "id") or fingerprint(item),
        external_id=to.external_id,
        kind=read.kind,
        text=read.text,
        sent_at=moment(item.get("timestamp"), 1, now),
        account_id=account,
        phone=to.e164,
        reply_to=text(section(item, "context"), "id") or None,
        data=read.data,
        names=to.names,
        sender="agent",
    )
