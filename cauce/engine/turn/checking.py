"""Holding a decision against the rows it rests on, as they are at the moment of sending."""

from collections.abc import Sequence
from dataclasses import replace

from cauce.core.actions import Action, Remember, SendMessage, TakeOrder
from cauce.core.business import Knowledge
from cauce.core.decisions import Go
from cauce.core.dialogue import Customer, ReservedOrder
from cauce.policy.gate import Judgement, judge_together
from cauce.policy.grounding import backing_of, unsupported
from cauce.policy.situation import Situation


def judge_now(
    actions: Sequence[Action],
    situation: Situation,
    knowledge: Knowledge,
    customer: Customer,
    *,
    by_person: bool = False,
) -> tuple[Judgement, ...]:
    """What the gate says of the actions together, with what their messages claim looked up.

    What a person wrote is theirs to claim. What the dialogue remembers shares the fate of its
    message: nobody saw what did not leave.
    """
    claims = () if by_person else claims_without_row(actions, knowledge, customer)
    judged = judge_together(actions, replace(situation, unsupported=claims))
    held = next(
        (
            judgement
            for action, judgement in zip(actions, judged, strict=True)
            if isinstance(action, SendMessage) and not isinstance(judgement.verdict, Go)
        ),
        None,
    )
    if held is None:
        return judged
    return tuple(
        held if isinstance(action, Remember) else judgement
        for action, judgement in zip(actions, judged, strict=True)
    )


def claims_without_row(
    actions: Sequence[Action], knowledge: Knowledge, customer: Customer
) -> tuple[str, ...]:
    """What the messages among `actions` claim and nothing backs, in the customer's own words."""
    taken = next((action for action in actions if isinstance(action, TakeOrder)), None)
    claims: list[str] = []
    for action in actions:
        if isinstance(action, SendMessage):
            claims += _claims(action, taken, knowledge, customer)
    return tuple(claims)


def _claims(
    action: SendMessage, taken: TakeOrder | None, knowledge: Knowledge, customer: Customer
) -> list[str]:
    named = {(source.kind, source.id) for source in action.sources}
    kinds = {kind for kind, _ in named}
    skus = set(action.cards)
    draft = action.summary or (taken.order if taken else None)
    reserved = None
    if taken is not None:
        reserved = ReservedOrder(taken.order_id, taken.number, taken.payment_link)
    backing = backing_of(
        profile=knowledge.profile if "profile" in kinds else None,
        products=[
            one for one in knowledge.products if ("product", one.id) in named or one.sku in skus
        ],
        faqs=[one for one in knowledge.faqs if ("faq", one.id) in named],
        policies=[one for one in knowledge.policies if ("policy", one.id) in named],
        orders=[one for one in customer.orders if ("order", one.number) in named],
        discounts=[
            rule
            for rule in knowledge.profile.discount_rules
            if ("discount", rule.code or rule.name) in named
        ],
        order_draft=draft,
        reserved=reserved,
        catalogue=knowledge.products,
        time_zone=knowledge.profile.time_zone,
    )
    return [str(claim) for claim in unsupported(action.text, backing)]
