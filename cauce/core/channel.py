"""A channel as data: what it is called, and what it lets a message carry."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cauce.core.events import Channel
from cauce.core.labels import Language


@dataclass(frozen=True, slots=True)
class ChannelInfo:
    """Limits are those of the platform's own documentation.

    `max_text` counts characters, or bytes of UTF-8 where `counts_bytes`. `buttons` is how many
    quick replies fit one message (0: none), `button_title` and `button_data` what each may hold.
    `max_text_with_buttons` is how much text they leave room for, `draws_cards` whether products can
    be shown as pictures without a catalogue of the platform's own.
    `window_hours` is how long after the customer's last message we may write freely (None: always),
    `ad_window_hours` how long after an advertisement brought them, `person_window_hours` how long
    people may where the platform approved that, and `templates` whether approved ones may follow.
    `in_house`: messages live in our own database, so storing one is sending it.
    `files` are the types of files it takes, with the most bytes of each; `max_caption` is how much
    text goes below one (0: none). `object_name` is how webhook calls of the platform name it.
    """

    name: Channel
    titles: Mapping[Language, str]
    max_text: int
    buttons: int
    button_title: int = 20
    button_data: int = 256
    counts_bytes: bool = False
    window_hours: int | None = 24
    ad_window_hours: int | None = None
    person_window_hours: int | None = None
    templates: bool = False
    in_house: bool = False
    max_text_with_buttons: int | None = None
    draws_cards: bool = False
    files: Mapping[str, int] = field(default_factory=dict)
    max_caption: int = 0
    object_name: str | None = None

    def fits(self, text: str) -> bool:
        """Whether `text` goes into one message."""
        return self.measure(text) <= self.max_text

    def measure(self, text: str) -> int:
        """How long `text` is, as the platform counts."""
        return len(text.encode()) if self.counts_bytes else len(text)
