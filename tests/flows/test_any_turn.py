"""Whatever a customer writes, and however it is read, the flows of a turn come to a decision."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cauce.core.actions import HandOver, SendMessage
from cauce.core.decisions import Decision
from cauce.core.dialogue import Customer, Said
from cauce.core.labels import INTENTS, LANGUAGES, OBJECTIONS, SENTIMENTS, URGENCIES
from cauce.core.people import TEAMS, Agent
from cauce.core.reading import Budget, Entities, LeadSignals, Mood, Reading
from cauce.core.turn import Conversation, Lead, Opening, Turn
from cauce.flows import TURN_FLOWS

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
words = st.sampled_from(["", "hola", "$9,000", "no aguanto más", "sigue igual", "cliente VIP", "?"])
some = st.integers(0, 30)
readings = st.builds(
    Reading,
    language=st.sampled_from(LANGUAGES),
    intent=st.sampled_from(INTENTS),
    intent_confidence=st.floats(0, 1),
    mood=st.builds(
        Mood,
        st.sampled_from(SENTIMENTS),
        st.floats(-1, 1),
        st.floats(0, 1),
        urgency=st.sampled_from(URGENCIES),
        churn_risk=st.integers(0, 100),
    ),
    entities=st.builds(
        Entities,
        budget=st.none() | st.builds(Budget, st.decimals(0, 10**9, places=2), st.just("COP")),
        quantity=st.none() | some,
    ),
    lead=st.builds(LeadSignals, some, some, some, some),
    objections=st.lists(st.sampled_from(OBJECTIONS), max_size=2).map(tuple),
    wants_person=st.booleans(),
    legal=st.booleans(),
    opt_out=st.sampled_from(["yes", "partial", "no"]),
)
messages = st.builds(
    Said,
    st.just("msg"),
    some,
    st.sampled_from(["customer", "bot", "agent"]),
    words,
    st.just(NOW),
    st.sampled_from(["text", "audio", "sticker"]),
)
threads = st.builds(
    Conversation,
    st.just("conv_1"),
    st.just("whatsapp"),
    bot_silenced=st.booleans(),
    owner_id=st.none() | st.just("usr_1"),
    department=st.none() | st.sampled_from(TEAMS),
    bot_failures=st.integers(0, 5),
    average_sentiment=st.none() | st.floats(-1, 1),
    mood_count=st.integers(0, 9),
)
agents = st.builds(
    Agent,
    st.sampled_from(["usr_1", "usr_2"]),
    st.just("Ana"),
    st.sampled_from(TEAMS).map(lambda team: (team,)),
    st.sampled_from(LANGUAGES).map(lambda language: (language,)),
    st.booleans(),
)
turns = st.builds(
    Turn,
    now=st.just(NOW),
    conversation=threads,
    customer=st.builds(Customer, st.just("cont_1"), segment=st.sampled_from(["new", "vip"])),
    lead=st.builds(Lead, st.just("lead_1"), score=st.none() | st.integers(0, 100)),
    burst=st.lists(messages, min_size=1, max_size=3).map(tuple),
    history=st.lists(messages, max_size=6).map(tuple),
    reading=readings,
    agents=st.lists(agents, max_size=3).map(tuple),
    opening=st.builds(Opening, st.booleans(), st.none() | st.just(NOW)),
    reply_minutes=st.none() | st.floats(0, 600),
)


def run(turn: Turn) -> dict[str, Decision]:
    made: dict[str, Decision] = {}
    for one in TURN_FLOWS:
        seen: Any = one.observe(_with(turn, made))
        made[one.flow.name] = one.decide(seen)
    return made


def _with(turn: Turn, made: dict[str, Decision]) -> Turn:
    parts = {name: getattr(turn, name) for name in Turn.__dataclass_fields__}
    return Turn(**{**parts, "made": dict(made)})


@given(turns)
def test_every_flow_decides_and_says_why(turn: Turn) -> None:
    for name, decision in run(turn).items():
        assert decision.because, name
        assert all(str(reason).strip() for reason in decision.because), name
        assert 0 <= decision.confidence <= 1, name
        assert decision.cost >= Decimal(0)


@given(turns)
def test_a_turn_hands_over_at_most_once_and_never_where_a_person_attends(turn: Turn) -> None:
    decisions = run(turn).values()
    handed = [one for made in decisions for one in made.actions if isinstance(one, HandOver)]
    assert len(handed) <= (0 if turn.conversation.bot_silenced else 1)


@given(turns)
def test_who_asked_us_to_stop_gets_the_confirmation_and_nothing_else(turn: Turn) -> None:
    made = run(turn)
    said = [one for each in made.values() for one in each.actions if isinstance(one, SendMessage)]
    if made["reception"].saw.get("opt_out") == "yes":
        assert [one.purpose for one in said] == ["notice"]
