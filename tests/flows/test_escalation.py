"""Each ground for a person, their order and edges, and what is said when somebody takes over."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from cauce.core.actions import HandOver, NotifyTeam, RaiseAlert, SendMessage
from cauce.core.decisions import Decision
from cauce.core.dialogue import Customer
from cauce.core.money import Money
from cauce.core.people import Agent
from cauce.core.reading import Budget, Entities, Mood
from cauce.core.turn import Conversation, Opening
from cauce.flows.escalation.decide import decide
from cauce.flows.escalation.grounds import Matter, escalates, ground_for
from cauce.flows.escalation.observe import observe

Make = Callable[..., Any]
DARK = Mood("negative", -0.8, 0.9)
CLOSED = Opening(open_now=False, next_open=datetime(2026, 3, 11, 14, 0, tzinfo=UTC))


def flow(turn: Any) -> Decision:
    return decide(observe(turn))


def handed(decision: Decision) -> HandOver | None:
    return next((action for action in decision.actions if isinstance(action, HandOver)), None)


def spoken(decision: Decision) -> str:
    (message,) = [action for action in decision.actions if isinstance(action, SendMessage)]
    return message.text


def test_asking_for_a_person_brings_one(turn: Make, reading: Make) -> None:
    decision = flow(turn("quiero hablar con alguien", reading=reading(wants_person=True)))
    message, packet, note = decision.actions
    assert isinstance(message, SendMessage)
    assert message.purpose == "handover"
    assert message.text.startswith("Con gusto. Diego Ríos, del equipo de soporte,")
    assert isinstance(packet, HandOver)
    assert (packet.reason, packet.team, packet.agent_id) == (
        "customer_request",
        "support",
        "usr_support",
    )
    assert isinstance(note, NotifyTeam)
    assert note.agent_id == "usr_support"


def test_the_message_goes_before_the_silence(turn: Make, reading: Make) -> None:
    kinds = [type(action) for action in flow(turn(reading=reading(legal=True))).actions]
    assert kinds.index(SendMessage) < kinds.index(HandOver)


def test_what_the_person_gets_saves_asking_again(turn: Make, reading: Make) -> None:
    entities = Entities(order_number="PA-1042", city="Colón")
    decision = flow(
        turn(
            "mi pedido PA-1042 llegó roto, pásame con alguien",
            reading=reading(
                wants_person=True,
                intent="complaint",
                entities=entities,
                mood=Mood("negative", -0.5, 0.9),
            ),
        )
    )
    packet = handed(decision)
    assert packet is not None
    assert packet.entities == {"order_number": "PA-1042", "city": "Colón"}
    assert packet.summary.split(".\n") == [
        "Ana escribe por el chat del sitio",
        "Asunto: reclamo",
        "Datos: pedido PA-1042, ciudad Colón",
        "Ánimo negativo (-0.5), urgencia baja, prioridad 4",
        "Pasa a una persona por pedido del cliente",
        "Último mensaje: “mi pedido PA-1042 llegó roto, pásame con alguien”",
    ]
    assert packet.suggested_reply == (
        "Hola Ana, gracias por escribir. Lamento lo ocurrido. Sobre el reclamo del pedido "
        "PA-1042: tengo anotado ciudad Colón. Ya leí la conversación y me encargo de esto."
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("es", "Diego Ríos, del equipo de soporte, sigue con esta conversación."),
        ("en", "Yaritza Batista from sales takes it from here."),
        ("pt", "Diego Ríos, da equipe de suporte, continua esta conversa."),
    ],
)
def test_the_customer_is_told_in_their_language(
    turn: Make, reading: Make, language: str, expected: str
) -> None:
    assert expected in spoken(flow(turn(reading=reading(wants_person=True, language=language))))


def test_a_measured_reply_time_is_told_and_an_unknown_one_is_not(turn: Make, reading: Make) -> None:
    asked = reading(wants_person=True)
    assert "unos 7 minutos" in spoken(flow(turn(reading=asked, reply_minutes=7.2)))
    assert "minuto" not in spoken(flow(turn(reading=asked)))


def test_when_closed_the_opening_hour_is_told_instead(turn: Make, reading: Make) -> None:
    text = spoken(
        flow(turn(reading=reading(wants_person=True), agents=(), opening=CLOSED, reply_minutes=7))
    )
    assert "vuelve mañana a las 9:00" in text
    assert "minutos" not in text


def test_nothing_is_promised_without_data(turn: Make, reading: Make) -> None:
    text = spoken(
        flow(
            turn(
                reading=reading(wants_person=True),
                agents=(),
                opening=Opening(open_now=False),
                reply_minutes=7,
            )
        )
    )
    assert text == "Con gusto. Una persona del equipo de soporte sigue con esta conversación."


def test_whoever_has_the_conversation_takes_it_over(turn: Make, reading: Make) -> None:
    mine = Agent("usr_mine", "Rosa", ("sales",), ("es",), on_duty=True, open_conversations=9)
    thread = Conversation("conv_1", "webchat", owner_id="usr_mine")
    decision = flow(turn(reading=reading(wants_person=True), agents=(mine,), conversation=thread))
    packet = handed(decision)
    assert packet is not None
    assert (packet.agent_id, packet.team) == ("usr_mine", "sales")
    # Whoever keeps it is of their own team, whatever this message is about.
    assert spoken(decision) == "Con gusto. Rosa, del equipo de ventas, sigue con esta conversación."
    [note] = [action for action in decision.actions if isinstance(action, NotifyTeam)]
    assert (note.team, note.agent_id) == ("sales", "usr_mine")


@pytest.mark.parametrize(("spoken_by", "taker"), [("pt", "usr_pt"), ("en", "usr_mine")])
def test_who_has_it_gives_it_to_a_colleague_who_speaks_the_language_if_there_is_one(
    turn: Make, reading: Make, spoken_by: Any, taker: str
) -> None:
    mine = Agent("usr_mine", "Rosa", ("support",), ("es",), on_duty=True)
    other = Agent("usr_pt", "Camila", ("sales",), (spoken_by,), on_duty=True)
    thread = Conversation("conv_1", "webchat", owner_id="usr_mine")
    decision = flow(
        turn(
            reading=reading(wants_person=True, language="pt"),
            agents=(mine, other),
            conversation=thread,
        )
    )
    packet = handed(decision)
    assert packet is not None
    assert packet.agent_id == taker


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("es", "Con gusto. Ana sigue con esta conversación."),
        ("en", "Of course. Ana takes it from here."),
        ("pt", "Claro. Ana continua esta conversa."),
    ],
)
def test_who_is_of_no_team_is_named_alone(
    turn: Make, reading: Make, language: str, expected: str
) -> None:
    boss = Agent("usr_boss", "Ana", (), ("es", "en", "pt"), on_duty=True)
    read = reading(wants_person=True, language=language)
    assert spoken(flow(turn(reading=read, agents=(boss,)))) == expected


def test_a_conversation_a_person_has_is_not_handed_over_again(turn: Make, reading: Make) -> None:
    thread = Conversation("conv_1", "webchat", bot_silenced=True)
    assert flow(turn(reading=reading(wants_person=True), conversation=thread)).actions == ()


def test_who_wants_no_contact_is_not_written_to_but_the_team_knows(
    turn: Make, reading: Make
) -> None:
    decision = flow(turn("los denuncio", reading=reading(legal=True, opt_out="yes")))
    assert [type(action) for action in decision.actions] == [RaiseAlert]


def ground(reading: Any, **parts: Any) -> str | None:
    found = ground_for(Matter(reading, **parts))
    return found.reason if found else None


def test_an_ordinary_message_needs_nobody(reading: Make) -> None:
    assert ground(reading()) is None


@pytest.mark.parametrize(
    ("average", "count", "score", "expected"),
    [
        (-0.8, 3, -0.8, "negative_sentiment"),
        (-0.8, 2, -0.8, None),
        (-0.7, 9, -0.7, None),
        (-0.75, 3, 0.2, None),
        (None, 0, -0.89, None),
        (None, 0, -0.9, "negative_sentiment"),
    ],
    ids=["dark over four", "only three", "not below", "better now", "bad day", "despair"],
)
def test_a_dark_mood_needs_more_than_three_messages_or_despair(
    reading: Make, average: float | None, count: int, score: float, expected: str | None
) -> None:
    read = reading(mood=Mood("negative", score, 0.9))
    assert ground(read, average=average, count=count) == expected


def test_danger_needs_a_person_whatever_the_mood(reading: Make) -> None:
    mood = Mood("neutral", 0.0, 0.9, urgency="critical")
    assert ground(reading(mood=mood)) == "negative_sentiment"


@pytest.mark.parametrize(("failures", "expected"), [(2, None), (3, "failed_attempts")])
def test_three_failures_running_are_enough(
    reading: Make, failures: int, expected: str | None
) -> None:
    assert ground(reading(), bot_failures=failures) == expected


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("5000", None, "high_value"),
        ("4999.99", None, None),
        ("20000", "COP", None),
        ("40000000", "COP", "high_value"),
        ("30000", "BRL", "high_value"),
        ("99999", "XYZ", None),
    ],
)
def test_money_over_the_setting_is_seen_by_a_person(
    reading: Make, amount: str, currency: str | None, expected: str | None
) -> None:
    read = reading(entities=Entities(budget=Budget(Decimal(amount), currency)))
    assert escalates(read) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quiero la silla dental de $8,900", "high_value"),
        ("otra empresa me cotizó 26.000 dólares", "high_value"),
        ("la de R$ 68.900,00, como faço?", "high_value"),
        ("uns 20 mil dólares", "high_value"),
        ("quiero la de $620", None),
        ("me alcanza con 5000 pesos colombianos?", None),
        ("pedido 500200 por favor", None),
    ],
)
def test_a_price_in_the_message_is_money_on_the_table(
    reading: Make, text: str, expected: str | None
) -> None:
    assert escalates(reading(), text=text) == expected


def test_a_price_for_each_counts_as_often_as_they_want_it(reading: Make) -> None:
    read = reading(entities=Entities(quantity=200))
    assert escalates(read, text="200 cajas a $31 c/u") == "high_value"
    assert escalates(reading(), text="cajas a $31 c/u") is None


def test_what_is_surely_spam_fetches_nobody_for_its_promises(reading: Make) -> None:
    text = "Gana $10,000 al mes"
    assert escalates(reading(intent="spam"), text=text) is None
    assert escalates(reading(intent="spam", intent_confidence=0.6), text=text) == "high_value"


@pytest.mark.parametrize(
    ("text", "score", "expected"),
    [
        ("me humillaron delante de todos", -0.25, "negative_sentiment"),
        ("I can't stop crying", -0.3, "negative_sentiment"),
        ("não aguento mais vocês", -0.4, "negative_sentiment"),
        ("llegó tarde y frío", -0.6, None),
        ("ya no aguanto más las ganas de probarla", 0.6, None),
    ],
)
def test_despair_and_humiliation_are_heard_in_the_words(
    reading: Make, text: str, score: float, expected: str | None
) -> None:
    assert escalates(reading(mood=Mood("negative", score, 0.9)), text=text) == expected


def test_the_setting_decides_what_much_is(reading: Make) -> None:
    read = reading(entities=Entities(budget=Budget(Decimal(900))))
    assert escalates(read, high_value=Money(Decimal(800), "USD")) == "high_value"
    assert escalates(read, high_value=None) is None


def test_a_marked_vip_gets_a_person(turn: Make) -> None:
    packet = handed(flow(turn(customer=Customer("cont_1", segment="vip"))))
    assert packet is not None
    assert (packet.reason, packet.team, packet.priority) == ("vip", "sales", 5)


@pytest.mark.parametrize(
    ("number", "expected"), [("PA-1042", "outside_authority"), (None, None)], ids=["order", "none"]
)
def test_only_a_person_gives_money_back(reading: Make, number: str | None, expected: Any) -> None:
    read = reading(intent="refund_request", entities=Entities(order_number=number))
    assert escalates(read) == expected


def test_a_second_voice_message_is_for_a_person(turn: Make, said: Make) -> None:
    unread = Decision((), saw={"unreadable": "audio", "times": 2})
    packet = handed(flow(turn("", burst=(said("", kind="audio"),), made={"reception": unread})))
    assert packet is not None
    assert packet.reason == "complex"


def test_the_first_ground_in_order_is_the_reason_given(reading: Make) -> None:
    everything = reading(wants_person=True, legal=True, mood=Mood("negative", -1.0, 0.9))
    assert escalates(everything) == "customer_request"
    assert escalates(reading(legal=True, mood=Mood("negative", -1.0, 0.9))) == "legal"


def test_what_is_handed_back_is_not_handed_over_again_for_the_same_cause(
    reading: Make, said: Make
) -> None:
    back = (said("no funciona"), said("Reinícielo"), said("ya quedó de mi lado", sender="agent"))
    assert ground(reading(), vip=True) == "vip"
    assert ground(reading(), vip=True, history=back) is None
    assert ground(reading(), vip=True, case_open=True) is None
    assert ground(reading(mood=DARK), average=-0.9, count=9, history=back) is None
    assert ground(reading(wants_person=True), history=back) == "customer_request"
