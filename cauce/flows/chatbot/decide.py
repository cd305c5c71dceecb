"""Turns a drafted answer into actions, or refuses it: a model proposes, only this decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cauce.core.actions import (
    Action,
    HandOver,
    RecordUnanswered,
    Remember,
    SendMessage,
    TakeOrder,
)
from cauce.core.decisions import Decision
from cauce.core.dialogue import Draft
from cauce.core.labels import EscalationReason, Language
from cauce.core.reasons import Reason, because
from cauce.flows.chatbot.wording import PERSON_INSTEAD

# Below this a draft is a guess, and an honest "a person will answer" serves the customer better.
LEAST_CONFIDENCE = 0.35
# Three answers in a row that did not help are enough.
FAILURES = 3
# What cannot wait goes before everything else in the inbox.
FIRST: frozenset[EscalationReason] = frozenset({"legal", "negative_sentiment", "high_value", "vip"})


@dataclass(frozen=True, slots=True)
class Facts:
    """`served` is true when an earlier flow of the turn already answers or hands over.

    `failures` counts answers in a row before this one that did not help; `team`, `agent_id`,
    `summary` and `entities` are what a person would be handed.
    """

    now: datetime
    draft: Draft | None
    served: bool = False
    with_person: bool = False
    failures: int = 0
    team: str = "support"
    agent_id: str | None = None
    summary: str = ""
    entities: Mapping[str, str] = field(default_factory=dict)
    language: Language = "es"


def decide(facts: Facts) -> Decision:
    draft = facts.draft
    if facts.with_person:
        return Decision((because("a person attends this conversation"),))
    if facts.served:
        return Decision((because("another flow of this turn already answers"),))
    if draft is None:
        return Decision((because("there is no draft to answer with"),))
    if draft.confidence < LEAST_CONFIDENCE:
        return _instead(facts, draft, "outside_authority", _unsure(draft))
    if draft.hand_over is not None:
        return _hand_over(facts, draft, draft.hand_over, draft.text)
    if draft.unanswered is not None and facts.failures + 1 >= FAILURES:
        why = because("{count} answers in a row did not help", count=facts.failures + 1)
        return _instead(facts, draft, "failed_attempts", why)
    if draft.order is not None and draft.reserved is None:
        why = because("the order has no number reserved for it")
        return _instead(facts, draft, "outside_authority", why)
    return _answer(draft)


def _answer(draft: Draft) -> Decision:
    actions: list[Action] = []
    reasons: list[Reason] = [_why(draft)]
    if draft.order is not None and draft.reserved is not None:
        taken = draft.reserved
        actions.append(TakeOrder(taken.id, taken.number, taken.payment_link, draft.order))
        reasons.append(
            because("the customer said yes to the summary of order {number}", number=taken.number)
        )
    if draft.text.strip():
        actions.append(_message(draft))
    actions.append(Remember(draft.memory))
    if draft.unanswered is not None:
        actions.append(RecordUnanswered(draft.unanswered, draft.language))
        reasons.append(because("nothing in the records answers this"))
    return _decision(draft, tuple(reasons), tuple(actions))


def _hand_over(
    facts: Facts, draft: Draft, reason: EscalationReason, text: str, *whys: Reason
) -> Decision:
    """The message goes first: once the conversation is handed over the machine is silent."""
    actions: list[Action] = [
        SendMessage(
            text,
            draft.language,
            purpose="handover",
            sources=draft.sources,
            summary=draft.summary,
        ),
        Remember(draft.memory),
        HandOver(
            reason=reason,
            summary=facts.summary,
            priority=5 if reason in FIRST else 4,
            team=facts.team,
            agent_id=facts.agent_id,
            entities=facts.entities,
        ),
    ]
    if draft.unanswered is not None:
        actions.append(RecordUnanswered(draft.unanswered, draft.language))
    reasons = whys or (because("this needs a person ({reason})", reason=reason),)
    return _decision(draft, reasons, tuple(actions))


def _instead(facts: Facts, draft: Draft, reason: EscalationReason, why: Reason) -> Decision:
    """The draft is not good enough to be said; what is true is said in its place."""
    text = draft.text if draft.hand_over is not None else PERSON_INSTEAD[draft.language]
    return _hand_over(facts, draft, draft.hand_over or reason, text, why)


def _message(draft: Draft) -> SendMessage:
    return SendMessage(
        draft.text,
        draft.language,
        quick_replies=draft.quick_replies,
        cards=draft.cards,
        summary=draft.summary,
        sources=draft.sources,
    )


def _unsure(draft: Draft) -> Reason:
    return because(
        "the draft is {confidence} % sure, under the {least} % it takes to answer",
        confidence=round(draft.confidence * 100),
        least=round(LEAST_CONFIDENCE * 100),
    )


def _why(draft: Draft) -> Reason:
    rows = len(draft.sources)
    if draft.act == "none":
        return because("this needs no answer")
    if rows:
        return because(
            "{topic}: the answer rests on {rows} rows of the records", topic=draft.topic, rows=rows
        )
    return because("{topic}: nothing is claimed that would need a record", topic=draft.topic)


def _decision(draft: Draft, reasons: tuple[Reason, ...], actions: tuple[Action, ...]) -> Decision:
    return Decision(
        reasons,
        confidence=draft.confidence,
        actions=actions,
        decided_by=draft.engine,
        saw={"act": draft.act, "topic": draft.topic, "sources": [s.id for s in draft.sources]},
        milliseconds=draft.milliseconds,
        tokens=draft.tokens,
        cost=draft.cost,
        prompt_version=draft.prompt_version,
    )
