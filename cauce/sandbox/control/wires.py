"""Faults, the clock, the journal, and webhooks as such."""

from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field

from cauce.sandbox.batches import Bundling
from cauce.sandbox.deliveries import MANNERS, signature
from cauce.sandbox.faults import PLACES, Fault, FaultKind, is_place
from cauce.sandbox.state import Sandbox, sandbox_of

ROUTER: Final = APIRouter(prefix="/control", tags=["control"])
Here = Annotated[Sandbox, Depends(sandbox_of)]


class Trouble(BaseModel):
    """A fault to come. For webhooks `manner` names it: duplicated, reordered, missing, …"""

    model_config = ConfigDict(extra="forbid")

    place: str
    kind: FaultKind | None = None
    manner: str | None = None
    seconds: float = Field(0.0, ge=0)
    status: int = Field(500, ge=400, le=599)
    retry_after: float | None = Field(None, ge=0)
    times: int | None = Field(1, ge=1)
    chance: float = Field(1.0, ge=0, le=1)
    code: int | None = None

    def fault(self) -> Fault:
        kind = self.kind or MANNERS.get(self.manner or "", "status")
        return Fault(
            kind,
            self.seconds,
            self.status,
            self.retry_after,
            self.times,
            self.chance,
            self.code,
        )


class Passing(BaseModel):
    """How far the clock is moved ahead. Zero only does what is due already."""

    seconds: float = Field(0.0, ge=0)
    hours: float = Field(0.0, ge=0)


class Release(BaseModel):
    bundling: Bundling = "entries"


class Wires(BaseModel):
    callback: str | None = None
    app_secret: str | None = None
    instagram_secret: str | None = None
    verify_token: str | None = None
    app_usage: int | None = Field(None, ge=0, le=100)


@ROUTER.get("/faults")
async def faults(here: Here) -> dict[str, Any]:
    return {
        "waiting": here.faults.waiting(),
        "places": PLACES,
        "manners": MANNERS,
    }


@ROUTER.post("/faults", status_code=201)
async def add_fault(here: Here, trouble: Trouble) -> dict[str, Any]:
    if not is_place(trouble.place):
        raise HTTPException(422, f"There is no place {trouble.place}. GET faults lists them.")
    here.faults.add(trouble.place, trouble.fault())
    here.journal.touch()
    return {"waiting": here.faults.waiting()}


@ROUTER.delete("/faults")
async def clear_faults(here: Here, place: str | None = None) -> dict[str, Any]:
    here.faults.clear(place)
    here.journal.touch()
    return {"waiting": here.faults.waiting()}


@ROUTER.post("/clock")
async def move_clock(here: Here, passing: Passing) -> dict[str, Any]:
    """Time passes; everything due on the way happens at its own moment."""
    await here.agenda.pass_time(timedelta(seconds=passing.seconds, hours=passing.hours))
    here.journal.touch()
    return {"now": here.clock.now(), "ahead": here.clock.ahead, "waiting": len(here.agenda)}


@ROUTER.get("/journal")
async def journal(here: Here, after: int = 0) -> dict[str, Any]:
    return {"crossings": list(here.journal.after(after))}


@ROUTER.delete("/journal")
async def forget_journal(here: Here) -> dict[str, Any]:
    here.journal.forget()
    return {"crossings": []}


@ROUTER.post("/webhooks/hold")
async def hold(here: Here) -> dict[str, Any]:
    """Webhooks are collected from here on."""
    here.deliveries.hold()
    return {"holding": True}


@ROUTER.post("/webhooks/release")
async def release(here: Here, wish: Release) -> dict[str, Any]:
    """The collected ones go in one call for each platform."""
    return {"released": here.deliveries.release(wish.bundling)}


@ROUTER.post("/webhooks/raw", status_code=202)
async def raw(here: Here, request: Request, signed: bool = True) -> dict[str, Any]:
    """The body goes to Cauce byte by byte, as a webhook call; the answer is in the journal."""
    body = await request.body()
    here.deliveries.raw(body, signature(here.wiring.app_secret, body) if signed else None)
    return {"bytes": len(body)}


@ROUTER.patch("/wiring")
async def rewire(here: Here, wires: Wires) -> dict[str, Any]:
    for name, value in wires.model_dump(exclude_none=True).items():
        setattr(here.wiring, name, value)
    return {"callback": here.wiring.callback}


@ROUTER.post("/reset")
async def reset(here: Here) -> dict[str, Any]:
    """The first day again; the clock keeps its time."""
    here.agenda.forget()
    here.faults.clear()
    here.journal.forget()
    here.deliveries.forget()
    here.world.reset()
    return {"now": here.clock.now()}
