"""What the vendors share while the sandbox runs: scripted answers, and every request as it came."""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from fastapi import Request

from cauce.sandbox.faults import Faults
from cauce.sandbox.models.asked import Asked, Called, Said
from cauce.sandbox.models.brain import cut_off, think, think_wrongly

_KEPT = 200
ANY = "*"


@dataclass(slots=True)
class Desk:
    """`scripts` are answers waiting for a place, or for any; `taken` the bodies that came."""

    scripts: dict[str, deque[Mapping[str, Any]]] = field(default_factory=dict)
    taken: deque[tuple[str, Mapping[str, Any]]] = field(default_factory=lambda: deque(maxlen=_KEPT))
    _made: int = 0

    def number(self) -> int:
        """Ids of answers count up."""
        self._made += 1
        return self._made

    def script(self, place: str, answer: Mapping[str, Any]) -> None:
        self.scripts.setdefault(place, deque()).append(answer)

    def forget(self) -> None:
        self.scripts.clear()
        self.taken.clear()

    def answer(self, place: str, asked: Asked, trouble: str = "") -> Said:
        """A scripted answer when one waits, else what the assistant thinks of it."""
        if trouble == "refusal":
            return Said(refusal="I'm sorry, but I can't help with that.")
        if trouble in ("blocked", "failed"):
            return Said(blocked=trouble == "blocked", failed=trouble == "failed")
        if trouble == "wrong":
            return think_wrongly(asked)
        said = self._scripted(place, asked)
        if said is None:
            said = think(asked)
        return cut_off(said) if trouble == "truncated" else said

    def _scripted(self, place: str, asked: Asked) -> Said | None:
        for where in (place, ANY):
            waiting = self.scripts.get(where)
            if waiting:
                return _said(waiting.popleft(), asked)
        return None


def _said(script: Mapping[str, Any], asked: Asked) -> Said:
    """`text`, `json` (in the form that was asked for), `calls` or `refusal`."""
    if "json" in script:
        if asked.schema is None and asked.tools:
            return Said(calls=(Called(asked.tools[-1].name, script["json"]),))
        return Said(text=json.dumps(script["json"], ensure_ascii=False))
    calls = tuple(Called(one["name"], one.get("arguments", {})) for one in script.get("calls", ()))
    return Said(script.get("text", ""), calls, script.get("refusal"))


def desk_of(request: Request) -> Desk:
    """The desk of this sandbox; made when it is first needed, with what its script file says."""
    state = request.app.state
    if not hasattr(state, "models_desk"):
        state.models_desk = Desk()
        script = getattr(state.sandbox, "script", None)
        for answer in orjson.loads(script.read_bytes()) if script else ():
            state.models_desk.script(answer.get("place", ANY), answer)
    desk: Desk = state.models_desk
    return desk


def faults_of(request: Request) -> Faults:
    faults: Faults = request.app.state.sandbox.faults
    return faults
