"""The handles for trying things out: what models are to say next, and what they were asked."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from cauce.sandbox.models.desk import ANY, desk_of

router = APIRouter(prefix="/control/models")


class Call(BaseModel):
    """A tool the model is to call."""

    model_config = ConfigDict(extra="forbid")
    name: str
    arguments: dict[str, Any] = Field(default_factory=dict)


class Scripted(BaseModel):
    """The next answer of a place ("*" is whichever is asked first): one of the four."""

    model_config = ConfigDict(extra="forbid")
    place: str = ANY
    text: str | None = None
    form: dict[str, Any] | None = Field(None, alias="json")
    calls: list[Call] = Field(default_factory=list)
    refusal: str | None = None


@router.post("/script")
async def script(answers: list[Scripted], request: Request) -> Mapping[str, int]:
    """Queues answers; without any the assistant thinks for itself."""
    desk = desk_of(request)
    for answer in answers:
        desk.script(answer.place, _written(answer))
    return {place: len(waiting) for place, waiting in desk.scripts.items()}


def _written(answer: Scripted) -> Mapping[str, Any]:
    if answer.form is not None:
        return {"json": answer.form}
    if answer.calls:
        return {"calls": [call.model_dump() for call in answer.calls]}
    return {"refusal": answer.refusal} if answer.refusal else {"text": answer.text or ""}


@router.get("/taken")
async def taken(request: Request) -> list[Mapping[str, Any]]:
    """Every request the vendors were sent, oldest first: exactly what left the house."""
    return [{"place": place, "body": body} for place, body in desk_of(request).taken]


@router.delete("/script")
async def forget(request: Request) -> Mapping[str, bool]:
    desk_of(request).forget()
    return {"forgotten": True}
