"""What may become of an order: how long it is kept unpaid, and what may be done and undone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from cauce.core.business import PaymentMethod

# Who pays online does so at once or not at all; two days leave room for a second thought, and
# longer would keep others from buying.
KEPT: Final = timedelta(hours=48)
# A transfer that was taken for another one shows when the week's statement is read.
UNDONE_WITHIN: Final = timedelta(days=7)


def kept_until(
    methods: Sequence[PaymentMethod], payment: str | None, now: datetime
) -> datetime | None:
    """When an order nobody paid is given up by itself; None: it waits for a person.

    Only money that comes in online is known not to have come: a transfer may be on its way, and
    cash is paid at the counter. Who did not say how they pay could still choose one of those.
    """
    online = {method.code for method in methods if method.online}
    chosen = {method.code for method in methods} if payment is None else {payment}
    return now + KEPT if chosen and chosen <= online else None


def is_due(status: str, pay_by: datetime | None, now: datetime) -> bool:
    """Whether it is to be given up now."""
    return can_be_paid(status) and pay_by is not None and pay_by < now


def can_be_paid(status: str) -> bool:
    return status == "awaiting_payment"


def can_be_cancelled(status: str) -> bool:
    """What is being packed or on its way is no longer ours to give to somebody else."""
    return status in ("awaiting_payment", "paid")


def can_be_undone(
    status: str, paid_at: datetime | None, cancelled_at: datetime | None, now: datetime
) -> bool:
    """Whether its payment or its cancelling, whichever it stands at, can be taken back."""
    since = {"paid": paid_at, "cancelled": cancelled_at}.get(status)
    return since is not None and now - since <= UNDONE_WITHIN
