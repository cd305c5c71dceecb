"""Templates: messages WhatsApp approved beforehand, which may be sent when free text may not."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field

from cauce.api.caller import SECURED, Looks, Runs, Talks
from cauce.api.listing import Cursor, Limit, Listed
from cauce.api.once import OnceRoute
from cauce.api.v1.conversations import MessageShown
from cauce.api.words import CLEAN, Id, Line, Shown, Told
from cauce.core.templates import filled, gaps
from cauce.engine.templates import registry, sending
from cauce.errors import NotFound
from cauce.store.models import MessageTemplate
from cauce.store.queries import templates as queries

ROUTER = APIRouter(
    prefix="/api/v1/templates", tags=["templates"], route_class=OnceRoute, dependencies=SECURED
)
Value = Annotated[str, Field(max_length=2_000), CLEAN]


class GapShown(Shown):
    """A gap; its value is given under `key`. `part` says where it is, `name` how it is called."""

    key: Annotated[str, Field(examples=["body_1"])]
    part: str
    name: str
    example: str


class TemplateShown(Shown):
    """A template. `status`, `quality` and `category` are Meta's words; `offered` says whether it
    may be sent now, `reads` how it reads with the values it was approved with."""

    id: Annotated[str, Field(examples=["tmpl_01k9…"])]
    waba_id: str
    name: Annotated[str, Field(examples=["order_ready"])]
    language: Annotated[str, Field(examples=["es_AR"])]
    category: Annotated[str, Field(examples=["UTILITY"])]
    status: Annotated[str, Field(examples=["APPROVED"])]
    quality: Annotated[str, Field(examples=["GREEN"])]
    reason: str | None
    offered: bool
    reads: str
    buttons: list[str]
    gaps: list[GapShown]
    synced_at: datetime | None
    created_at: datetime
    updated_at: datetime


class SyncTold(Told):
    """The number whose business account is asked."""

    account_id: Annotated[Id, Field(examples=["acct_01k9…"])]


class Synced(Shown):
    templates: int


class SendTold(Told):
    """`values` by the keys of the gaps. The same `key` for the same conversation sends it once."""

    conversation_id: Annotated[Id, Field(examples=["conv_01k9…"])]
    values: Annotated[dict[Line, Value], Field(max_length=60, examples=[{"body_1": "Ana"}])] = (
        Field(default_factory=dict)
    )
    key: Annotated[Line | None, Field(examples=["crm-8812"])] = None


class TestTold(Told):
    to: Annotated[str, Field(max_length=24, examples=["+50761234567"])]
    values: Annotated[dict[Line, Value], Field(max_length=60, examples=[{"body_1": "Ana"}])] = (
        Field(default_factory=dict)
    )


class TestSent(Shown):
    """Meta took it; `provider_id` is what it calls the message."""

    provider_id: Annotated[str, Field(examples=["wamid.HBgL…"])]
    status: Literal["accepted"] = "accepted"


@ROUTER.get("", summary="List templates, newest first")
async def listed(caller: Looks, limit: Limit = 50, cursor: Cursor = None) -> Listed[TemplateShown]:
    async with caller.house.store.reading() as session:
        page = await queries.page(session, cursor, limit)
    return Listed(items=[_shown(row) for row in page.items], next=page.after)


@ROUTER.post("/sync", summary="Bring in the templates as Meta has them now")
async def synced(caller: Runs, told: SyncTold) -> Synced:
    found = await registry.sync(caller.house, caller.actor, told.account_id)
    return Synced(templates=found)


@ROUTER.get("/{template_id}", summary="One template")
async def one(caller: Looks, template_id: Id) -> TemplateShown:
    async with caller.house.store.reading() as session:
        row = await session.get(MessageTemplate, template_id)
    if row is None:
        raise NotFound("There is no such template.")
    return _shown(row)


@ROUTER.post("/{template_id}/send", status_code=201, summary="Send it in a conversation")
async def sent(caller: Talks, template_id: Id, told: SendTold) -> MessageShown:
    """Takes the conversation over, as writing does. 409 says why it may not be sent now: the
    template, or the customer's wishes; 422 which gap is wrong."""
    once = told.key or caller.house.keys.new("once")
    message = await sending.send(
        caller.house, caller.person, told.conversation_id, template_id, told.values, once
    )
    return MessageShown.model_validate(message)


@ROUTER.post("/{template_id}/test", status_code=202, summary="Send it to a number of one's own")
async def tested(caller: Runs, template_id: Id, told: TestTold) -> TestSent:
    """Outside any conversation."""
    found = await sending.try_out(caller.house, caller.actor, template_id, told.to, told.values)
    return TestSent(provider_id=found)


def _shown(row: MessageTemplate) -> TemplateShown:
    template = registry.template_of(row)
    return TemplateShown(
        id=row.id,
        waba_id=row.waba_id,
        name=row.name,
        language=row.language,
        category=row.category,
        status=row.status,
        quality=row.quality,
        reason=row.reason,
        offered=template.offered,
        reads=filled(template, template.examples),
        buttons=[button.text for button in template.buttons],
        gaps=[GapShown.model_validate(gap) for gap in gaps(template)],
        synced_at=row.synced_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
