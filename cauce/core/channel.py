"""A channel as data: what it is called, and what it lets a message carry."""

from collections.abc import Mapping
from dataclasses import dataclass

from cauce.core.events import Channel
from cauce.core.labels import Language


@dataclass(frozen=True, slots=True)
class ChannelInfo:
    """Limits are those of the platform's own documentation.

    `max_text` counts characters, or bytes of UTF-8 where `counts_bytes`. `buttons` is how many
    quick replies fit one message (0: none), `button_title` and `button_data` what each may hold.
    `window_hours` is how long after the customer's last message we may write freely (None: always).
    `in_house`: messages live in our own database, so storing one is sending it.
    `object_name` is how webhook calls of the platform name it.
    """

    name: Channel
    titles: Mapping[Language, str]
    max_text: int
    buttons: int
    button_title: int = 20
    button_data: int = 256
    counts_bytes: bool = False
    window_hours: int | None = 24
    in_house: bool = False
    object_name: str | None = None

    def fits(self, text: str) -> bool:
        """Whether `text` goes into one message."""
        return (len(text.encode()) if self.counts_bytes else len(text)) <= self.max_text
