"""The envelope every WhatsApp webhook comes in."""

from collections.abc import Mapping
from typing import Any

from cauce.sandbox.state import Sandbox
from cauce.sandbox.world.accounts import WABA_ID
from cauce.sandbox.world.people import Customer


def tell(sandbox: Sandbox, value: Mapping[str, Any], about: str, field: str = "messages") -> None:
    """Sends `value`, unless the application follows nothing."""
    if WABA_ID in sandbox.world.accounts.subscribed:
        sandbox.deliveries.tell(envelope(sandbox, value, field), about)


def envelope(sandbox: Sandbox, value: Mapping[str, Any], field: str = "messages") -> dict[str, Any]:
    number = sandbox.world.accounts.number
    whole = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": number.digits, "phone_number_id": number.id},
        **value,
    }
    change = {"field": field, "value": whole}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": number.waba_id, "changes": [change]}],
    }


def contact(customer: Customer) -> dict[str, Any]:
    """Whoever wrote, as `contacts` has them."""
    profile = {"name": customer.name}
    if customer.username is not None:
        profile["username"] = customer.username
    told: dict[str, Any] = {"profile": profile}
    if customer.manners.shows_phone:
        told["wa_id"] = customer.address
    if customer.user_id is not None:
        told["user_id"] = customer.user_id
    return told


def sender(customer: Customer) -> dict[str, str]:
    """Whoever wrote, as the message has them."""
    told = {"from": customer.address} if customer.manners.shows_phone else {}
    return told | ({"from_user_id": customer.user_id} if customer.user_id is not None else {})
