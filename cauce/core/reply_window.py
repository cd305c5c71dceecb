"""Until when somebody may be written to freely: one rule for the machine, people and every flow.

A platform counts from the customer's last message. An advertisement that brought them opens a
longer time, and people may answer for longer than machines where the platform approved that.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from cauce.core.actions import SendMessage, SendTemplate
from cauce.core.channel import ChannelInfo

By = Literal["machine", "person"]
# Pacing, uploads and tries that fail take their time; what is said at the last moment comes late.
MARGIN: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of the customer's side of a conversation.

    `wrote_at` is their last message by the platform's clock (None: we have heard none), `by_ad_at`
    the one with which an advertisement brought them. `human_agent`: the platform approved the
    account to answer by people for longer.
    """

    wrote_at: datetime | None
    by_ad_at: datetime | None = None
    human_agent: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """How free text may be sent: `plain_until` as an answer, `until` at all (people may have
    longer). Both None: always, unless `never`. `templates`: an approved one may leave afterwards.
    """

    until: datetime | None
    plain_until: datetime | None = None
    never: bool = False
    templates: bool = False

    def open_at(self, now: datetime) -> bool:
        """Whether there is still time to say something."""
        if self.never:
            return False
        return self.until is None or now < self.until - MARGIN

    def over_at(self, now: datetime) -> bool:
        """Whether the platform would refuse it by now, the margin left out."""
        return self.never or (self.until is not None and now >= self.until)

    def as_person_at(self, now: datetime) -> bool:
        """Whether it has to be marked as a person's answer, as the time for plain ones is over."""
        over = self.plain_until is not None and now >= self.plain_until
        return over and not self.over_at(now)

    @property
    def closes(self) -> datetime | None:
        """The last moment at which something should be said; None where there is none."""
        return None if self.until is None else self.until - MARGIN


def window_of(channel: ChannelInfo, heard: Heard, by: By) -> Window:
    """The window of a conversation on this channel, for the machine or for a person.

    Whom we never heard, the machine may not write to freely; a person may try, as somebody may
    have answered them from outside Cauce before.
    """
    if channel.window_hours is None:
        return Window(None)
    if heard.wrote_at is None:
        return Window(None, never=by == "machine", templates=channel.templates)
    plain = heard.wrote_at + timedelta(hours=channel.window_hours)
    if heard.by_ad_at is not None and channel.ad_window_hours is not None:
        plain = max(plain, heard.by_ad_at + timedelta(hours=channel.ad_window_hours))
    until = plain
    if by == "person" and heard.human_agent and channel.person_window_hours is not None:
        until = max(plain, heard.wrote_at + timedelta(hours=channel.person_window_hours))
    return Window(until, plain, templates=channel.templates)


def freely_or_by_template(
    message: SendMessage, template: SendTemplate | None, window: Window, now: datetime
) -> SendMessage | SendTemplate | None:
    """In our own words while there is time, else with the template, if there is one; None: not."""
    if window.open_at(now):
        return message
    return template if window.templates else None
