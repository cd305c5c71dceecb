"""When people are back, as it is said in each language, in the business's own time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cauce.core.duty import team_for, when_back
from cauce.core.reading import Mood, Reading

# Tuesday 10 March 2026, 20:00 in Panama.
EVENING = datetime(2026, 3, 11, 1, 0, tzinfo=UTC)
NINE = datetime(2026, 3, 11, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("back", "language", "expected"),
    [
        (EVENING + timedelta(hours=1), "es", "hoy a las 21:00"),
        (NINE, "es", "mañana a las 9:00"),
        (NINE + timedelta(days=2), "es", "el viernes a las 9:00"),
        (NINE + timedelta(days=20), "es", "dentro de unos días"),
        (NINE + timedelta(hours=4), "es", "mañana a las 13:00"),
        (NINE - timedelta(hours=8), "es", "mañana a la 1:00"),
        (NINE, "en", "tomorrow at 9:00 am"),
        (NINE + timedelta(days=2, hours=4, minutes=30), "en", "on Friday at 1:30 pm"),
        (NINE, "pt", "amanhã às 9:00"),
        (NINE + timedelta(days=3), "pt", "no sábado às 9:00"),
        (NINE - timedelta(hours=8), "pt", "amanhã à 1:00"),
    ],
)
def test_a_moment_is_told_as_people_say_it(back: datetime, language: Any, expected: str) -> None:
    assert when_back(back, EVENING, "America/Panama", language) == expected


@pytest.mark.parametrize(
    ("intent", "mood", "risk", "team"),
    [
        ("purchase_inquiry", 0.0, 0, "sales"),
        ("partnership", 0.0, 0, "sales"),
        ("complaint", -0.5, 50, "support"),
        ("general_inquiry", 0.0, 0, "support"),
        ("purchase_inquiry", -0.7, 80, "retention"),
        ("complaint", -0.6, 80, "support"),
        ("complaint", -0.7, 70, "support"),
    ],
)
def test_every_matter_has_its_team(intent: Any, mood: float, risk: int, team: str) -> None:
    reading = Reading("es", intent, 0.9, Mood("neutral", mood, 0.9, churn_risk=risk))
    assert team_for(reading) == team
