"""The 22 things Cauce does by itself: how free each one is, and trying them without effect."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from pydantic_core import to_jsonable_python

from cauce.api.caller import SECURED, Looks, Steers
from cauce.api.listing import Listed
from cauce.api.once import OnceRoute
from cauce.api.shapes import Why, whys
from cauce.api.words import Count, Id, Text, Told
from cauce.core.decisions import Autonomy
from cauce.core.flow import Group
from cauce.engine import autonomy as freedom
from cauce.engine import opinions, trying
from cauce.engine.words import as_json
from cauce.errors import NotFound
from cauce.flows import FLOWS

ROUTER = APIRouter(
    prefix="/api/v1/flows", tags=["flows"], route_class=OnceRoute, dependencies=SECURED
)


class FlowShown(BaseModel):
    """A flow. One that is not `built` never wakes."""

    name: Annotated[str, Field(examples=["lead_scoring"])]
    number: int
    group: Group
    titles: dict[str, str]
    does: dict[str, str]
    wakes_on: list[str]
    built: bool
    default_autonomy: Autonomy
    autonomy: Annotated[
        Autonomy, Field(description="off; shadow: decides only; ask: a person says yes; act.")
    ]
    limit_minor: Annotated[
        int | None, Field(description="Amount, in the smallest unit, above which it asks anyway.")
    ]


class AutonomyTold(Told):
    autonomy: Autonomy
    limit_minor: Annotated[Count | None, Field(examples=[500_000])] = None


class Trial(Told):
    """What a customer might write."""

    message: Annotated[Text, Field(examples=["Necesito 10 laptops para mañana, ¿tienen stock?"])]


class TrialAction(BaseModel):
    kind: Annotated[str, Field(examples=["SendMessage"])]
    payload: dict[str, Any]


class Tried(BaseModel):
    """What a flow would decide. Nothing was done."""

    flow: str
    because: list[Why]
    saw: dict[str, Any]
    confidence: float
    decided_by: str
    actions: list[TrialAction]
    milliseconds: float


@ROUTER.get("", summary="All flows in business order")
async def listed(caller: Looks) -> Listed[FlowShown]:
    async with caller.house.store.reading() as session:
        chosen = await freedom.autonomies(session)
    return Listed(items=[_shown(flow.name, chosen) for flow in FLOWS])


@ROUTER.get("/{flow}", summary="One flow")
async def one(caller: Looks, flow: Id) -> FlowShown:
    async with caller.house.store.reading() as session:
        chosen = await freedom.autonomies(session)
    return _shown(flow, chosen)


@ROUTER.put("/{flow}/autonomy", summary="Set how free a flow is")
async def set_free(caller: Steers, flow: Id, told: AutonomyTold) -> FlowShown:
    """Holds from the next decision on."""
    await freedom.set_autonomy(caller.house, caller.acts_as, flow, told.autonomy, told.limit_minor)
    return await one(caller, flow)


@ROUTER.post("/{flow}/try", summary="What it would decide, without doing it")
async def tried(caller: Looks, flow: Id, trial: Trial) -> Tried:
    """A stranger writes this on the website now; nothing is stored and nobody is answered."""
    knowledge = await opinions.ready(caller.house)
    decision = await trying.try_flow(caller.house, knowledge, flow, trial.message)
    return Tried(
        flow=flow,
        because=whys([reason.as_json() for reason in decision.because]),
        saw=to_jsonable_python(dict(decision.saw)),
        confidence=decision.confidence,
        decided_by=decision.decided_by,
        actions=[
            TrialAction(kind=type(action).__name__, payload=as_json(action))
            for action in decision.actions
        ],
        milliseconds=round(decision.milliseconds, 3),
    )


def _shown(name: str, chosen: freedom.Freedom) -> FlowShown:
    flow = next((each for each in FLOWS if each.name == name), None)
    if flow is None:
        raise NotFound(f"There is no flow called {name}.")
    autonomy, limit = chosen[name]
    return FlowShown(
        name=flow.name,
        number=flow.number,
        group=flow.group,
        titles=dict(flow.titles),
        does=dict(flow.does),
        wakes_on=list(flow.wakes_on),
        built=flow.built,
        default_autonomy=flow.default_autonomy,
        autonomy=autonomy,
        limit_minor=limit,
    )
