"""Looking: everything a turn needs to know, read in a handful of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row as DbRow
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.business import Knowledge
from cauce.core.decisions import Autonomy
from cauce.core.dialogue import Customer, OrderView
from cauce.core.money import Money
from cauce.core.opening import opening
from cauce.core.people import Agent
from cauce.engine.house import House
from cauce.flows import FLOWS
from cauce.policy.loop import LATELY
from cauce.store.models import Contact, ContactIdentity, Conversation, Lead, Message, Order
from cauce.store.queries import turns

# How far back an answer may look: enough for any shopping dialogue, small enough to read fast.
HISTORY = 30


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the gate asks about, besides the decision itself."""

    autonomies: Mapping[str, tuple[Autonomy, int | None]]
    bot_messages_lately: int
    open_case_id: str | None
    opted_out_at: datetime | None
    opt_out_confirmed: bool
    marketing_refused: bool
    marketing_allowed: bool
    reply_minutes: float | None
    drafts_wait: bool
    someone_listens: bool
    knowledge_mark: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class Looked:
    """A conversation with all that belongs to it; `burst` is what no turn has taken yet.

    `unanswered` was taken by a turn whose draft still waits for a yes.
    """

    conversation: Conversation
    contact: Contact
    identity: ContactIdentity
    lead: Lead | None
    burst: tuple[Message, ...]
    history: tuple[Message, ...]
    knowledge: Knowledge
    circumstances: Circumstances
    customer: Customer
    agents: tuple[Agent, ...]
    unanswered: tuple[Message, ...] = ()

    @property
    def open(self) -> tuple[Message, ...]:
        """All that an answer must answer now, oldest first."""
        return (*self.unanswered, *self.burst)


async def look(session: AsyncSession, house: House, conversation: Conversation) -> Looked:
    """Reads it all; the caller holds the conversation's lock."""
    contact, identity, lead = await turns.people(session, conversation)
    messages = await turns.last_messages(session, conversation.id, HISTORY)
    burst = tuple(one for one in messages if one.direction == "in" and not one.handled)
    row = await _asked(session, house, conversation, with_agents=True)
    circumstances = _circumstances(row)
    orders: tuple[OrderView, ...] = ()
    if contact.lifecycle == "customer":
        found = await turns.orders_of(session, contact.id)
        orders = tuple(_order(order, items, house.settings.address) for order, items in found)
    knowledge = await house.knowledge.at(session, circumstances.knowledge_mark)
    await house.minds.at(session, row.models_mark, knowledge.profile.time_zone)
    here = opening(knowledge.profile, house.clock.now()).open_now
    unanswered = _unanswered(messages) if circumstances.drafts_wait and burst else ()
    return Looked(
        conversation=conversation,
        contact=contact,
        identity=identity,
        lead=lead,
        burst=burst,
        history=tuple(one for one in messages if one not in burst and one not in unanswered),
        knowledge=knowledge,
        circumstances=circumstances,
        customer=_customer(contact, identity, conversation, orders, circumstances),
        agents=tuple(_agent(agent, here=here) for agent in row.agents or ()),
        unanswered=unanswered,
    )


def _unanswered(messages: Sequence[Message]) -> tuple[Message, ...]:
    """What the customer wrote since we last answered, as far as turns have taken it."""
    ours = [place for place, one in enumerate(messages) if one.direction == "out"]
    since = messages[ours[-1] + 1 :] if ours else messages
    theirs = (one for one in since if one.direction == "in" and one.handled)
    return tuple(one for one in theirs if not one.extra.get("withdrawn"))


async def circumstances_now(
    session: AsyncSession, house: House, conversation: Conversation
) -> Circumstances:
    """What the gate asks about, as it is at this moment."""
    return _circumstances(await _asked(session, house, conversation))


async def _asked(
    session: AsyncSession, house: House, conversation: Conversation, *, with_agents: bool = False
) -> DbRow[Any]:
    since = house.clock.now() - LATELY
    return await turns.circumstances(
        session, conversation.id, conversation.contact_id, since, with_agents=with_agents
    )


def _circumstances(row: DbRow[Any]) -> Circumstances:
    autonomies: dict[str, tuple[Autonomy, int | None]] = {
        flow.name: (flow.default_autonomy, None) for flow in FLOWS
    }
    chosen: Mapping[str, Any] = row.autonomies or {}
    autonomies.update({name: (one["autonomy"], one["limit"]) for name, one in chosen.items()})
    wishes: Mapping[str, Any] = row.consents or {}
    everything, marketing = wishes.get("all"), wishes.get("marketing")
    out = everything is not None and not everything["granted"]
    version: int | None = row.knowledge_version
    return Circumstances(
        autonomies=autonomies,
        bot_messages_lately=row.lately,
        open_case_id=row.open_case,
        opted_out_at=datetime.fromisoformat(everything["at"]) if out and everything else None,
        opt_out_confirmed=out and bool(row.opt_out_told),
        marketing_refused=marketing is not None and not marketing["granted"],
        marketing_allowed=marketing is not None and bool(marketing["granted"]),
        reply_minutes=row.reply_minutes,
        drafts_wait=row.drafts_wait,
        someone_listens=row.someone_listens,
        knowledge_mark=None if version is None else (version, row.knowledge_mark),
    )


def _customer(
    contact: Contact,
    identity: ContactIdentity,
    conversation: Conversation,
    orders: tuple[OrderView, ...],
    circumstances: Circumstances,
) -> Customer:
    language: Any = conversation.language or contact.language
    return Customer(
        id=contact.id,
        name=contact.name or identity.display_name,
        language=language,
        lifecycle=contact.lifecycle,
        segment=contact.segment,
        city=contact.city,
        company=contact.company,
        email=contact.emails[-1] if contact.emails else None,
        phone=contact.phones[-1] if contact.phones else None,
        lead_score=contact.lead_score,
        opted_out=circumstances.opted_out_at is not None,
        previous_interactions=conversation.message_count,
        orders=orders,
    )


def _order(order: Order, items: list[list[Any]], address: str) -> OrderView:
    unpaid = order.status == "awaiting_payment"
    return OrderView(
        number=order.number,
        status=order.status,
        placed=order.placed_at,
        total=Money.of_minor(order.total_minor, order.currency),
        items=tuple((name, count) for name, count in items if name is not None),
        city=order.city,
        tracking=order.tracking,
        eta=order.eta_at,
        payment_link=f"{address}/pay/{order.token}" if unpaid else None,
    )


def _agent(row: Mapping[str, Any], *, here: bool) -> Agent:
    """Nobody is on duty while the house is closed, whatever they forgot to switch off."""
    assigned = row["last_assigned_at"]
    return Agent(
        id=row["id"],
        name=row["name"],
        teams=tuple(row["teams"]),
        languages=tuple(row["languages"]),
        on_duty=row["on_duty"] and here,
        open_conversations=row["open"],
        idle_since=None if assigned is None else datetime.fromisoformat(assigned),
    )
