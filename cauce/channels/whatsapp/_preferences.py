"""What people tell WhatsApp itself: that they want no advertising of ours, or want it again."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from cauce.channels._fields import Fields, NotUnderstoodError, identifier, items, moment, text
from cauce.channels.whatsapp._messages import Person
from cauce.core.events import MarketingWish

FIELD: Final = "user_preferences"
_ABOUT: Final = "marketing_messages"
_GRANTED: Final = {"stop": False, "resume": True, "signup": True}


def preferences(value: Fields, now: datetime) -> Iterator[MarketingWish]:
    """Raises NotUnderstoodError for a wish of nobody, or one nobody has heard of."""
    for one in items(value, FIELD):
        if text(one, "category") != _ABOUT:
            continue
        said = text(one, "value").lower()
        who = Person(identifier(one, "wa_id"), identifier(one, "user_id"))
        if said not in _GRANTED or not who.names:
            raise NotUnderstoodError(f"it does not say who wants what: {said!r}")
        at = moment(one.get("timestamp"), 1, now)
        yield MarketingWish("whatsapp", who.names, _GRANTED[said], said, at)
