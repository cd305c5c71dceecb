"""What a request asks and what the model says, in no vendor's words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Role = Literal["user", "model", "tool"]


@dataclass(frozen=True, slots=True)
class Tool:
    """`schema` is JSON Schema of its arguments."""

    name: str
    description: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """What was said so far; `tool` is the tool whose answer a "tool" turn carries."""

    role: Role
    text: str
    tool: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """`schema` is the form the answer must fill, `must_call` that it has to be a tool call."""

    model: str
    system: str
    turns: tuple[Turn, ...]
    tools: tuple[Tool, ...] = ()
    schema: Mapping[str, Any] | None = None
    must_call: bool = False
    most_tokens: int | None = None

    @property
    def last_words(self) -> str:
        """What the user said last; where a situation was told as an object, its `message`."""
        said = [turn.text for turn in reversed(self.turns) if turn.role == "user"]
        messages = (_message_in(text) for text in said)
        return next((one for one in messages if one is not None), said[0] if said else "")

    @property
    def told(self) -> Sequence[Turn]:
        """What tools answered."""
        return [turn for turn in self.turns if turn.role == "tool"]


@dataclass(frozen=True, slots=True)
class Called:
    """A tool the model wants called."""

    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """A text, calls of tools, or a refusal. `cut_short` when the limit of tokens ended it.

    `blocked`: a filter behind the model took the answer away. `failed`: it was taken on, and went
    wrong; only OpenAI's responses tell that with 200.
    """

    text: str = ""
    calls: tuple[Called, ...] = ()
    refusal: str | None = None
    cut_short: bool = False
    blocked: bool = False
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens read and written; about four letters each, as the vendors' own counts are."""

    read: int
    written: int
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return self.read + self.written


def _message_in(text: str) -> str | None:
    try:
        told = json.loads(text)
    except json.JSONDecodeError:
        return None
    return str(told["message"]) if isinstance(told, dict) and "message" in told else None


def usage_of(asked: Asked, said: Said) -> Usage:
    read = len(asked.system) + sum(len(turn.text) for turn in asked.turns)
    read += sum(len(tool.description) + len(str(tool.schema)) for tool in asked.tools)
    written = len(said.text) + len(said.refusal or "")
    written += sum(len(str(call.arguments)) for call in said.calls)
    return Usage(read // 4 + 1, written // 4 + 1)
