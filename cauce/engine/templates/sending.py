"""A person sends a template: judged by what the customer wants, sent once, and written down."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.channels.connecting import outlet_of
from cauce.core.actions import SendTemplate
from cauce.core.decisions import Go
from cauce.core.keys import idempotency_key
from cauce.engine import accounts, attend
from cauce.engine.house import House
from cauce.engine.performing.templates import message_of
from cauce.engine.templates.choosing import action_of, chosen
from cauce.engine.templates.registry import template_of
from cauce.engine.turn.looking import circumstances_now
from cauce.engine.window import window_for_people
from cauce.errors import BadInput, Conflict, DeliveryError, NotFound
from cauce.policy.frequency import TEMPLATES_WITHIN
from cauce.policy.gate import judge_person
from cauce.policy.situation import Situation
from cauce.store.models import Conversation, Message, MessageTemplate
from cauce.store.queries import templates as queries
from cauce.store.queries.audit import note


async def send(
    house: House,
    user_id: str,
    conversation_id: str,
    template_id: str,
    values: Mapping[str, str],
    key: str,
) -> Message:
    """Sends it in this conversation, which becomes theirs.

    The same `key` again returns the message that was sent. Raises NotFound, BadInput for values
    that do not fit, and Conflict when the template may not be sent now or the customer does not
    want it, saying why.
    """
    once = idempotency_key("agent", conversation_id, key)
    async with house.store.writing() as session:
        thread = await attend.locked(session, conversation_id)
        sent: Message | None = await session.scalar(select(Message).where(Message.key == once))
        if sent is not None:
            return sent
        if thread.status == "closed":
            raise Conflict(attend.CLOSED)
        template = await chosen(session, thread, template_id)
        action = action_of(template, values)
        await _allowed(session, house, thread, action)
        message = message_of(action, once)
        message.id = house.keys.new(Message.prefix)
        message.sender, message.agent_id = "agent", user_id
        await attend.say(session, house, thread, user_id, message)
        told = {"template": template.name, "language": template.language, "message": message.id}
        note(session, user_id, "template.sent", thread.id, after=told)
    return message


async def _allowed(
    session: AsyncSession, house: House, thread: Conversation, action: SendTemplate
) -> None:
    """Raises Conflict with the reason of whatever stands against it."""
    now = house.clock.now()
    known = await circumstances_now(session, house, thread)
    since = now - TEMPLATES_WITHIN
    situation = Situation(
        now=now,
        flow="person",
        autonomy="act",
        opted_out_at=known.opted_out_at,
        opt_out_confirmed=known.opt_out_confirmed,
        customer_wrote_at=thread.last_inbound_at,
        marketing_allowed=known.marketing_allowed,
        marketing_refused=known.marketing_refused,
        window=await window_for_people(session, thread),
        templates_unanswered=await queries.unanswered(
            session, thread.contact_id, since, thread.last_inbound_at
        ),
    )
    verdict = judge_person(action, situation)
    if not isinstance(verdict, Go):
        raise Conflict(_SAID.get(verdict.reason.sentence, str(verdict.reason)))


# What the gate says in its own words, told to a person in theirs.
_SAID: Mapping[str, str] = {
    "the customer asked us to stop writing": "The customer asked us to stop writing.",
    "the customer does not want offers": "The customer does not want offers.",
    "the customer never said yes to offers": (
        "This template is advertising, and the customer never said yes to offers."
    ),
    "they left {count} templates unanswered within {days} days": (
        "They left several templates unanswered in the last days. Wait until they write."
    ),
    "this channel knows no templates": "Only WhatsApp has templates.",
}


async def try_out(
    house: House, user_id: str | None, template_id: str, to: str, values: Mapping[str, str]
) -> str:
    """Sends it to a number of one's own, outside any conversation; what Meta calls the message.

    Raises NotFound, and BadInput with what is wrong or what Meta says.
    """
    digits = "".join(one for one in to if one.isdigit())
    if not to.isascii() or not 8 <= len(digits) <= 15:
        raise BadInput("Write the number with its country code: +507 6123 4567.", "to")
    async with house.store.reading() as session:
        row = await session.get(MessageTemplate, template_id)
        speaker = None if row is None else await queries.speaks_for(session, row.waba_id)
    if row is None:
        raise NotFound("There is no such template.")
    if speaker is None or not accounts.usable(house, speaker):
        raise BadInput("No number of this WhatsApp Business account is connected.", "to")
    action = action_of(template_of(row), values)
    try:
        outlet = outlet_of(house.http, accounts.opened(house, speaker), house.addresses)
        sent = await outlet.send_template(digits, action.out, "")
    except DeliveryError as error:
        raise BadInput(error.message, "to") from error
    async with house.store.writing() as session:
        note(session, user_id, "template.tested", row.id, after={"message": sent.provider_id})
    return sent.provider_id
