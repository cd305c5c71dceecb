"""The test button of a model: one small question, and in plain words what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from pydantic import BaseModel, ConfigDict

from cauce.ai.failures import FailureKind, ModelFailed, Spent
from cauce.ai.vendors.conversing import Conversation, Question
from cauce.ai.vendors.line import Call, Line

_ASKS: Final = (
    "You are being tried out. Fill in the form: `sum` is what the figures told add up to."
)
_TELLS: Final = '{"figures": [2, 3]}'
_SUM: Final = 5


class Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")
    sum: int


@dataclass(frozen=True, slots=True)
class Tried:
    """`right` is None when nothing came back; `said` are the vendor's own words about a failure."""

    right: bool | None
    milliseconds: float
    spent: Spent
    failure: FailureKind | None = None
    said: str = ""


async def attempt(line: Line, timer: Callable[[], float] = perf_counter) -> Tried:
    """Never raises: whatever goes wrong is the result."""
    talk = Conversation(line, Question(_ASKS, _TELLS, Answer), Call("try"))
    started = timer()
    try:
        answer = await talk.hold()
    except ModelFailed as failed:
        took = (timer() - started) * 1000
        return Tried(None, took, failed.spent, failed.kind, failed.message)
    return Tried(answer.sum == _SUM, (timer() - started) * 1000, talk.spent)
