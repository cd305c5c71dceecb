"""Webhook calls on their way to Cauce: signed over their bytes, repeated until they are taken."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import httpx
import orjson

from cauce.sandbox.agenda import Agenda
from cauce.sandbox.batches import Bundling, bundled
from cauce.sandbox.faults import UNKNOWN_FIELDS, Fault, FaultKind, Faults
from cauce.sandbox.journal import Journal
from cauce.sandbox.moving_clock import MovingClock

PLACE: Final = "meta.webhook"
# What a fault means here, by the names people use for it.
MANNERS: Final[Mapping[str, FaultKind]] = {
    "delayed": "latency",
    "duplicated": "answer_lost",
    "missing": "reset",
    "reordered": "overloaded",
    "bad_signature": "wrong",
    "no_signature": "refusal",
    "malformed": "malformed",
    "unknown_fields": "unknown_fields",
}
KINDS: Final = frozenset(MANNERS.values())
FIRST_PAUSE: Final = 2.0
LONGEST_PAUSE: Final = 6 * 3600.0
GIVES_UP_AFTER: Final = timedelta(days=7)


@dataclass(slots=True)
class Wiring:
    """Where webhooks go and what signs them. Instagram may sign with a secret of its own.

    `app_usage` is how much of its calls, in percent, the application has used up.
    """

    callback: str
    app_secret: str
    instagram_secret: str
    verify_token: str
    app_usage: int = 1

    def secret_for(self, object_name: str) -> str:
        return self.instagram_secret if object_name == "instagram" else self.app_secret


def signature(secret: str, body: bytes) -> str:
    return f"sha256={hmac.digest(secret.encode(), body, 'sha256').hex()}"


def pause_before(attempt: int) -> float:
    """Seconds from a failed attempt (counted from one) to the following."""
    return float(min(FIRST_PAUSE * 4 ** min(attempt - 1, 12), LONGEST_PAUSE))


class Deliveries:
    """One webhook call after the other; `about` names what it tells ("messages", "statuses")."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        clock: MovingClock,
        agenda: Agenda,
        faults: Faults,
        journal: Journal,
        wiring: Wiring,
    ) -> None:
        self._http = http
        self._clock = clock
        self._agenda = agenda
        self._faults = faults
        self._journal = journal
        self._wiring = wiring
        self._held: list[_Parcel] = []
        self._bundle: list[tuple[Mapping[str, Any], str]] | None = None

    def tell(self, payload: Mapping[str, Any], about: str, seconds: float = 0.0) -> None:
        """Sends `payload` as soon as it is due."""
        if self._bundle is not None:
            self._bundle.append((payload, about))
            return
        fault = self._faults.next(PLACE, KINDS) or self._faults.next(f"{PLACE}.{about}", KINDS)
        parcel = _packed(payload, about, self._wiring, fault)
        if fault is not None and fault.kind == "reset":
            self._note(parcel, "never delivered, by fault")
            return
        if fault is not None and fault.kind == "overloaded":
            self._held.append(parcel)
            return
        if fault is not None and fault.kind == "latency":
            seconds += fault.seconds
        self._plan(parcel, seconds)
        if fault is not None and fault.kind == "answer_lost":
            self._plan(parcel, seconds)
        for late in self._held:
            self._plan(late, seconds)
        self._held.clear()

    def hold(self) -> None:
        """From here on payloads are collected, until they are released as a bundle."""
        self._bundle = self._bundle or []

    def release(self, how: Bundling = "entries") -> int:
        """Sends what was held, bundled, and what waited for another; how many there were."""
        held, self._bundle = self._bundle or [], None
        for payload in bundled([one for one, _ in held], how):
            self.tell(payload, held[0][1])
        for late in self._held:
            self._plan(late, 0.0)
        count = len(held) + len(self._held)
        self._held.clear()
        return count

    def forget(self) -> None:
        self._held.clear()
        self._bundle = None

    def raw(self, body: bytes, signature_: str | None, about: str = "raw") -> None:
        """Bytes as they are given, signed as they are given."""
        self._plan(_Parcel(body, signature_, about), 0.0)

    def _plan(self, parcel: "_Parcel", seconds: float, attempt: int = 1) -> None:
        first = self._clock.now()
        self._agenda.plan(seconds, lambda: self._deliver(parcel, attempt, first.timestamp()))

    async def _deliver(self, parcel: "_Parcel", attempt: int, first: float) -> None:
        status, answered = await self._post(parcel)
        again = f", attempt {attempt}" if attempt > 1 else ""
        self._note(parcel, f"{parcel.about}{again}", status, answered)
        if status == 200:
            return
        pause = pause_before(attempt)
        if self._clock.now().timestamp() + pause - first > GIVES_UP_AFTER.total_seconds():
            self._note(parcel, "given up after seven days", status)
            return
        self._agenda.plan(pause, lambda: self._deliver(parcel, attempt + 1, first))

    async def _post(self, parcel: "_Parcel") -> tuple[int | None, str]:
        headers = {"content-type": "application/json", "user-agent": "facebookexternalua"}
        if parcel.signature is not None:
            headers["x-hub-signature-256"] = parcel.signature
        try:
            answer = await self._http.post(
                self._wiring.callback, content=parcel.body, headers=headers
            )
        except httpx.TransportError as error:
            return None, f"{type(error).__name__}: {error}"
        return answer.status_code, answer.text[:2000]

    def _note(
        self, parcel: "_Parcel", note: str, status: int | None = None, answered: str = ""
    ) -> None:
        try:
            shown = orjson.loads(parcel.body)
        except orjson.JSONDecodeError:
            shown = parcel.body.decode("utf-8", "replace")
        self._journal.write(
            self._clock.now(), "to_cauce", PLACE, "POST webhook", shown, status, answered, note
        )


@dataclass(frozen=True, slots=True)
class _Parcel:
    body: bytes
    signature: str | None
    about: str


def _packed(payload: Mapping[str, Any], about: str, wiring: Wiring, fault: Fault | None) -> _Parcel:
    kind = fault.kind if fault is not None else None
    if kind == "unknown_fields":
        payload = {**payload, **UNKNOWN_FIELDS}
    body = escaped(payload)
    if kind == "malformed":
        body = body[: len(body) // 2]
    secret = wiring.secret_for(str(payload.get("object")))
    if kind == "refusal":
        return _Parcel(body, None, about)
    return _Parcel(body, signature(f"not-{secret}" if kind == "wrong" else secret, body), about)


def escaped(payload: Mapping[str, Any]) -> bytes:
    """As Meta writes it: every character beyond ASCII, and every slash, as an escape."""
    text = json.dumps(payload, separators=(",", ":"), ensure_ascii=True)
    return text.replace("/", "\\/").encode("ascii")
