"""Until when somebody may be written to freely, on every channel, by a machine and by a person."""

from datetime import UTC, datetime, timedelta

import pytest

from cauce.channels import CHANNELS
from cauce.core.actions import SendMessage, SendTemplate
from cauce.core.delivery import OutTemplate
from cauce.core.events import Channel
from cauce.core.reply_window import MARGIN, By, Heard, Window, freely_or_by_template, window_of

WROTE = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LATER = WROTE + 10 * DAY
HI = SendMessage("Hola, ¿seguimos?", "es", purpose="follow_up")
AGAIN = SendTemplate("tmpl_1", "UTILITY", "Hola Ana", OutTemplate("hello_again", "es"))


def window(channel: Channel, by: By, heard: Heard) -> Window:
    return window_of(CHANNELS[channel], heard, by)


@pytest.mark.parametrize("by", ["machine", "person"])
@pytest.mark.parametrize("channel", ["whatsapp", "messenger", "instagram"])
def test_a_day_after_they_wrote_it_is_over(channel: Channel, by: By) -> None:
    found = window(channel, by, Heard(WROTE))
    assert found.closes == WROTE + DAY - MARGIN
    assert found.open_at(WROTE + DAY - MARGIN - timedelta(seconds=1))
    assert not found.open_at(WROTE + DAY - MARGIN)
    assert not found.over_at(WROTE + DAY - timedelta(seconds=1))
    assert found.over_at(WROTE + DAY)


@pytest.mark.parametrize("by", ["machine", "person"])
def test_the_websites_chat_is_always_open(by: By) -> None:
    found = window("webchat", by, Heard(None))
    assert found.open_at(LATER)
    assert not found.over_at(LATER)
    assert found.closes is None


@pytest.mark.parametrize(("channel", "days"), [("messenger", 7), ("instagram", 7), ("whatsapp", 1)])
def test_an_advertisement_opens_a_week_where_the_platform_says_so(
    channel: Channel, days: int
) -> None:
    found = window(channel, "machine", Heard(WROTE, by_ad_at=WROTE))
    assert found.until == WROTE + days * DAY
    assert not found.as_person_at(WROTE + DAY)


def test_the_week_of_an_advertisement_counts_from_it_and_not_from_what_follows() -> None:
    found = window("messenger", "machine", Heard(WROTE + 6 * DAY + DAY / 2, by_ad_at=WROTE))
    assert found.until == WROTE + 7 * DAY + DAY / 2
    assert window("messenger", "machine", Heard(WROTE + DAY, WROTE)).until == WROTE + 7 * DAY


@pytest.mark.parametrize("channel", ["messenger", "instagram"])
def test_people_may_answer_for_a_week_where_the_account_is_approved_for_it(
    channel: Channel,
) -> None:
    approved = Heard(WROTE, human_agent=True)
    found = window(channel, "person", approved)
    assert found.until == WROTE + 7 * DAY
    assert not found.as_person_at(WROTE + DAY - timedelta(seconds=1))
    assert found.as_person_at(WROTE + DAY)
    assert not found.as_person_at(WROTE + 7 * DAY)
    assert window(channel, "machine", approved).until == WROTE + DAY
    assert window(channel, "person", Heard(WROTE)).until == WROTE + DAY
    assert window("whatsapp", "person", approved).until == WROTE + DAY


def test_whom_we_never_heard_a_machine_does_not_write_to_freely_and_a_person_may_try() -> None:
    assert not window("whatsapp", "machine", Heard(None)).open_at(WROTE)
    assert window("whatsapp", "machine", Heard(None)).over_at(WROTE)
    assert window("whatsapp", "person", Heard(None)).open_at(WROTE)


@pytest.mark.parametrize(
    ("channel", "now", "template", "expected"),
    [
        ("whatsapp", WROTE, AGAIN, HI),
        ("whatsapp", WROTE + DAY - MARGIN, AGAIN, AGAIN),
        ("whatsapp", LATER, AGAIN, AGAIN),
        ("whatsapp", LATER, None, None),
        ("messenger", LATER, AGAIN, None),
        ("webchat", LATER, AGAIN, HI),
    ],
)
def test_it_is_said_freely_while_there_is_time_and_else_by_template(
    channel: Channel,
    now: datetime,
    template: SendTemplate | None,
    expected: SendMessage | SendTemplate | None,
) -> None:
    found = window(channel, "machine", Heard(WROTE))
    assert freely_or_by_template(HI, template, found, now) == expected
