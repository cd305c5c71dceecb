"""Whether a message is still to leave: what happened since it was decided may stand against it."""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.actions import Purpose, SendMessage
from cauce.core.delivery import OutTemplate, Remedy
from cauce.core.templates import MARKETING, SENDABLE
from cauce.engine.house import House
from cauce.engine.window import window_in
from cauce.engine.words import read
from cauce.policy.sending import Standing, why_not_now
from cauce.store.models import ChannelAccount, Conversation, Message, MessageTemplate
from cauce.store.queries import deliveries
from cauce.store.queries.deliveries import Outgoing


@dataclass(frozen=True, slots=True)
class Against:
    """Why it does not leave, and what that asks of people."""

    why: str
    remedy: Remedy | None = None


def template_in(message: Message) -> OutTemplate:
    """What leaves for a message that is a template."""
    return read(OutTemplate, message.extra["template"]["out"])


async def against(
    session: AsyncSession,
    house: House,
    thread: Conversation,
    out: Outgoing,
    action: SendMessage,
    account: ChannelAccount | None,
) -> Against | None:
    """What stands against it; None: nothing.

    Half a message is worse than a whole one, so what has begun to leave is finished. What a person
    typed leaves while the platform takes it: only templates are looked at again.
    """
    message = out.message
    template: dict[str, Any] | None = message.extra.get("template")
    if out.delivery.part > 0 or (message.sender != "bot" and template is None):
        return None
    purpose = action.purpose if template is None else _purpose(template)
    standing = Standing(
        unreachable_at=out.identity.unreachable_at,
        last_inbound_at=out.identity.last_inbound_at,
        not_before=out.identity.not_before,
        paused_until=None if account is None else account.paused_until,
    )
    why_not = why_not_now(purpose, standing, message.created_at, house.clock.now())
    if why_not is not None:
        return Against(why_not)
    late = await _too_late(session, house, thread, template)
    if late is not None:
        return late
    if message.sender != "bot" or purpose in ("handover", "notice"):
        return None
    if thread.bot_silenced:
        return Against("a person took over before it left")
    if await deliveries.refused_since(session, message.contact_id, message.created_at):
        return Against("the customer asked not to be written to before it left")
    return None


async def _too_late(
    session: AsyncSession, house: House, thread: Conversation, template: dict[str, Any] | None
) -> Against | None:
    """The platform would refuse it by now."""
    if template is not None:
        row = await session.get(MessageTemplate, template["id"])
        if row is None or row.status not in SENDABLE:
            return Against("the template was withdrawn before it left", "template_off")
        return None
    window = window_in(thread, "machine")
    if window.over_at(house.clock.now()):
        why = "the time for answers ended before it left"
        return Against(why, "template" if window.templates else None)
    return None


def _purpose(template: dict[str, Any]) -> Purpose:
    """Whatever it is sent for, one that is filed as advertising counts as that."""
    return (
        "marketing" if template["category"] == MARKETING else cast("Purpose", template["purpose"])
    )
