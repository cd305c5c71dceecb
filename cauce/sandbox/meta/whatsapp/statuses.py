"""What becomes of an accepted message: sent, delivered, read, played, failed; each is told."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final

from cauce.sandbox.graph_error import GraphError
from cauce.sandbox.meta.whatsapp.envelope import tell
from cauce.sandbox.state import Sandbox
from cauce.sandbox.world.people import Customer, Shown

SENT_AFTER: Final = 0.2
DELIVERED_AFTER: Final = 0.6
READ_AFTER: Final = 0.9
_ENTRY_POINT: Final = timedelta(hours=72)


def follow(
    sandbox: Sandbox, customer: Customer | None, address: str, shown: Shown, failing: int | None
) -> None:
    """Plans the news of a message that was just accepted."""

    def step(status: str) -> Callable[[], Awaitable[None]]:
        async def take() -> None:
            advance(sandbox, customer, shown, status, address=address)

        return take

    if failing is not None:

        async def fail() -> None:
            shown.error = f"{failing}: {GraphError(failing).title}"
            advance(sandbox, customer, shown, "failed", address=address, code=failing)

        sandbox.agenda.plan(SENT_AFTER, fail)
        return
    sandbox.agenda.plan(SENT_AFTER, step("sent"))
    if customer is None or customer.manners.blocks_us:
        return

    async def arrive() -> None:
        if customer.manners.phone_on:
            _arrive(sandbox, customer, shown)

    sandbox.agenda.plan(DELIVERED_AFTER, arrive)

    async def see() -> None:
        if customer.manners.phone_on and customer.manners.here:
            advance(sandbox, customer, shown, "read")

    sandbox.agenda.plan(READ_AFTER, see)


def _arrive(sandbox: Sandbox, customer: Customer, shown: Shown) -> None:
    if customer.manners.skips_delivered and customer.manners.here:
        return
    advance(sandbox, customer, shown, "delivered")


def phone_on(sandbox: Sandbox, customer: Customer) -> None:
    """Everything that waited for the phone arrives."""
    for shown in customer.shown:
        if shown.side == "business" and shown.status == "sent" and not customer.manners.blocks_us:
            advance(sandbox, customer, shown, "delivered")


def read_all(sandbox: Sandbox, customer: Customer) -> None:
    """The customer opens the chat: everything that arrived is read."""
    arrived = ("sent", "delivered") if customer.manners.skips_delivered else ("delivered",)
    for shown in customer.shown:
        if shown.side == "business" and shown.status in arrived and not shown.foreign:
            advance(sandbox, customer, shown, "read")


def play(sandbox: Sandbox, customer: Customer, shown: Shown) -> None:
    """A voice note is listened to for the first time."""
    advance(sandbox, customer, shown, "played")


def advance(
    sandbox: Sandbox,
    customer: Customer | None,
    shown: Shown,
    status: str,
    *,
    address: str = "",
    code: int | None = None,
) -> None:
    """One step, told to Cauce when it is one."""
    if not shown.comes_to(status):
        return
    sandbox.journal.touch()
    item = told(sandbox, customer, shown, status, address, code)
    tell(sandbox, {"statuses": [item]}, "statuses")


def told(
    sandbox: Sandbox,
    customer: Customer | None,
    shown: Shown,
    status: str,
    address: str = "",
    code: int | None = None,
) -> dict[str, Any]:
    """The status as webhooks carry it."""
    now = sandbox.clock.now()
    item: dict[str, Any] = {
        "id": shown.id,
        "status": status,
        "timestamp": str(int(now.timestamp())),
    }
    if customer is None or customer.manners.shows_phone:
        item["recipient_id"] = customer.address if customer is not None else address
    if customer is not None and customer.user_id is not None:
        item["recipient_user_id"] = customer.user_id
    if shown.opaque is not None:
        item["biz_opaque_callback_data"] = shown.opaque
    if code is not None:
        item["errors"] = [GraphError(code).as_reported()]
        return item
    if status in ("sent", "delivered"):
        item["pricing"] = _price(customer, shown, now)
    return item


def _price(customer: Customer | None, shown: Shown, now: datetime) -> dict[str, Any]:
    """What it costs: nothing after an ad, and nothing but marketing inside the reply window."""
    kind, category = "regular", shown.category
    if customer is not None and customer.by_ad is not None and now - customer.by_ad < _ENTRY_POINT:
        kind, category = "free_entry_point", "referral_conversion"
    elif category == "service" or (
        category == "utility" and customer is not None and customer.window_open(shown.at)
    ):
        kind = "free_customer_service"
    billable = kind == "regular"
    return {"billable": billable, "pricing_model": "PMP", "type": kind, "category": category}
