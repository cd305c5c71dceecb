"""The case says what the conversation holds, in the team's words, and the suggestion only that."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from cauce.core.actions import HandOver
from cauce.core.dialogue import Customer, Memory, OrderLine, OrderView
from cauce.core.money import Money
from cauce.core.reading import Budget, Entities, ItemMention, Mood
from cauce.core.turn import Turn
from cauce.flows.escalation.decide import decide
from cauce.flows.escalation.observe import observe

Make = Callable[..., Any]
BUYS = Entities(
    items=(ItemMention("laptop HP 15", 12),),
    quantity=12,
    budget=Budget(Decimal(9000), "USD"),
    urgency="para el viernes",
    city="David",
)


def handed(turn: Turn) -> HandOver:
    return next(one for one in decide(observe(turn)).actions if isinstance(one, HandOver))


@pytest.fixture
def buyer(turn: Make, reading: Make, said: Make) -> Turn:
    """A customer of old, half-way through an order, whom the machine did not help."""
    order = OrderView(
        "PA-1", "delivered", datetime(2026, 1, 5, tzinfo=UTC), Money(Decimal(50), "USD")
    )
    made = turn(
        "quiero hablar con alguien, necesito 12 laptops HP 15 para el viernes",
        reading=reading(
            wants_person=True,
            intent="purchase_inquiry",
            entities=BUYS,
            mood=Mood("neutral", 0.1, 0.9, urgency="high"),
        ),
        customer=Customer(
            "cont_1", name="Ana", company="Constructora Sur", city="Colón", orders=(order,)
        ),
        history=(said("¿tienen laptops?"), said("Sí, tenemos la HP 15.", "bot")),
    )
    assert isinstance(made, Turn)
    return made


def test_the_case_says_who_what_how_many_and_what_was_tried(buyer: Turn) -> None:
    assert handed(buyer).summary.split(".\n") == [
        "Ana, de Constructora Sur, Colón, escribe por el chat del sitio (un pedido antes)",
        "Asunto: compra",
        "Datos: producto laptop HP 15, cantidad 12, presupuesto $9,000, "
        "para cuándo: para el viernes, ciudad David",
        "Ánimo neutro (+0.1), urgencia alta, prioridad 4",
        "Ya se intentó: Cauce contestó “Sí, tenemos la HP 15.”",
        "Pasa a una persona por pedido del cliente",
        "Antes escribió: “¿tienen laptops?”",
        "Último mensaje: “quiero hablar con alguien, necesito 12 laptops HP 15 para el viernes”",
    ]


def test_the_suggestion_tells_them_what_was_noted(buyer: Turn) -> None:
    assert handed(buyer).suggested_reply == (
        "Hola Ana, gracias por escribir. Sobre la compra de laptop HP 15: tengo anotado cantidad "
        "12, presupuesto $9,000, ciudad David. Ya leí la conversación y me encargo de esto."
    )


@pytest.mark.parametrize(
    ("language", "matter", "about"),
    [
        ("es", "Asunto: compra", "Sobre la compra de laptop HP 15"),
        ("en", "Matter: purchase", "About the purchase of laptop HP 15"),
        ("pt", "Assunto: compra", "Sobre a compra de laptop HP 15"),
    ],
)
def test_the_case_is_in_the_teams_language_and_the_answer_in_the_customers(
    buyer: Turn, language: Any, matter: str, about: str
) -> None:
    team = handed(replace(buyer, house_language=language))
    assert matter in team.summary
    assert "Sobre la compra" in (team.suggested_reply or "")
    customer = handed(replace(buyer, reading=replace(buyer.reading, language=language)))
    assert "Asunto: compra" in customer.summary
    assert about in (customer.suggested_reply or "")


def test_an_order_half_way_is_told_with_the_names_of_its_goods(buyer: Turn) -> None:
    memory = Memory(lines=(OrderLine("LAP-1", 2), OrderLine("X-9", 1)), city="Chitré", quantity=3)
    turn = replace(
        buyer,
        conversation=replace(buyer.conversation, memory=memory),
        names={"LAP-1": "Laptop HP 15"},
        reading=replace(buyer.reading, entities=Entities()),
    )
    packet = handed(turn)
    assert "Pedido a medias: 2 × Laptop HP 15, 1 × X-9" in packet.summary
    assert "Datos: ciudad Chitré" in packet.summary
    assert "de 2 × Laptop HP 15, 1 × X-9" in (packet.suggested_reply or "")


def test_what_was_said_before_fills_in_what_this_message_leaves_out(buyer: Turn) -> None:
    memory = Memory(focus="LAP-1", budget=Money(Decimal(700), "USD"))
    turn = replace(
        buyer,
        conversation=replace(buyer.conversation, memory=memory),
        names={"LAP-1": "Laptop HP 15"},
        reading=replace(buyer.reading, entities=Entities(city="David")),
    )
    assert "Datos: producto Laptop HP 15, presupuesto $700, ciudad David" in handed(turn).summary


def test_nothing_is_told_that_nobody_knows(turn: Make, reading: Make) -> None:
    packet = handed(turn("una persona", reading=reading(wants_person=True)))
    assert "Datos" not in packet.summary
    assert "Ya se intentó" not in packet.summary
    assert packet.suggested_reply == (
        "Hola Ana, gracias por escribir. Ya leí la conversación y me encargo de esto."
    )


def test_tries_that_did_not_help_are_counted(buyer: Turn, said: Make) -> None:
    asked = said("¿tienen laptops?")
    lost = said("No entendí bien. ¿Me lo dices de otra forma?", "bot")
    tried = handed(replace(buyer, history=(asked, lost, asked, lost))).summary
    assert "Cauce contestó 2 veces" in tried
    assert "intento" in tried


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("es", "Sobre tu pregunta: “¿la laptop trae 32 GB?”."),
        ("en", "About your question: “¿la laptop trae 32 GB?”."),
        ("pt", "Sobre a sua pergunta: “¿la laptop trae 32 GB?”."),
    ],
)
def test_who_only_asks_for_a_person_is_answered_on_what_they_asked_before(
    turn: Make, reading: Make, said: Make, language: Any, expected: str
) -> None:
    packet = handed(
        turn(
            "¿me pasas con alguien?",
            reading=reading(wants_person=True, language=language),
            history=(said("¿la laptop trae 32 GB?"), said("ok")),
        )
    )
    assert expected in (packet.suggested_reply or "")
    assert "Antes escribió: “¿la laptop trae 32 GB?”" in packet.summary


def test_what_a_person_of_ours_answered_is_not_asked_again(
    turn: Make, reading: Make, said: Make
) -> None:
    packet = handed(
        turn(
            "¿me pasas con alguien?",
            reading=reading(wants_person=True),
            history=(said("¿la laptop trae 32 GB?"), said("Sí, trae 32 GB.", "agent")),
        )
    )
    assert "32 GB" not in packet.summary + (packet.suggested_reply or "")


def test_who_was_buying_and_asks_for_a_person_still_buys(
    buyer: Turn, reading: Make, turn: Make
) -> None:
    asks = reading(wants_person=True, intent="support_request", mood=Mood("negative", -0.2, 0.9))
    memory = Memory(focus="LAP-1", quantity=3)
    conversation = replace(buyer.conversation, memory=memory)
    told = handed(
        turn(
            "quiero hablar con una persona",
            reading=asks,
            conversation=conversation,
            names={"LAP-1": "Laptop HP 15"},
        )
    )
    assert "Asunto: compra" in told.summary
    assert (told.suggested_reply or "").startswith(
        "Hola Ana, gracias por escribir. Sobre la compra de Laptop HP 15: tengo anotado cantidad 3."
    )
    nothing_known = handed(turn("una persona", reading=asks))
    assert "Asunto: ayuda técnica" in nothing_known.summary
