"""Questions customers ask, with the answers the business gives."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Body, Query
from pydantic import Field
from sqlalchemy import ColumnElement

from cauce.api.caller import SECURED, Looks, Teaches
from cauce.api.listing import Cursor, Limit, Listed, Search
from cauce.api.once import OnceRoute
from cauce.api.words import CLEAN, Id, Shown
from cauce.core.labels import Language
from cauce.knowledge import shelving
from cauce.knowledge.business_catalogue import FaqEntry
from cauce.knowledge.catalogue_rows import entry_of
from cauce.store.models import FaqRow
from cauce.store.queries import paging
from cauce.store.queries.newest import newest

ROUTER = APIRouter(
    prefix="/api/v1/faqs", tags=["faqs"], route_class=OnceRoute, dependencies=SECURED
)
_EXAMPLE = {
    "question": "¿Hacen envíos a David?",
    "answer": "Sí, llegamos a David en dos o tres días.",
    "language": "es",
    "alternatives": ["¿Llegan a Chiriquí?"],
    "topic": "shipping",
}
Entry = Annotated[FaqEntry, CLEAN, Body(examples=[_EXAMPLE])]


class FaqShown(Shown):
    """A question with its answer, in the words of the business."""

    id: Annotated[str, Field(examples=["faq_01k9…"])]
    question: Annotated[str, Field(examples=["¿Hacen envíos a David?"])]
    answer: str
    language: str
    topic: str
    alternatives: list[str] = Field(default_factory=list)
    translations: dict[str, dict[str, str]] = Field(default_factory=dict)
    archived_at: datetime | None = None
    updated_at: datetime

    @classmethod
    def of(cls, row: shelving.Row) -> "FaqShown":
        own = {name: row[name] for name in ("id", "archived_at", "updated_at")}
        return cls.model_validate(entry_of("faqs", row) | own)


@ROUTER.get("", summary="List questions, newest first")
async def listed(
    caller: Looks,
    search: Search = "",
    language: Annotated[Language | None, Query(description="Only this language.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[FaqShown]:
    where: list[ColumnElement[bool]] = [FaqRow.archived_at.is_(None)]
    if search:
        pattern = paging.like(search)
        where.append(FaqRow.question.ilike(pattern) | FaqRow.answer.ilike(pattern))
    if language is not None:
        where.append(FaqRow.language == language)
    async with caller.house.store.reading() as session:
        page = await newest(session, FaqRow, *where, after=cursor, size=limit)
    return Listed(items=[FaqShown.of(vars(row)) for row in page.items], next=page.after)


@ROUTER.post("", status_code=201, summary="Add a question with its answer")
async def added(caller: Teaches, entry: Entry) -> FaqShown:
    """409 when the same question has an answer in this language."""
    async with caller.house.store.writing() as session:
        row = await shelving.add(session, caller.house, caller.actor, "faqs", entry)
    return FaqShown.of(row)


@ROUTER.get("/{faq_id}", summary="One question")
async def one(caller: Looks, faq_id: Id) -> FaqShown:
    async with caller.house.store.reading() as session:
        return FaqShown.of(await shelving.get(session, "faqs", faq_id))


@ROUTER.put("/{faq_id}", summary="Replace a question and its answer")
async def replaced(caller: Teaches, faq_id: Id, entry: Entry) -> FaqShown:
    async with caller.house.store.writing() as session:
        row = await shelving.replace(session, caller.house, caller.actor, "faqs", faq_id, entry)
    return FaqShown.of(row)


@ROUTER.delete("/{faq_id}", status_code=204, summary="Stop answering with it")
async def removed(caller: Teaches, faq_id: Id) -> None:
    async with caller.house.store.writing() as session:
        await shelving.archive(session, caller.house, caller.actor, "faqs", faq_id)
