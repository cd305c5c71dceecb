"""A second look at what a person wrote: the figures in it that no record of the business holds."""

from collections.abc import Sequence

from cauce.core.actions import Action, SendMessage, TakeOrder
from cauce.core.dialogue import OrderDraft, ReservedOrder
from cauce.core.spelling import plain
from cauce.engine.turn.looking import Looked
from cauce.engine.words import action_from
from cauce.policy.grounding import backing_of, unsupported
from cauce.store.models import ActionRow


def doubtful(looked: Looked, text: str, rows: Sequence[ActionRow] = ()) -> tuple[str, ...]:
    """What `text` claims and nothing backs: people may say anything that any record says.

    `rows` are the actions it goes with; an order among them backs its own figures.
    """
    knowledge = looked.knowledge
    actions = [action_from(row.kind, row.payload) for row in rows]
    taken = next((one for one in actions if isinstance(one, TakeOrder)), None)
    reserved = None
    if taken is not None:
        reserved = ReservedOrder(taken.order_id, taken.number, taken.payment_link)
    backing = backing_of(
        profile=knowledge.profile,
        products=knowledge.products,
        faqs=knowledge.faqs,
        policies=knowledge.policies,
        orders=looked.customer.orders,
        order_draft=_draft(actions),
        reserved=reserved,
        catalogue=knowledge.products,
        time_zone=knowledge.profile.time_zone,
    )
    return tuple(_as_typed(str(claim), text) for claim in unsupported(text, backing))


def _as_typed(claim: str, text: str) -> str:
    """With the accents the person gave it: claims are read without."""
    at = plain(text).find(plain(claim))
    same_length = len(plain(text)) == len(text)
    return text[at : at + len(claim)] if at >= 0 and same_length else claim


def _draft(actions: Sequence[Action]) -> OrderDraft | None:
    ordered = (one.order for one in actions if isinstance(one, TakeOrder))
    shown = (one.summary for one in actions if isinstance(one, SendMessage))
    return next(ordered, None) or next(shown, None)
