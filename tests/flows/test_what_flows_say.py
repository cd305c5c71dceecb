"""What the flows say in their own words passes the same check as every answer."""

from datetime import UTC, datetime, time
from typing import Any

import pytest

from cauce.core.actions import SendMessage
from cauce.core.business import Hours, Knowledge, Profile
from cauce.core.dialogue import Customer
from cauce.core.labels import ESCALATION_REASONS, LANGUAGES
from cauce.core.people import Agent
from cauce.core.reasons import because
from cauce.core.turn import Opening
from cauce.engine.turn.checking import claims_without_row
from cauce.flows.escalation.grounds import Ground
from cauce.flows.escalation.messages import still_waiting, takes_over
from cauce.flows.escalation.wording import NO_CARDS, OWN_DATA
from cauce.flows.reception.wording import FEWER, STOPPED, STOPPED_AND_DATA, please_write
from cauce.flows.routing.decide import Facts, decide
from cauce.flows.routing.table import Matter

# Ten at night in Panama; the shop opens at nine.
NIGHT = datetime(2026, 3, 11, 3, 0, tzinfo=UTC)
WEEK: Any = ("mon", "tue", "wed", "thu", "fri")
SHOP = Knowledge(
    1,
    Profile(
        "Tienda",
        "shop",
        "es",
        "USD",
        "PA",
        "America/Panama",
        hours=(Hours(WEEK, time(9), time(18)),),
    ),
)
OPENINGS = (
    Opening(open_now=True),
    Opening(open_now=False),
    Opening(open_now=False, next_open=datetime(2026, 3, 11, 14, 0, tzinfo=UTC)),
    Opening(open_now=False, next_open=datetime(2026, 3, 30, 14, 0, tzinfo=UTC)),
)
AGENT = Agent("usr_1", "Yaritza Batista", ("sales",), ("es",), on_duty=True)


def unbacked(*messages: SendMessage) -> tuple[str, ...]:
    return claims_without_row(messages, SHOP, Customer("cont_1"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("opening", OPENINGS, ids=["open", "closed", "tomorrow", "far off"])
@pytest.mark.parametrize("agent", [None, AGENT], ids=["queue", "agent"])
def test_a_hand_over_claims_nothing_that_is_not_so(
    language: Any, opening: Opening, agent: Agent | None
) -> None:
    for reason in ESCALATION_REASONS:
        message = takes_over(
            Ground(reason, because("a test")),
            "sales",
            agent,
            opening,
            now=NIGHT,
            time_zone="America/Panama",
            reply_minutes=7.0,
            language=language,
        )
        assert unbacked(message) == (), message.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_when_people_are_back_is_what_the_hours_say(language: Any) -> None:
    facts = Facts(NIGHT, Matter("complaint", "negative"), language, opening=OPENINGS[2])
    (message,) = [one for one in decide(facts).actions if isinstance(one, SendMessage)]
    assert unbacked(message) == (), message.text


def test_an_hour_that_is_not_so_would_be_noticed() -> None:
    facts = Facts(
        NIGHT,
        Matter("complaint", "negative"),
        "es",
        opening=Opening(open_now=False, next_open=datetime(2026, 3, 11, 15, 30, tzinfo=UTC)),
    )
    (message,) = [one for one in decide(facts).actions if isinstance(one, SendMessage)]
    assert "10:30" in message.text
    assert unbacked(message) != ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_reception_claims_nothing(language: Any) -> None:
    said = (STOPPED, STOPPED_AND_DATA, FEWER, OWN_DATA, NO_CARDS)
    for text in (*(one[language] for one in said), please_write("audio", language)):
        assert unbacked(SendMessage(text, language)) == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("opening", OPENINGS, ids=["open", "closed", "tomorrow", "far off"])
def test_who_waits_is_told_nothing_that_is_not_so(language: Any, opening: Opening) -> None:
    note = still_waiting(opening, now=NIGHT, time_zone="America/Panama", language=language)
    assert unbacked(note) == (), note.text
