"""The business as Meta knows it: application, number, page, Instagram account and their tokens."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

BUSINESS_ID: Final = "700000000000001"
APP_ID: Final = "700000000000002"
WABA_ID: Final = "700000000000010"
NUMBER_ID: Final = "700000000000011"
PAGE_ID: Final = "700000000000020"
INSTAGRAM_ID: Final = "17841700000000030"
WHATSAPP_TOKEN: Final = "EAASandboxWhatsApp"  # noqa: S105 - played secrets
PAGE_TOKEN: Final = "EAASandboxPage"  # noqa: S105
INSTAGRAM_TOKEN: Final = "IGAASandboxInstagram"  # noqa: S105
INSTAGRAM_TOKEN_LIVES: Final = timedelta(days=60)
# What each kind of token may do when everything was granted.
SCOPES: Final = {
    WHATSAPP_TOKEN: ("whatsapp_business_messaging", "whatsapp_business_management"),
    PAGE_TOKEN: (
        "pages_messaging",
        "pages_manage_metadata",
        "pages_manage_engagement",
        "pages_manage_posts",
        "pages_read_engagement",
        "pages_read_user_content",
        "instagram_basic",
        "instagram_manage_messages",
        "instagram_manage_comments",
        "instagram_content_publish",
    ),
    INSTAGRAM_TOKEN: (
        "instagram_business_basic",
        "instagram_business_manage_messages",
        "instagram_business_manage_comments",
        "instagram_business_content_publish",
    ),
}
# The fields an application can follow on a page, and on an Instagram account.
FOLLOWED_ON_PAGE: Final = (
    "messages",
    "messaging_postbacks",
    "message_echoes",
    "message_reads",
    "message_deliveries",
    "message_reactions",
    "messaging_referrals",
    "message_edits",
    "feed",
)
FOLLOWED_ON_INSTAGRAM: Final = (
    "messages",
    "messaging_postbacks",
    "messaging_seen",
    "message_reactions",
    "messaging_referral",
    "message_edit",
    "comments",
)

TokenKind = Literal["SYSTEM_USER", "PAGE", "INSTAGRAM"]
Refusal = Literal["at_once", "later"]


@dataclass(slots=True)
class Token:
    """`targets` are the accounts it speaks for."""

    value: str
    kind: TokenKind
    scopes: set[str]
    targets: tuple[str, ...]
    expires_at: datetime | None = None
    alive: bool = True

    def valid(self, now: datetime) -> bool:
        return self.alive and (self.expires_at is None or now < self.expires_at)


@dataclass(slots=True)
class Number:
    """The WhatsApp number. `refuses` is when a closed window is told: with the answer, or by a
    failed status afterwards, as Meta mostly does. `test_recipients`: None when it is live."""

    id: str = NUMBER_ID
    waba_id: str = WABA_ID
    display: str = "+507 6000-0001"
    verified_name: str = "Cauce Sandbox"
    quality: str = "GREEN"
    messaging_limit: str = "TIER_2K"
    per_second: int = 80
    pair_burst: int = 45
    pair_seconds: float = 6.0
    marketing_cap: int = 2
    refuses: Refusal = "later"
    test_recipients: set[str] | None = None
    status: str = "CONNECTED"

    @property
    def digits(self) -> str:
        return "".join(one for one in self.display if one.isdigit())


@dataclass(slots=True)
class Page:
    id: str = PAGE_ID
    name: str = "Cauce Sandbox"
    instagram_id: str = INSTAGRAM_ID


@dataclass(slots=True)
class InstagramAccount:
    id: str = INSTAGRAM_ID
    username: str = "cauce.sandbox"
    name: str = "Cauce Sandbox"
    posts_a_day: int = 50


@dataclass(slots=True)
class Accounts:
    """`subscribed` holds the fields the application follows, by account."""

    number: Number = field(default_factory=Number)
    page: Page = field(default_factory=Page)
    instagram: InstagramAccount = field(default_factory=InstagramAccount)
    tokens: dict[str, Token] = field(default_factory=dict)
    subscribed: dict[str, list[str]] = field(default_factory=dict)


def standing(now: datetime) -> Accounts:
    """Everything connected and granted, as on a good day."""
    accounts = Accounts()
    held: tuple[tuple[str, TokenKind, tuple[str, ...], datetime | None], ...] = (
        (WHATSAPP_TOKEN, "SYSTEM_USER", (WABA_ID, NUMBER_ID), None),
        (PAGE_TOKEN, "PAGE", (PAGE_ID, INSTAGRAM_ID), None),
        (INSTAGRAM_TOKEN, "INSTAGRAM", (INSTAGRAM_ID,), now + INSTAGRAM_TOKEN_LIVES),
    )
    for value, kind, targets, expires in held:
        accounts.tokens[value] = Token(value, kind, set(SCOPES[value]), targets, expires)
    accounts.subscribed = {
        WABA_ID: ["messages"],
        PAGE_ID: list(FOLLOWED_ON_PAGE),
        INSTAGRAM_ID: list(FOLLOWED_ON_INSTAGRAM),
    }
    return accounts
