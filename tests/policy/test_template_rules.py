"""Templates are judged as any message, and as advertising where they are filed as that."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cauce.core.actions import SendTemplate
from cauce.core.decisions import Ask, Go, Stop, Verdict, Wait
from cauce.core.delivery import OutTemplate
from cauce.core.reply_window import Window
from cauce.policy.gate import judge, judge_person
from cauce.policy.situation import Situation
from tests.policy.conftest import NOW

Make = Callable[..., Situation]
LATE = Window(NOW - timedelta(days=2), templates=True)


def template(category: str = "UTILITY", purpose: Any = "follow_up") -> SendTemplate:
    return SendTemplate("tmpl_1", category, "Hola", OutTemplate("hello", "es"), purpose)


def test_a_template_leaves_when_free_text_may_not(situation: Make) -> None:
    assert judge(template(), situation(window=LATE)) == Go()
    assert isinstance(judge(template(), situation(window=Window(None))), Stop)


@pytest.mark.parametrize(
    ("category", "known", "expected"),
    [
        ("UTILITY", {}, Go),
        ("UTILITY", {"marketing_refused": True}, Stop),
        ("MARKETING", {}, Stop),
        ("MARKETING", {"marketing_allowed": True}, Go),
        ("MARKETING", {"marketing_allowed": True, "marketing_refused": True}, Stop),
        ("UTILITY", {"opted_out_at": NOW}, Stop),
        ("UTILITY", {"templates_unanswered": 2}, Go),
        ("UTILITY", {"templates_unanswered": 3}, Stop),
        ("UTILITY", {"silenced": True}, Stop),
        ("UTILITY", {"autonomy": "ask"}, Ask),
        ("UTILITY", {"autonomy": "off"}, Stop),
        ("UTILITY", {"now": NOW + timedelta(hours=14)}, Wait),
    ],
)
def test_the_machines_template_is_judged_by_every_rule(
    situation: Make, category: str, known: dict[str, Any], expected: type[Verdict]
) -> None:
    verdict = judge(template(category), situation(**({"window": LATE} | known)))
    assert isinstance(verdict, expected)


@pytest.mark.parametrize(
    ("category", "known", "goes"),
    [
        ("UTILITY", {"silenced": True, "autonomy": "off"}, True),
        ("UTILITY", {"now": NOW + timedelta(hours=14)}, True),
        ("UTILITY", {"marketing_refused": True}, True),
        ("MARKETING", {}, False),
        ("MARKETING", {"marketing_allowed": True}, True),
        ("UTILITY", {"opted_out_at": NOW}, False),
        ("UTILITY", {"templates_unanswered": 3}, False),
        ("UTILITY", {"window": Window(None)}, False),
    ],
)
def test_a_persons_template_is_bound_by_the_customers_wishes_only(
    situation: Make, category: str, known: dict[str, Any], goes: bool
) -> None:
    verdict = judge_person(template(category, "reply"), situation(**({"window": LATE} | known)))
    assert (verdict == Go()) is goes
