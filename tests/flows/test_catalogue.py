"""All 22 flows are listed in business order, and a turn runs its own in theirs."""

from collections.abc import Callable
from typing import Any

from cauce.core.decisions import Decision
from cauce.core.labels import LANGUAGES
from cauce.core.reading import Mood
from cauce.flows import FLOWS, TURN_FLOWS

Make = Callable[..., Any]


def test_all_twenty_two_flows_are_listed_in_order() -> None:
    assert [flow.number for flow in FLOWS] == list(range(1, 23))
    assert len({flow.name for flow in FLOWS}) == 22


def test_every_flow_says_what_it_does_in_three_languages() -> None:
    for flow in FLOWS:
        for words in (flow.titles, flow.does):
            assert set(words) == set(LANGUAGES), flow.name
            assert all(text.strip() for text in words.values()), flow.name
        assert all(text.endswith(".") for text in flow.does.values()), flow.name


def test_a_turn_runs_what_is_built_and_ends_with_the_answer() -> None:
    names = [one.flow.name for one in TURN_FLOWS]
    assert names == [
        "reception",
        "intent",
        "sentiment",
        "lead_scoring",
        "escalation",
        "routing",
        "chatbot",
    ]
    assert {flow.name for flow in FLOWS if flow.built} == set(names)


def test_every_flow_of_a_turn_explains_itself(turn: Make, reading: Make) -> None:
    seen = turn("llegó roto", reading=reading(mood=Mood("negative", -0.5, 0.8), intent="complaint"))
    made: dict[str, Decision] = {}
    for one in TURN_FLOWS:
        decision = one.decide(one.observe(seen))
        assert decision.because, one.flow.name
        assert all(str(reason) for reason in decision.because)
        made[one.flow.name] = decision
    assert len(made) == len(TURN_FLOWS)
