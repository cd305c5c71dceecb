"""How a connected account stands, as a list of things that are well or not, and what to do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from cauce.engine.inspection import WARN_BEFORE
from cauce.store.models import ChannelAccount
from cauce.store.queries.accounts import Talk

State = Literal["good", "warn", "bad", "unknown"]
# How Meta grades a number, and what it says about its name and its line.
QUALITY: Mapping[str, State] = {"GREEN": "good", "YELLOW": "warn", "RED": "bad"}
NAME: Mapping[str, State] = {
    "APPROVED": "good",
    "AVAILABLE_WITHOUT_REVIEW": "good",
    "PENDING_REVIEW": "warn",
    "DECLINED": "bad",
    "EXPIRED": "bad",
}
LINE: Mapping[str, State] = {"CONNECTED": "good", "PENDING": "bad", "DISCONNECTED": "bad"}
_GRADES = (("quality", QUALITY), ("name_status", NAME), ("status", LINE))


@dataclass(frozen=True, slots=True)
class Check:
    """`name` and `state` are told in words; `about` is the permission or value it is about.

    `remedy` names what to do when it is not well; `conversation` is where it can be seen.
    """

    name: str
    state: State
    about: str = ""
    at: datetime | None = None
    remedy: str = ""
    conversation: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """An account with everything that was looked at."""

    row: ChannelAccount
    checks: tuple[Check, ...]
    problem: Mapping[str, Any] | None


def shown(row: ChannelAccount, talk: Talk | None, now: datetime, *, signed: bool) -> Shown:
    """`signed`: we know the secret that Meta's calls are signed with."""
    checks = (
        _token(row, now),
        *_permissions(row),
        _calls(row),
        _heard(talk, signed=signed),
        *_answered(talk),
        *_number(row),
    )
    return Shown(row, checks, row.standing.get("problem"))


def _token(row: ChannelAccount, now: datetime) -> Check:
    ends, told = row.expires_at, row.standing.get("granted") is not None
    unanswered = row.status == "attention" and not row.standing.get("needed")
    if unanswered or (ends is not None and ends <= now):
        return Check("token", "bad", remedy="token")
    if ends is not None:
        soon = ends - now < WARN_BEFORE
        state: State = "warn" if soon else "good"
        return Check("token_until", state, at=ends, remedy="token_until" if soon else "")
    if told:
        return Check("token", "good")
    return Check(
        "token", "unknown", remedy="token_unknown" if _by_instagram(row) else "token_unsaid"
    )


def _by_instagram(row: ChannelAccount) -> bool:
    return row.channel == "instagram" and not row.settings.get("page_id")


def _permissions(row: ChannelAccount) -> Iterator[Check]:
    needed, granted = row.standing.get("needed") or (), row.standing.get("granted")
    if granted is None:
        if needed:
            name = "unsaid_by_instagram" if _by_instagram(row) else "unsaid"
            yield Check(name, "unknown", remedy=name)
        return
    for one in needed:
        if one in granted:
            yield Check("permission", "good", about=one)
        else:
            yield Check("permission", "bad", about=one, remedy="permission")


def _calls(row: ChannelAccount) -> Check:
    listening = row.standing.get("listening")
    if listening is None:
        number = row.channel == "whatsapp"
        return Check("listening", "unknown", remedy="listening_unknown" if number else "")
    return (
        Check("listening", "good") if listening else Check("listening", "bad", remedy="listening")
    )


def _heard(talk: Talk | None, *, signed: bool) -> Check:
    if not signed:
        return Check("secret", "bad", remedy="secret")
    if talk is None or talk.heard_at is None:
        return Check("heard", "unknown", remedy="heard")
    return Check("heard", "good", at=talk.heard_at, conversation=talk.conversation_id)


def _answered(talk: Talk | None) -> Iterator[Check]:
    if talk is None or talk.answer is None:
        return
    went = talk.answer not in ("failed", "unknown")
    yield Check(
        "answered",
        "good" if went else "bad",
        about=talk.answer,
        at=talk.answered_at,
        conversation=talk.conversation_id,
        error=talk.error or "",
    )


def _number(row: ChannelAccount) -> Iterator[Check]:
    told = row.standing.get("number") or {}
    for name, grades in _GRADES:
        if told.get(name):
            state = grades.get(told[name], "unknown")
            yield Check(name, state, about=told[name], remedy="" if state == "good" else name)
