"""A drafted answer becomes actions only when it may be said; a guess becomes a person."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from cauce.core.actions import (
    HandOver,
    RecordUnanswered,
    Remember,
    SendMessage,
    TakeOrder,
)
from cauce.core.decisions import Decision
from cauce.core.dialogue import Draft, Memory, OrderDraft, OrderLine, ReservedOrder, Source
from cauce.core.money import Money
from cauce.core.reasons import because
from cauce.flows.chatbot.decide import decide
from cauce.flows.chatbot.observe import observe

Make = Callable[..., Any]

ANSWER = Draft(
    "Cuesta $849.",
    "answer",
    0.9,
    Memory(focus="LAP-1"),
    topic="products",
    sources=(Source("product", "p1"),),
)
ORDER = OrderDraft(
    (OrderLine("LAP-1"),),
    "ship",
    "David",
    Money(Decimal(0), "USD"),
    Money(Decimal(849), "USD"),
)


def _kinds(decision: Decision) -> list[type]:
    return [type(action) for action in decision.actions]


def test_an_answer_is_sent_with_what_it_rests_on_and_remembered(turn: Make) -> None:
    decision = decide(observe(turn("precio?", draft=ANSWER)))
    assert _kinds(decision) == [SendMessage, Remember]
    message = decision.actions[0]
    assert isinstance(message, SendMessage)
    assert message.sources == ANSWER.sources
    assert decision.decided_by == "embedded"
    assert str(decision.because[0])


def test_an_order_is_taken_before_it_is_confirmed_to_the_customer(turn: Make) -> None:
    draft = replace(ANSWER, act="order", order=ORDER, reserved=ReservedOrder("o", "T-1", "l"))
    decision = decide(observe(turn("sí", draft=draft)))
    assert _kinds(decision) == [TakeOrder, SendMessage, Remember]
    taken = decision.actions[0]
    assert isinstance(taken, TakeOrder)
    assert (taken.number, taken.order) == ("T-1", ORDER)


def test_an_order_without_a_reserved_number_goes_to_a_person(turn: Make) -> None:
    decision = decide(observe(turn("sí", draft=replace(ANSWER, order=ORDER))))
    assert HandOver in _kinds(decision)
    assert TakeOrder not in _kinds(decision)


def test_a_guess_becomes_an_honest_hand_over(turn: Make) -> None:
    decision = decide(observe(turn("¿?", draft=replace(ANSWER, confidence=0.2))))
    said = decision.actions[0]
    assert isinstance(said, SendMessage)
    assert "$849" not in said.text
    assert said.purpose == "handover"
    assert HandOver in _kinds(decision)


def test_a_hand_over_is_said_before_the_machine_falls_silent(turn: Make) -> None:
    draft = replace(ANSWER, text="Te paso con alguien.", act="escalate", hand_over="legal")
    decision = decide(observe(turn("mi abogado", draft=draft)))
    assert _kinds(decision) == [SendMessage, Remember, HandOver]
    given = decision.actions[2]
    assert isinstance(given, HandOver)
    assert (given.reason, given.priority, given.agent_id) == ("legal", 5, "usr_support")
    assert "abogado" in given.summary


def test_what_nobody_knows_is_written_down_for_the_owner(turn: Make) -> None:
    draft = replace(ANSWER, text="No lo sé.", unanswered="¿tienen parqueo?", sources=())
    decision = decide(observe(turn("¿tienen parqueo?", draft=draft)))
    assert _kinds(decision) == [SendMessage, Remember, RecordUnanswered]


def test_the_third_answer_in_a_row_that_does_not_help_brings_a_person(
    turn: Make,
) -> None:
    draft = replace(ANSWER, unanswered="¿?")
    seen = turn("¿?", draft=draft)
    failed = replace(seen, conversation=replace(seen.conversation, bot_failures=2))
    given = [one for one in decide(observe(failed)).actions if isinstance(one, HandOver)]
    assert [one.reason for one in given] == ["failed_attempts"]


def test_it_says_nothing_after_another_flow_handed_over(turn: Make) -> None:
    given = HandOver("legal", "", 5, "support")
    made = {"escalation": Decision((because("legal"),), actions=(given,))}
    assert not decide(observe(turn("hola", draft=ANSWER, made=made))).actions


def test_it_says_nothing_while_a_person_attends(turn: Make) -> None:
    seen = turn("hola", draft=ANSWER)
    held = replace(seen, conversation=replace(seen.conversation, bot_silenced=True))
    assert not decide(observe(held)).actions


def test_without_a_draft_there_is_nothing_to_do(turn: Make) -> None:
    decision = decide(observe(turn("hola")))
    assert not decision.actions
    assert decision.because


def test_a_draft_that_says_nothing_is_only_remembered(turn: Make) -> None:
    decision = decide(observe(turn("spam", draft=replace(ANSWER, text="", act="none"))))
    assert _kinds(decision) == [Remember]
