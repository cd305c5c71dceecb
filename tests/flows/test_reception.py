"""Opt-outs are obeyed, and what a machine cannot see or hear is asked for in words."""

from collections.abc import Callable
from typing import Any

import pytest

from cauce.core.actions import SendMessage, SetConsent
from cauce.core.decisions import Decision, serves
from cauce.core.turn import Conversation
from cauce.flows.reception.decide import decide
from cauce.flows.reception.observe import observe

Make = Callable[..., Any]


def flow(turn: Any) -> Decision:
    return decide(observe(turn))


@pytest.mark.parametrize(
    ("opt_out", "scope"), [("yes", "all"), ("partial", "marketing")], ids=["all", "offers"]
)
def test_a_wish_to_be_left_alone_is_stored_with_their_words_and_confirmed_once(
    turn: Make, reading: Make, opt_out: str, scope: str
) -> None:
    decision = flow(turn("no me escriban más", reading=reading(opt_out=opt_out)))
    message, consent = decision.actions
    assert isinstance(message, SendMessage)
    assert message.purpose == "notice"
    assert consent == SetConsent(scope, granted=False, evidence="no me escriban más")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "opt_out", "purpose"),
    [
        ("no me manden mas publicidad, pero cuando llega mi pedido?", "partial", "reply"),
        ("stop sending me ads. Where is my order?", "partial", "reply"),
        ("não mandem mais propaganda, e quanto custa o frete?", "partial", "reply"),
        ("no me manden más publicidad", "partial", "notice"),
        ("no me escriban más, ¿ok?", "yes", "notice"),
    ],
)
def test_fewer_messages_with_a_question_leave_the_question_to_be_answered(
    turn: Make, reading: Make, text: str, opt_out: str, purpose: str
) -> None:
    decision = flow(turn(text, reading=reading(opt_out=opt_out)))
    message = decision.actions[0]
    assert isinstance(message, SendMessage)
    assert message.purpose == purpose
    assert serves(decision) == (purpose == "notice")


@pytest.mark.parametrize(
    ("language", "word"), [("es", "mensajes"), ("en", "messages"), ("pt", "mensagens")]
)
def test_the_confirmation_is_in_the_customers_language(
    turn: Make, reading: Make, language: str, word: str
) -> None:
    decision = flow(turn("stop", reading=reading(opt_out="yes", language=language)))
    message = decision.actions[0]
    assert isinstance(message, SendMessage)
    assert word in message.text
    assert message.language == language


def test_an_opt_out_holds_even_while_a_person_attends(turn: Make, reading: Make) -> None:
    decision = flow(
        turn(
            "basta",
            reading=reading(opt_out="yes"),
            conversation=Conversation("conv_1", "webchat", bot_silenced=True),
        )
    )
    assert any(isinstance(action, SetConsent) for action in decision.actions)


@pytest.mark.parametrize("kind", ["audio", "image", "video", "document", "location", "contact"])
def test_what_cannot_be_read_is_asked_for_in_words(turn: Make, said: Make, kind: str) -> None:
    decision = flow(turn(burst=(said("", kind=kind),)))
    assert [type(action) for action in decision.actions] == [SendMessage]
    assert decision.saw == {"unreadable": kind, "times": 1}


def test_the_second_voice_message_is_for_a_person_and_not_asked_again(
    turn: Make, said: Make
) -> None:
    decision = flow(turn(burst=(said("", kind="audio"),), history=(said("", kind="audio"),)))
    assert decision.actions == ()
    assert decision.saw["times"] == 2


@pytest.mark.parametrize("kind", ["image", "document"])
def test_a_caption_is_something_to_read(turn: Make, said: Make, kind: str) -> None:
    assert flow(turn(burst=(said("¿tienen esta?", kind=kind),))).actions == ()


def test_words_beside_a_picture_are_enough(turn: Make, said: Make) -> None:
    burst = (said("", kind="image"), said("¿cuánto cuesta esta silla?"))
    assert flow(turn(burst=burst)).actions == ()


@pytest.mark.parametrize("kind", ["reaction", "sticker"])
def test_a_reaction_or_a_sticker_asks_nothing_of_us(turn: Make, said: Make, kind: str) -> None:
    decision = flow(turn(burst=(said("👍", kind=kind),)))
    assert decision.actions == ()
    assert decision.saw == {"silent": True}


def test_a_plain_message_is_left_to_the_others(turn: Make) -> None:
    decision = flow(turn("¿tienen laptops?"))
    assert decision.actions == ()
    assert decision.because


@pytest.mark.parametrize("text", ["borra mis datos", "delete my data", "apaga meus dados"])
def test_a_data_request_alone_is_no_wish_to_be_left_alone(
    turn: Make, reading: Make, text: str
) -> None:
    assert flow(turn(text, reading=reading(opt_out="yes"))).actions == ()


@pytest.mark.parametrize(
    ("language", "person"), [("es", "una persona"), ("en", "A person"), ("pt", "uma pessoa")]
)
def test_who_leaves_and_wants_their_data_erased_hears_of_both(
    turn: Make, reading: Make, language: str, person: str
) -> None:
    text = "borren mis datos y no me escriban más"
    decision = flow(turn(text, reading=reading(opt_out="yes", language=language)))
    message, consent = decision.actions
    assert isinstance(message, SendMessage)
    assert person in message.text
    assert isinstance(consent, SetConsent)
