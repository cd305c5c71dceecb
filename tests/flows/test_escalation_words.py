"""What is said at a hand-over when nobody is at work, and to whom a case belongs without a name."""

from datetime import UTC, datetime

import pytest

from cauce.core.labels import LANGUAGES, EscalationReason, Language
from cauce.core.people import Agent
from cauce.core.reading import Mood, Reading
from cauce.core.reasons import because
from cauce.core.turn import Opening
from cauce.flows.escalation.case_notes import Known, summary
from cauce.flows.escalation.grounds import Ground, Matter
from cauce.flows.escalation.messages import takes_over
from cauce.flows.escalation.wording import SORRY, VISITOR

NOW = datetime(2026, 11, 22, 11, 3, tzinfo=UTC)
OPENS = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
RUBEN = Agent("agent_1", "Rubén Quintero", ("support",), ("es",), on_duty=True)


def said(language: Language, opening: Opening, reason: EscalationReason = "complex") -> str:
    message = takes_over(
        Ground(reason, because("a test")),
        "support",
        RUBEN,
        opening,
        now=NOW,
        time_zone="America/Panama",
        reply_minutes=5.0,
        language=language,
    )
    return message.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_goes_on_with_a_conversation_while_the_business_is_closed(
    language: Language,
) -> None:
    closed = said(language, Opening(open_now=False, next_open=OPENS))
    assert "Rubén" in closed
    assert "10:00" in closed
    assert not any(word in closed for word in ("sigue con", "takes it from here", "continua"))
    assert "5 min" not in closed


@pytest.mark.parametrize("language", LANGUAGES)
def test_tries_that_failed_are_no_accident_to_be_sorry_for(language: Language) -> None:
    assert SORRY[language] not in said(language, Opening(open_now=True), "failed_attempts")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_without_a_name_is_that_of_a_visitor(language: Language) -> None:
    reading = Reading(language, "complaint", 0.9, Mood("neutral", 0.0, 0.5))
    packet = summary(
        "complex",
        Matter(reading, text="hola"),
        Known(),
        name=None,
        channel="webchat",
        entities={},
        priority=4,
        language=language,
    )
    assert packet.startswith(VISITOR[language])
    assert "?" not in packet
