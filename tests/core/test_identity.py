"""Whoever asks what they are talking to is told apart from who wants a person."""

import pytest

from cauce.core.identity import asks_if_machine


@pytest.mark.parametrize(
    "text",
    [
        "eres humana?",
        "¿Es usted un robot?",
        "hablo con una persona o una máquina?",
        "esto es un bot?",
        "sos un bot",
        "¿estoy hablando con una máquina?",
        "hola, ¿eres un bot?",
        "are you a bot?",
        "is this a real person?",
        "am I talking to a bot?",
        "is there a human there?",
        "você é um robô?",
        "é robô?",
        "tem humano aí?",
        "estou falando com um robô?",
    ],
)
def test_a_question_about_who_answers_is_recognised(text: str) -> None:
    assert asks_if_machine(text)


@pytest.mark.parametrize(
    "text",
    [
        "quiero hablar con una persona",
        "no quiero un bot, pásame con una persona",
        "can I talk to a person?",
        "posso falar com uma pessoa?",
        "¿la lavadora es automática?",
        "¿es real el descuento?",
        "is this a real product?",
        "is this machine good?",
        "es para una persona",
        "hola",
    ],
)
def test_other_questions_are_not_taken_for_it(text: str) -> None:
    assert not asks_if_machine(text)
