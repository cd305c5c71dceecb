"""Data requests, people in danger and people who wait: what escalation owes each of them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from cauce.core.actions import Action, HandOver, NotifyTeam, RaiseAlert, SendMessage
from cauce.core.dialogue import Source
from cauce.core.first_aid import Advice
from cauce.core.people import Agent
from cauce.core.reading import Mood
from cauce.core.turn import Conversation, Opening
from cauce.flows.escalation.decide import decide
from cauce.flows.escalation.messages import is_waiting_note
from cauce.flows.escalation.observe import observe

Make = Callable[..., Any]
ADVICE = Advice("Vaya a urgencias.", (Source("faq", "faq_1"),))
CLOSED = Opening(open_now=False, next_open=datetime(2026, 3, 11, 14, 0, tzinfo=UTC))
WAITS = Conversation("conv_1", "webchat", status="waiting_agent", bot_silenced=True)


def actions(turn: Any) -> tuple[Action, ...]:
    return decide(observe(turn)).actions


def text_of(turn: Any) -> str:
    (message,) = [one for one in actions(turn) if isinstance(one, SendMessage)]
    return message.text


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("es", "borra mis datos", "datos personales"),
        ("en", "delete my data", "your personal data"),
        ("pt", "apaga meus dados", "dados pessoais"),
    ],
)
def test_a_data_request_goes_to_a_person_first_of_all(
    turn: Make, reading: Make, language: Any, text: str, told: str
) -> None:
    diego = Agent("usr_support", "Diego Ríos", ("support",), (language,), on_duty=True)
    asked = turn(text, reading=reading(language=language, opt_out="yes"), agents=(diego,))
    decision = decide(observe(asked))
    message, packet, note = decision.actions
    assert isinstance(message, SendMessage)
    assert told in message.text
    assert isinstance(packet, HandOver)
    assert (packet.reason, packet.priority, packet.team) == ("legal", 5, "support")
    assert isinstance(note, NotifyTeam)
    assert "personal data" in str(decision.because[0])


def test_who_leaves_besides_is_handed_over_without_another_word(turn: Make, reading: Make) -> None:
    asked = turn("borren mis datos y no me escriban más", reading=reading(opt_out="yes"))
    assert [type(one) for one in actions(asked)] == [HandOver, NotifyTeam]


def test_who_only_leaves_is_not_handed_over(turn: Make, reading: Make) -> None:
    asked = turn("no me escriban más", reading=reading(opt_out="yes", legal=True))
    assert [type(one) for one in actions(asked)] == [RaiseAlert]


@pytest.mark.parametrize(
    "asked", [{"text": "se me cayó un diente por un golpe"}, {"text": "ayuda", "urgent": True}]
)
def test_danger_hears_the_urgent_advice_with_who_comes(
    turn: Make, reading: Make, asked: dict[str, Any]
) -> None:
    mood = Mood("neutral", 0.0, 0.9, urgency="critical" if asked.get("urgent") else "low")
    text = text_of(turn(asked["text"], reading=reading(mood=mood), advice=ADVICE))
    assert text.startswith("Vaya a urgencias. Diego Ríos")


def test_without_advice_danger_is_still_handed_over(turn: Make, reading: Make) -> None:
    text = text_of(turn("tengo la cara hinchada y fiebre", reading=reading()))
    assert text.startswith("Siento mucho lo que pasó.")


def test_card_data_in_a_message_for_a_person_is_warned_of(turn: Make, reading: Make) -> None:
    text = text_of(turn("mi tarjeta es •••• 4242", reading=reading(wants_person=True)))
    assert text.startswith("Por seguridad, los datos de una tarjeta nunca van por el chat")


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_who_waits_and_writes_again_hears_that_it_arrived(
    turn: Make, said: Make, reading: Make, language: str
) -> None:
    told = said("Una persona sigue con esta conversación.", "bot", ago=11)
    waits = turn(
        "¿siguen ahí?",
        conversation=WAITS,
        history=(told,),
        opening=CLOSED,
        reading=reading(language=language),
    )
    (note,) = actions(waits)
    assert isinstance(note, SendMessage)
    assert note.purpose == "notice"
    assert is_waiting_note(note.text)
    assert "9:00" in note.text


def test_the_note_is_given_once_in_two_hours(turn: Make, said: Make) -> None:
    first = text_of(turn("¿hola?", conversation=WAITS, history=(said("Ya vamos.", "bot", ago=11),)))
    lately = said(first, "bot", ago=119)
    assert actions(turn("¿hola?", conversation=WAITS, history=(lately,))) == ()
    long_ago = said(first, "bot", ago=120)
    assert actions(turn("¿hola?", conversation=WAITS, history=(long_ago,))) != ()


@pytest.mark.parametrize("sender", ["bot", "agent"])
def test_nobody_is_reassured_right_after_they_heard_from_us(
    turn: Make, said: Make, sender: str
) -> None:
    told = said("Ya lo reviso.", sender, ago=9)
    assert actions(turn("gracias, ¿y?", conversation=WAITS, history=(told,))) == ()


def test_who_is_being_attended_or_is_done_hears_nothing_of_the_machine(
    turn: Make, said: Make, reading: Make
) -> None:
    told = (said("Ya lo reviso.", "agent", ago=60),)
    attended = Conversation("conv_1", "webchat", status="active", bot_silenced=True)
    assert actions(turn("¿y?", conversation=attended, history=told)) == ()
    done = reading(closure="confirmed")
    assert actions(turn("ya quedó", conversation=WAITS, history=told, reading=done)) == ()
    leaves = reading(opt_out="yes")
    assert actions(turn("basta", conversation=WAITS, history=told, reading=leaves)) == ()


def test_who_waits_in_danger_hears_the_urgent_advice(turn: Make, said: Make) -> None:
    told = (said("Ya vamos.", "bot", ago=30),)
    waits = turn("no puedo respirar", conversation=WAITS, history=told, advice=ADVICE)
    assert text_of(waits).endswith("Vaya a urgencias.")
