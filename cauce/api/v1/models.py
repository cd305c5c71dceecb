"""The language models of the house: who is asked, in which order, and what that may cost."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from cauce.api.caller import SECURED, Runs
from cauce.api.listing import Listed
from cauce.api.once import OnceRoute
from cauce.api.words import Id, Line, Shown, Told
from cauce.core.masking import MASK_KINDS, MaskKind
from cauce.engine import models
from cauce.engine.minds import asking_of
from cauce.engine.models import Choice, FailureKind, Thinking, Vendor, Wish
from cauce.errors import NotFound
from cauce.store.models import LanguageModel
from cauce.store.queries import models as queries

ROUTER = APIRouter(
    prefix="/api/v1/models", tags=["models"], route_class=OnceRoute, dependencies=SECURED
)
Price = Annotated[Decimal, Field(ge=0, le=100_000, description="US dollars a million tokens.")]
Dollars = Annotated[
    Decimal | None, Field(ge=0, le=100_000, examples=["20.00"], description="None is no limit.")
]
Sure = Annotated[
    float | None,
    Field(ge=0, le=1, description="How sure the house must be to ask none; None always asks."),
]
Seconds = Annotated[float, Field(ge=0.5, le=30)]


class ModelShown(Shown):
    """A link of the chain; the smallest `place` is asked first. Its key is never shown."""

    id: Annotated[str, Field(examples=["lm_01k9…"])]
    name: str
    vendor: Vendor
    model: str
    base_url: str | None
    place: int
    active: bool
    seconds: float
    attempts: int
    price_in: Decimal
    price_out: Decimal
    most_tokens: int
    thinking: Thinking | None
    masks: list[MaskKind]
    tried_at: datetime | None
    problem: str | None
    created_at: datetime
    updated_at: datetime


class ModelTold(Told):
    """A model as it is wanted, whole. Without `key` the one that is stored is kept."""

    name: Annotated[Line, Field(max_length=60, examples=["Principal"])]
    vendor: Vendor
    model: Annotated[Line, Field(max_length=200, examples=["gpt-6.1-terra"])]
    key: Annotated[Line | None, Field(examples=["sk-…"])] = None
    base_url: Annotated[Line | None, Field(examples=["http://192.168.1.20:11434/v1"])] = None
    active: bool = True
    seconds: Seconds = 6.0
    attempts: Annotated[int, Field(ge=1, le=4)] = 2
    price_in: Price = Decimal(0)
    price_out: Price = Decimal(0)
    most_tokens: Annotated[int, Field(ge=100, le=16_000)] = 1200
    thinking: Thinking | None = None
    masks: Annotated[list[MaskKind], Field(default_factory=lambda: list(MASK_KINDS))]

    def wish(self) -> Wish:
        given = self.model_dump()
        return Wish(**(given | {"masks": tuple(given["masks"])}))


class ChoiceTold(Told):
    """When models are asked, and what all of them together may cost in US dollars."""

    sure_reading: Sure = 0.8
    sure_draft: Sure = 0.85
    seconds_to_read: Seconds = 3.0
    seconds_to_answer: Seconds = 8.0
    day: Dollars = None
    month: Dollars = None
    conversation: Dollars = None


class Tried(BaseModel):
    """`right` is none when nothing came back; `said` are the vendor's own words."""

    right: bool | None
    milliseconds: float
    failure: FailureKind | None
    said: str


@ROUTER.get("", summary="The models, in the order in which they are asked")
async def listed(caller: Runs) -> Listed[ModelShown]:
    async with caller.house.store.reading() as session:
        rows = await queries.all_models(session)
    return Listed(items=[ModelShown.model_validate(row) for row in rows])


@ROUTER.post("", status_code=201, summary="Add a model at the end of the chain")
async def added(caller: Runs, told: ModelTold) -> ModelShown:
    row = await models.save(caller.house, caller.actor, told.wish())
    return ModelShown.model_validate(row)


@ROUTER.get("/choice", summary="When models are asked, and their limits")
async def choice(caller: Runs) -> ChoiceTold:
    async with caller.house.store.reading() as session:
        chosen = await queries.chosen(session)
    asking = asking_of(chosen)
    return ChoiceTold(
        sure_reading=asking.sure_reading,
        sure_draft=asking.sure_draft,
        seconds_to_read=asking.seconds_to_read,
        seconds_to_answer=asking.seconds_to_answer,
        **{span: chosen.get(span) for span in ("day", "month", "conversation")},
    )


@ROUTER.put("/choice", summary="Choose when models are asked, and limit what they cost")
async def chosen(caller: Runs, told: ChoiceTold) -> ChoiceTold:
    """Holds from the next message on."""
    await models.choose(caller.house, caller.actor, Choice(**told.model_dump()))
    return told


@ROUTER.get("/{model_id}", summary="One model")
async def one(caller: Runs, model_id: Id) -> ModelShown:
    async with caller.house.store.reading() as session:
        row = await session.get(LanguageModel, model_id)
    if row is None:
        raise NotFound("There is no such model.")
    return ModelShown.model_validate(row)


@ROUTER.put("/{model_id}", summary="Change a model")
async def changed(caller: Runs, model_id: Id, told: ModelTold) -> ModelShown:
    row = await models.save(caller.house, caller.actor, told.wish(), model_id)
    return ModelShown.model_validate(row)


@ROUTER.delete("/{model_id}", status_code=204, summary="Remove a model and forget its key")
async def removed(caller: Runs, model_id: Id) -> None:
    await models.remove(caller.house, caller.actor, model_id)


@ROUTER.post("/{model_id}/up", summary="Ask it one place earlier")
async def earlier(caller: Runs, model_id: Id) -> ModelShown:
    await models.move_up(caller.house, caller.actor, model_id)
    return await one(caller, model_id)


@ROUTER.post("/{model_id}/try", summary="Ask it one small question")
async def tried(caller: Runs, model_id: Id) -> Tried:
    """Costs a few tokens at the vendor; what came of it is kept with the model."""
    found = await models.try_out(caller.house, model_id)
    return Tried(
        right=found.right,
        milliseconds=found.milliseconds,
        failure=found.failure,
        said=found.said,
    )
