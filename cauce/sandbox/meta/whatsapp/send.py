"""Sending on WhatsApp: what Meta refuses at once, what it takes, and what it takes in vain."""

from datetime import datetime, timedelta
from typing import Any, Final

from cauce.sandbox.graph_error import GraphError
from cauce.sandbox.meta.call import Call
from cauce.sandbox.meta.whatsapp import drawing, filling, statuses
from cauce.sandbox.meta.whatsapp.checks import MEDIA, check
from cauce.sandbox.world.accounts import NUMBER_ID, Number
from cauce.sandbox.world.people import Customer, Shown
from cauce.sandbox.world.templates import Template

MESSAGING: Final = "whatsapp_business_messaging"
TYPING_SECONDS: Final = 25
_DAY: Final = timedelta(days=1)
# Marketing templates reach nobody there.
_NO_MARKETING: Final = "1"


async def send_on_whatsapp(call: Call) -> dict[str, Any]:
    """One call to /messages: a message, or the news that one was read."""
    call.token(NUMBER_ID, MESSAGING)
    if call.given.get("messaging_product") != "whatsapp":
        raise GraphError(100, "The parameter messaging_product must be whatsapp.")
    if "status" in call.given:
        return _read(call)
    kind = check(call.given)
    world, now = call.sandbox.world, call.sandbox.clock.now()
    number = world.accounts.number
    template, drawn = _drawn(call, kind)
    address, customer = _recipient(call, number, template)
    _pace(call, number, customer, now)
    failing = _fate(call, kind, customer, template, now)
    if failing == 131047 and number.refuses == "at_once":
        raise GraphError(131047)
    shown = Shown(
        id=world.message_id("whatsapp"),
        side="business",
        kind=kind,
        content=drawn,
        at=now,
        reply_to=(call.given.get("context") or {}).get("message_id"),
        opaque=call.given.get("biz_opaque_callback_data"),
        category=template.category.lower() if template is not None else "service",
    )
    if customer is not None:
        _put_on_phone(customer, shown, template, now)
    statuses.follow(call.sandbox, customer, address, shown, failing)
    call.sandbox.journal.touch()
    return _accepted(call, address, customer, shown, template)


def _accepted(
    call: Call, address: str, customer: Customer | None, shown: Shown, template: Template | None
) -> dict[str, Any]:
    contact: dict[str, Any] = {"input": str(call.given.get("to") or call.given.get("recipient"))}
    if customer is None or customer.manners.shows_phone:
        contact["wa_id"] = customer.address if customer is not None else address
    if customer is not None and customer.user_id is not None:
        contact["user_id"] = customer.user_id
    sent = {"id": shown.id} | ({"message_status": "accepted"} if template is not None else {})
    return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [sent]}


def _recipient(
    call: Call, number: Number, template: Template | None
) -> tuple[str, Customer | None]:
    """The address, and who is behind it. `to` wins over `recipient` when both are there."""
    to, user_id = call.given.get("to"), call.given.get("recipient")
    world = call.sandbox.world
    if to:
        digits = "".join(one for one in str(to) if one not in "+ -()")
        if not digits.isdigit() or not 7 <= len(digits) <= 15:
            raise GraphError(131009, f"{to} is no phone number.")
        if digits == number.digits:
            raise GraphError(131021)
        if number.test_recipients is not None and digits not in number.test_recipients:
            raise GraphError(131030)
        return digits, world.reachable_as("whatsapp", digits)
    if not user_id:
        raise GraphError(131008, "The parameter to is required.")
    if template is not None and template.category == "AUTHENTICATION":
        raise GraphError(131062, "Authentication templates go to phone numbers only.")
    found = world.reachable_as("whatsapp", str(user_id))
    if found is None or found.user_id != user_id:
        raise GraphError(131009, f"{user_id} is no user id of this business.")
    return str(user_id), found


def _pace(call: Call, number: Number, customer: Customer | None, now: datetime) -> None:
    """Raises GraphError when the number, or this pair, is too fast."""
    if call.sandbox.world.busy(now, number.per_second):
        raise GraphError(130429, f"{number.per_second} messages a second are the most.")
    if customer is None:
        return
    passed = (now - customer.pair_at).total_seconds() if customer.pair_at is not None else 0.0
    customer.pair_level = max(customer.pair_level - passed / number.pair_seconds, 0.0)
    customer.pair_at = now
    if customer.pair_level + 1 > number.pair_burst:
        raise GraphError(131056, f"One message in {number.pair_seconds:g} seconds to one person.")
    customer.pair_level += 1


def _fate(
    call: Call, kind: str, customer: Customer | None, template: Template | None, now: datetime
) -> int | None:
    """The code it will fail with after it was accepted; None when it arrives."""
    fault = call.request.state.fault
    if fault is not None and fault.kind == "wrong":
        return fault.code or 131000
    if customer is None or not customer.manners.on_platform:
        return 131026
    if template is None:
        return None if customer.window_open(now) else 131047
    if template.category != "MARKETING":
        return None
    if customer.manners.opted_out:
        return 131050
    if customer.manners.in_experiment:
        return 130472
    recent = [at for at in customer.marketing if now - at < _DAY]
    cap = call.sandbox.world.accounts.number.marketing_cap
    return 131049 if len(recent) >= cap or customer.address.startswith(_NO_MARKETING) else None


def _drawn(call: Call, kind: str) -> tuple[Template | None, dict[str, Any]]:
    """What the phone shows, and the template it came from."""
    world, now = call.sandbox.world, call.sandbox.clock.now()
    if kind == "template":
        given = call.given["template"]
        template = filling.find(world.templates.values(), given)
        return template, filling.fill(template, given)
    if kind in MEDIA:
        media_id = call.given[kind].get("id")
        if media_id and world.media.find(str(media_id), now) is None:
            raise GraphError(131009, f"There is no media {media_id}.")
    if (
        kind == "reaction"
        and world.message("whatsapp", call.given["reaction"]["message_id"]) is None
    ):
        raise GraphError(131009, "The message that is reacted to is unknown.")
    return None, drawing.drawn(kind, call.given)


def _put_on_phone(
    customer: Customer, shown: Shown, template: Template | None, now: datetime
) -> None:
    customer.typing_until = None
    if template is not None and template.category == "MARKETING":
        customer.marketing = [at for at in customer.marketing if now - at < _DAY] + [now]
    if shown.kind != "reaction":
        customer.shown.append(shown)
        return
    about = customer.find(shown.content["message"])
    if about is not None:
        about.reaction = shown.content["emoji"] or None


def _read(call: Call) -> dict[str, Any]:
    """Blue ticks on the customer's side, and the dots of somebody typing."""
    if call.given.get("status") != "read":
        raise GraphError(131009, "status can only be read.")
    message_id = call.given.get("message_id")
    if not isinstance(message_id, str) or not message_id:
        raise GraphError(131008, "The parameter message_id is required.")
    found = call.sandbox.world.message("whatsapp", message_id)
    if found is None or found[1].side != "customer":
        raise GraphError(131009, "There is no such message to be read.")
    customer, read = found
    now = call.sandbox.clock.now()
    for one in customer.shown:
        if one.side == "customer" and one.at <= read.at:
            one.comes_to("read")
    typing = call.given.get("typing_indicator")
    if isinstance(typing, dict):
        if typing.get("type") != "text":
            raise GraphError(131009, "typing_indicator.type can only be text.")
        customer.typing_until = now + timedelta(seconds=TYPING_SECONDS)
    call.sandbox.journal.touch()
    return {"success": True}
