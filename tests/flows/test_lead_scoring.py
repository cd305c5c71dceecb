"""Points are capped, quote the customer, add up to the score, and move sensibly over time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.core.actions import SetScore
from cauce.core.dialogue import Customer, Memory
from cauce.core.labels import INTENTS, Intent
from cauce.core.money import Money
from cauce.core.reading import LeadSignals, Mood, Reading
from cauce.core.turn import Conversation, Lead
from cauce.flows.lead_scoring.decide import ORDERING, Facts, decide
from cauce.flows.lead_scoring.observe import observe
from cauce.flows.lead_scoring.roles import role_points
from cauce.flows.lead_scoring.scoring import (
    MOST,
    RECOMMENDED,
    Sender,
    category_of,
    score_lead,
    unscored,
)

Make = Callable[..., Any]
NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
EAGER = LeadSignals(
    urgency=30,
    authority=10,
    budget=25,
    fit=18,
    volume=True,
    evidence={"urgency": "para mañana", "budget": "$500K", "fit": "500 laptops"},
)


def read(intent: Intent = "purchase_inquiry", **parts: Any) -> Reading:
    return Reading("es", intent, 0.9, Mood("neutral", 0.0, 0.9), **parts)


points = st.integers(-5, 60)
leads = st.builds(LeadSignals, points, points, points, points, st.booleans())
senders = st.builds(
    Sender,
    name=st.none() | st.sampled_from(["CEO Tech Corp", "Ana", ""]),
    role=st.none() | st.sampled_from(["gerente de compras", "estudiante", "dueña"]),
    company=st.none() | st.just("Tech Corp"),
    previous_interactions=st.integers(-3, 50),
    source=st.none() | st.sampled_from(["whatsapp", "referral"]),
)


@given(leads, senders, st.sampled_from(INTENTS))
def test_the_points_add_up_to_the_score(lead: LeadSignals, sender: Sender, intent: Intent) -> None:
    scored = score_lead(read(intent, lead=lead), sender)
    assert scored.score == sum(scored.points.values())
    assert 0 <= scored.score <= 100
    assert all(0 <= scored.points[name] <= most for name, most in MOST.items())
    assert scored.category == category_of(scored.score)
    assert len(scored.lines) == len(scored.points)


@given(
    leads,
    senders,
    st.none() | st.integers(0, 100),
    st.integers(0, 400),
    st.sampled_from(["none", "offered", "ordering", "confirming"]),
    st.none() | st.just("1200 USD"),
)
def test_the_moving_score_adds_up_as_well(
    lead: LeadSignals,
    sender: Sender,
    before: int | None,
    idle: int,
    stage: Any,
    budget: str | None,
) -> None:
    decision = decide(Facts(NOW, read(lead=lead), sender, before, idle, stage, budget))
    score, parts = decision.saw["score"], decision.saw["points"]
    assert isinstance(parts, dict)
    assert score == sum(parts.values())
    assert isinstance(score, int)
    assert 0 <= score <= 100
    for action in decision.actions:
        assert isinstance(action, SetScore)
        assert action.score == score


def test_the_model_lead_is_hot_and_says_why() -> None:
    scored = score_lead(read(lead=EAGER), Sender(name="CEO Tech Corp"))
    assert scored.score == 98
    assert scored.category == "hot"
    assert scored.recommended_action == "assign_to_sales_immediately"
    assert scored.reasoning == (
        "urgency 30/30: “para mañana”; authority 25/25: “CEO Tech Corp”; "
        "budget 25/25: “$500K”; product fit 18/20: “500 laptops”"
    )
    assert scored.signals == ("urgency", "authority", "budget", "fit", "volume")


def test_somebody_just_looking_is_cold_whoever_they_are() -> None:
    looking = LeadSignals(urgency=2, authority=5, budget=2, fit=5)
    scored = score_lead(read("general_inquiry", lead=looking), Sender(role="CEO"))
    assert (scored.score, scored.category, scored.signals) == (14, "cold", ("none",))


def test_spam_earns_nothing() -> None:
    assert score_lead(read("spam", lead=EAGER), Sender(role="CEO")).score == 0


def test_what_is_perhaps_spam_may_be_a_customer() -> None:
    doubtful = replace(read("spam", lead=EAGER), intent_confidence=0.6)
    assert score_lead(doubtful).score > 50


@pytest.mark.parametrize(
    ("score", "category"),
    [(100, "hot"), (80, "hot"), (79, "warm"), (50, "warm"), (49, "cold"), (0, "cold")],
)
def test_the_categories_begin_where_they_should(score: int, category: Any) -> None:
    assert category_of(score) == category
    assert category in RECOMMENDED


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("CEO Tech Corp", 25),
        ("Dueña", 25),
        ("Gerente General", 25),
        ("dono da loja", 25),
        ("Gerente de compras", 20),
        ("Purchasing manager", 20),
        ("Asistente de gerencia", 8),
        ("Assistant to the director", 8),
        ("Dona Beatriz", 0),
        ("Ana Pérez", 0),
        ("Socorro Diaz", 0),
    ],
)
def test_a_title_says_who_decides(title: str, expected: int) -> None:
    assert role_points(title) == expected


def test_a_company_behind_somebody_is_a_little_authority() -> None:
    lead = LeadSignals(urgency=10, authority=5, budget=5, fit=10)
    scored = score_lead(read(lead=lead), Sender(company="Clínica Sol"))
    assert scored.points["authority"] == 12
    assert scored.evidence["authority"] == "Clínica Sol"


def test_a_lead_nobody_could_score_is_warm() -> None:
    lead = unscored()
    assert (lead.score, lead.category) == (50, "warm")
    assert sum(lead.points.values()) == 50


def test_an_earlier_score_is_kept_when_a_message_shows_less() -> None:
    decision = decide(Facts(NOW, read("general_inquiry"), before=70))
    assert decision.actions == ()
    assert decision.saw["points"] == {**dict.fromkeys(MOST, 0), "earlier": 70}


@pytest.mark.parametrize(("days", "score"), [(0, 70), (1, 70), (2, 69), (11, 60), (500, 0)])
def test_silence_costs_a_point_a_day(days: int, score: int) -> None:
    decision = decide(Facts(NOW, read("general_inquiry"), before=70, idle_days=days))
    assert decision.saw["score"] == score


def test_who_does_not_need_it_starts_again() -> None:
    decision = decide(Facts(NOW, read("general_inquiry", objections=("need",)), before=90))
    (action,) = decision.actions
    assert isinstance(action, SetScore)
    assert (action.score, action.category) == (0, "cold")


def test_an_order_under_way_is_hot() -> None:
    decision = decide(Facts(NOW, read("general_inquiry"), stage="ordering"))
    assert decision.saw["score"] == sum(ORDERING.values()) >= 80


def test_a_budget_given_earlier_still_counts() -> None:
    decision = decide(Facts(NOW, read(), known_budget="1200 USD"))
    (action,) = decision.actions
    assert isinstance(action, SetScore)
    assert action.points["budget"] == 18
    assert action.evidence["budget"] == "1200 USD"


def test_an_unchanged_score_is_not_written_again(turn: Make, reading: Make) -> None:
    assert decide(observe(turn(lead=Lead("lead_1", score=0), reading=reading()))).actions == ()


def test_what_is_known_of_the_sender_is_looked_at(turn: Make, said: Make) -> None:
    memory = Memory(stage="confirming", budget=Money(Decimal(1200), "USD"))
    seen = turn(
        conversation=Conversation("conv_1", "webchat", memory=memory),
        lead=Lead("lead_1", score=40, role="dueño", source="referral"),
        history=(replace(said("hola"), at=NOW - timedelta(days=3)),),
    )
    facts = observe(seen)
    assert (facts.before, facts.idle_days, facts.stage) == (40, 3, "confirming")
    assert facts.sender.role == "dueño"
    assert facts.known_budget == "1200 USD"


def test_who_has_bought_and_says_thanks_keeps_the_score_of_the_sale(
    turn: Make, reading: Make
) -> None:
    bought = turn("gracias", customer=Customer("cont_1", lifecycle="customer"))
    decision = decide(observe(bought))
    assert decision.actions == ()
    assert "their score stays" in str(decision.because[0])
    # A stranger's first word is scored, and so is the next wish of a customer.
    stranger = decide(observe(replace(bought, customer=Customer("cont_1", lifecycle="lead"))))
    assert [type(one) for one in stranger.actions] == [SetScore]
    again = decide(observe(replace(bought, reading=reading(lead=EAGER))))
    assert [type(one) for one in again.actions] == [SetScore]
    # A lead that is under way goes on being scored.
    known = decide(observe(replace(bought, lead=Lead("lead_1", score=60))))
    assert "their score stays" not in str(known.because[0])
