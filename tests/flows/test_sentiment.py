"""The mood is averaged over the conversation, and the team hears of an angry customer."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.core.actions import RaiseAlert
from cauce.core.mood import running_mood
from cauce.core.reading import Mood
from cauce.core.turn import Conversation
from cauce.flows.sentiment.decide import decide
from cauce.flows.sentiment.observe import observe

Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("score", "warned"), [(-1.0, True), (-0.71, True), (-0.7, False), (-0.3, False), (0.8, False)]
)
def test_the_team_is_warned_only_below_the_limit(
    turn: Make, reading: Make, score: float, warned: bool
) -> None:
    decision = decide(observe(turn(reading=reading(mood=Mood("negative", score, 0.9)))))
    assert any(isinstance(action, RaiseAlert) for action in decision.actions) is warned


def test_one_cause_for_the_whole_conversation(turn: Make, reading: Make) -> None:
    decision = decide(
        observe(turn("pésimo servicio", reading=reading(mood=Mood("negative", -0.9, 0.9))))
    )
    (alert,) = decision.actions
    assert isinstance(alert, RaiseAlert)
    assert alert.type == "angry_customer"
    assert alert.cause == "angry_customer:conv_1"
    assert alert.message == "Ana: “pésimo servicio”"


def test_a_dark_average_warns_though_this_message_is_milder(turn: Make, reading: Make) -> None:
    thread = Conversation("conv_1", "webchat", average_sentiment=-0.9, mood_count=4)
    decision = decide(
        observe(turn(conversation=thread, reading=reading(mood=Mood("negative", -0.4, 0.9))))
    )
    assert decision.saw["average"] == -0.8
    assert any(isinstance(action, RaiseAlert) for action in decision.actions)


def test_danger_is_a_critical_alert(turn: Make, reading: Make) -> None:
    mood = Mood("negative", -0.9, 0.9, urgency="critical")
    (alert,) = decide(observe(turn(reading=reading(mood=mood)))).actions
    assert isinstance(alert, RaiseAlert)
    assert alert.severity == "critical"


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=30))
def test_the_running_average_is_the_average(scores: list[float]) -> None:
    average, count = None, 0
    for score in scores:
        average, count = running_mood(average, count, score)
    assert count == len(scores)
    assert average is not None
    assert abs(average - sum(scores) / len(scores)) < 0.01
