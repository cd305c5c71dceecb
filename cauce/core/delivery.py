"""A message on its way out: what it is cut into, and what a platform's refusal asks of us."""

from dataclasses import dataclass
from typing import Literal

from cauce.core.dialogue import QuickReply
from cauce.core.files import FileKind
from cauce.core.labels import Language

Remedy = Literal[
    "retry",  # the platform is away: the same again, later and later
    "slow_account",  # the whole application or account is too fast: nothing leaves for minutes
    "slow_number",  # this number is too fast: it goes on at a lower pace
    "slow_person",  # too much to this one person: only they wait
    "pause",  # the number's good name is at stake: nothing that nobody asked for leaves
    "not_today",  # this person had enough of such messages: not before a day has passed
    "leave",  # this person cannot be reached with this at all: not again
    "no_marketing",  # this person told the platform that they want no advertising
    "unreachable",  # this person is not on this channel
    "template",  # the reply window has closed: only an approved template may open it
    "template_off",  # this template is paused, disabled or gone: it is offered no more
    "upload_again",  # the file did not get through: upload it anew, once
    "fetch_again",  # the platform could not fetch the file: once more
    "reconnect",  # our token or permission is refused: a person connects the channel again
    "account",  # the platform stopped the account: a person settles that with them
    "final",  # it will be refused every time
    "unknown",  # it may have left, it may not: somebody looks
]
REMEDIES: tuple[Remedy, ...] = Remedy.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product as a channel shows it under an answer; `price` is written out."""

    sku: str
    name: str
    price: str
    image: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Cards:
    """Products that go out together; with `catalog_id` the platform draws them itself."""

    products: tuple[ProductCard, ...]
    language: Language
    catalog_id: str | None = None
    quick_replies: tuple[QuickReply, ...] = ()


@dataclass(frozen=True, slots=True)
class OutFile:
    """A file of ours. The platform knows it as `provider_id` once it was uploaded there, or fetches
    it at `link`; one of both is there. `caption` is shown below it."""

    id: str
    kind: FileKind
    name: str
    provider_id: str | None = None
    link: str | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class OutTemplate:
    """An approved template with what fills its gaps: pairs of a gap's name and its text, and of
    buttons their place, kind and text. `header_media` is the kind of the file above it and where
    it lies."""

    name: str
    language: str
    named: bool = False
    header: tuple[tuple[str, str], ...] = ()
    header_media: tuple[str, str] | None = None
    body: tuple[tuple[str, str], ...] = ()
    buttons: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """What the platform said when it took a message.

    `strain` is how much of its limit is used up (1 is all), and `rest` for how many seconds it
    wants to be left alone. `accepted`: it took the message but has not sent it yet.
    """

    provider_id: str
    accepted: bool = False
    strain: float = 0.0
    rest: float = 0.0
