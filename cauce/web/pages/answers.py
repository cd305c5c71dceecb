"""What Cauce answers with: questions, policies, and what it was asked and could not answer."""

from typing import Any, get_args

from starlette.responses import Response

from cauce.core.business import PolicyKind
from cauce.core.labels import LANGUAGES
from cauce.knowledge import editing
from cauce.knowledge.business_catalogue import TOPICS
from cauce.knowledge.taking_back import last_change
from cauce.store.queries import knowledge
from cauce.store.queries.catalogue import Shelf
from cauce.web.page import Look, Page, Teach
from cauce.web.pages import reading, saving

router = saving.forms()
_FAQS, _POLICIES = "/app/knowledge/faqs", "/app/knowledge/policies"
POLICY_KINDS: tuple[str, ...] = get_args(PolicyKind)
_UNANSWERED = "/app/knowledge/unanswered"


@router.get(_FAQS)
async def faqs(page: Look, q: str = "") -> Response:
    async with page.reading() as session:
        found = await knowledge.faqs(session, q.strip()[:100])
    return await saving.show(page, "knowledge/faqs.html", faqs=found, q=q, topics=TOPICS)


@router.post(_FAQS)
async def add_faq(page: Teach) -> Response:
    return await _save(page, "faqs", None, _faq(page), _FAQS)


@router.post(_FAQS + "/{faq_id}")
async def edit_faq(page: Teach, faq_id: str) -> Response:
    return await _save(page, "faqs", faq_id, _faq(page), _FAQS)


@router.get(_POLICIES)
async def policies(page: Look) -> Response:
    async with page.reading() as session:
        found = await knowledge.policies(session)
    taken = {one.kind for one in found}
    kinds = [kind for kind in POLICY_KINDS if kind == "other" or kind not in taken]
    return await saving.show(page, "knowledge/policies.html", policies=found, kinds=kinds)


@router.post(_POLICIES)
async def add_policy(page: Teach) -> Response:
    fields = {name: page.text(name) for name in ("kind", "title", "text")}
    return await _save(page, "policies", None, fields, _POLICIES)


@router.post(_POLICIES + "/{policy_id}")
async def edit_policy(page: Teach, policy_id: str) -> Response:
    """Its kind stays."""
    fields = {name: page.text(name) for name in ("title", "text")}
    return await _save(page, "policies", policy_id, fields, _POLICIES)


@router.get(_UNANSWERED)
async def unanswered(page: Look) -> Response:
    async with page.reading() as session:
        found = await knowledge.unanswered(session)
    return await saving.show(page, "knowledge/unanswered.html", questions=found)


@router.post(_UNANSWERED + "/{question_id}")
async def answer(page: Teach, question_id: str) -> Response:
    async with saving.saving(page) as session:
        await editing.answer_question(
            session,
            page.house,
            page.visitor.user_id,
            question_id,
            question=page.text("question"),
            answer=page.text("answer"),
        )
    return page.go(_UNANSWERED, "answered")


@router.post(_UNANSWERED + "/{question_id}/dismiss")
async def dismiss(page: Teach, question_id: str) -> Response:
    """Off the list, with a way back."""
    back = page.text("back") == "1"
    async with saving.saving(page) as session:
        await editing.dismiss_question(session, question_id, dismissed=not back)
    if not page.partial or back:
        return page.go(_UNANSWERED)
    undo = f"{_UNANSWERED}/{question_id}/dismiss"
    return page.piece("_undo.html", text=page.words("done.dismissed"), undo=undo)


def _faq(page: Page) -> dict[str, Any]:
    language = page.text("language")
    fields: dict[str, Any] = {
        "question": page.text("question"),
        "answer": page.text("answer"),
        "language": language if language in LANGUAGES else page.words.language,
    }
    if page.text("topic"):
        fields["topic"] = page.text("topic")
    if "alternatives" in page.form:
        fields["alternatives"] = reading.lines(page, "alternatives")
    return fields


async def _save(
    page: Page, shelf: Shelf, row_id: str | None, fields: dict[str, Any], back: str
) -> Response:
    async with saving.saving(page) as session:
        await editing.save(session, page.house, page.visitor.user_id, shelf, row_id, fields)
        noted = await last_change(session)
    return saving.done(page, back, noted)
