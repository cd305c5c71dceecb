"""Questions nobody had told Cauce the answer to."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from cauce.api.caller import SECURED, Looks, Teaches
from cauce.api.listing import Cursor, Limit, Listed, shown
from cauce.api.once import OnceRoute
from cauce.api.v1.faqs import FaqShown
from cauce.api.words import CLEAN, Id, Line, Shown, Told
from cauce.errors import NotFound
from cauce.knowledge import editing
from cauce.knowledge.business_terms import Paragraph
from cauce.store.models import UnansweredQuestion
from cauce.store.queries.newest import newest

ROUTER = APIRouter(
    prefix="/api/v1/unanswered-questions",
    tags=["unanswered questions"],
    route_class=OnceRoute,
    dependencies=SECURED,
)


class QuestionShown(Shown):
    """`asked` counts how often it came."""

    id: str
    question: Annotated[str, Field(examples=["¿Venden repuestos?"])]
    language: str
    asked: int
    last_asked_at: datetime
    status: Literal["open", "answered", "dismissed"]
    conversation_id: str | None
    faq_id: str | None


class Answer(Told):
    """What Cauce says from now on. Without `question` it is kept as the customer asked it."""

    question: Line | None = None
    answer: Annotated[Paragraph, CLEAN, Field(examples=["Sí, tenemos repuestos en Vía España."])]


@ROUTER.get("", summary="List them, newest first")
async def listed(
    caller: Looks,
    status: Annotated[Literal["open", "answered", "dismissed"], Query()] = "open",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[QuestionShown]:
    async with caller.house.store.reading() as session:
        page = await newest(
            session,
            UnansweredQuestion,
            UnansweredQuestion.status == status,
            after=cursor,
            size=limit,
        )
    return shown(QuestionShown, page)


@ROUTER.post("/{question_id}/answer", status_code=201, summary="Give the answer")
async def answered(caller: Teaches, question_id: Id, told: Answer) -> FaqShown:
    """It becomes a question with its answer."""
    async with caller.house.store.writing() as session:
        asked = await session.get(UnansweredQuestion, question_id)
        if asked is None:
            raise NotFound("There is no such question.")
        row = await editing.answer_question(
            session,
            caller.house,
            caller.person,
            question_id,
            question=(told.question or asked.question)[:300],
            answer=told.answer,
        )
        return FaqShown.of(row)


@ROUTER.post("/{question_id}/dismiss", status_code=204, summary="Take it off the list")
async def dismissed(caller: Teaches, question_id: Id) -> None:
    async with caller.house.store.writing() as session:
        await editing.dismiss_question(session, question_id, dismissed=True)
