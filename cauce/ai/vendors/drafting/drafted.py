"""A model's answer as a draft: its words, on rows that were looked up; orders in our own words."""

from dataclasses import replace

from cauce.ai.embedded.composer.voice import Voice
from cauce.ai.vendors.drafting.bound import Bound
from cauce.ai.vendors.drafting.form import AnswerForm
from cauce.ai.vendors.drafting.ordered import Priced, summary_of
from cauce.core.dialogue import Brief, Draft, Memory, OrderDraft, QuickReply, Source
from cauce.core.labels import EscalationReason, Language

_PROFILE = Source("profile", "profile")
_CARDS = 5
_SUREST = 0.9
_PERSON: dict[EscalationReason, str] = {
    "customer_request": "person.gladly",
    "legal": "person.legal",
    "negative_sentiment": "person.complaint",
    "high_value": "order.high_value",
    "failed_attempts": "person.failed",
}


def draft_of(form: AnswerForm, bound: Bound, brief: Brief) -> Draft:
    voice = Voice(form.language, brief.knowledge.profile.address_form, brief.text)
    if bound.hand_over is not None:
        return _handed_over(bound.hand_over, voice, brief)
    if bound.wants_order and bound.priced is not None:
        return _to_confirm(bound, bound.priced, voice, brief)
    if form.off_topic:
        return _declined(voice, brief)
    return _said(form, bound, brief)


def _said(form: AnswerForm, bound: Bound, brief: Brief) -> Draft:
    shown = tuple(dict.fromkeys(sku for sku in form.shown if sku in bound.products))
    memory = replace(
        brief.memory,
        shown=shown or brief.memory.shown,
        focus=shown[0] if len(shown) == 1 else None if shown else brief.memory.focus,
        stage="offered" if shown else brief.memory.stage,
        pending=None,
    )
    return Draft(
        text=form.text.strip(),
        act=form.act,
        confidence=max(0.0, min(_SUREST, form.confidence)),
        memory=_talked(memory, form.language, form.topic),
        topic=form.topic,
        language=form.language,
        cards=shown[:_CARDS] if form.act == "offer" else (),
        sources=(_PROFILE, *bound.sources),
        summary=bound.priced.draft if bound.priced else None,
        unanswered=brief.text if form.unanswered else None,
    )


def _to_confirm(bound: Bound, found: Priced, voice: Voice, brief: Brief) -> Draft:
    """The summary, in the words the house always uses; the customer's yes is read by the house."""
    profile, order = brief.knowledge.profile, found.draft
    text = summary_of(found, voice)
    limit = profile.high_value
    if limit is not None and order.total >= limit:
        person = _handed_over("high_value", voice, brief)
        return replace(
            person,
            text=f"{text}\n{person.text}",
            sources=(_PROFILE, *bound.sources),
            summary=order,
        )
    memory = _awaiting_yes(order, brief)
    confirm, change = voice.say("button.confirm"), voice.say("button.change")
    asks = voice.say("order.confirm" if order.customer_name else "order.confirm_name")
    return Draft(
        text=f"{text}\n{asks}",
        act="order",
        confidence=_SUREST,
        memory=_talked(memory, voice.language, "orders"),
        topic="orders",
        language=voice.language,
        quick_replies=(QuickReply(confirm, confirm), QuickReply(change, change)),
        sources=(_PROFILE, *bound.sources),
        summary=order,
    )


def _awaiting_yes(order: OrderDraft, brief: Brief) -> Memory:
    """Just as the house remembers an order whose summary it has shown."""
    notes = {**brief.memory.notes, "told_total": str(order.total.minor)}
    if order.code is not None:
        notes["code"] = order.code
    return replace(
        brief.memory,
        stage="confirming",
        lines=order.lines,
        delivery=order.delivery,
        city=order.city or brief.memory.city,
        payment=order.payment or brief.memory.payment,
        customer_name=order.customer_name or brief.memory.customer_name,
        focus=order.lines[-1].sku,
        pending="confirm",
        notes=notes,
    )


def _handed_over(reason: EscalationReason, voice: Voice, brief: Brief) -> Draft:
    soon = "person.soon" if brief.open_now else "person.when_open"
    return Draft(
        text=f"{voice.say(_PERSON.get(reason, 'person.case'))}\n{voice.say(soon)}",
        act="escalate",
        confidence=_SUREST,
        memory=_talked(replace(brief.memory, pending=None), voice.language, "other"),
        language=voice.language,
        hand_over=reason,
    )


def _declined(voice: Voice, brief: Brief) -> Draft:
    """Kindly, briefly, and in words no model chose."""
    return Draft(
        text=f"{voice.say('refuse.offtopic')}\n{voice.say('refuse.back')}",
        act="answer",
        confidence=_SUREST,
        memory=_talked(replace(brief.memory, pending="help"), voice.language, "other"),
        language=voice.language,
    )


def _talked(memory: Memory, language: Language, topic: str) -> Memory:
    notes = {**memory.notes, "language": language}
    return replace(memory, greeted=True, last_topic=topic, notes=notes)
