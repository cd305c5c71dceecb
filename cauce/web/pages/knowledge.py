"""Knowledge: what the business told Cauce, to look at and to correct."""

from typing import Any

from starlette.responses import Response

from cauce.core.labels import LANGUAGES
from cauce.errors import BadInput, NotFound
from cauce.knowledge import editing
from cauce.store.models import Business
from cauce.store.queries import knowledge
from cauce.web.page import Look, Page, Teach
from cauce.web.route import pages

router = pages()
_CONTACTS = ("phone", "whatsapp", "email", "website", "instagram", "facebook")


def _business(page: Page) -> Business:
    if page.business is None:
        raise NotFound("No business is set up yet.")
    return page.business


@router.get("/app/knowledge")
async def overview(page: Look) -> Response:
    async with page.reading() as session:
        sizes = await knowledge.sizes(session)
    profile = page.business.profile if page.business is not None else {}
    return await page.render(
        "knowledge/overview.html", sizes=sizes, profile=profile, contact_fields=_CONTACTS
    )


@router.post("/app/knowledge/profile")
async def save_profile(page: Teach) -> Response:
    business = _business(page)
    async with page.writing() as session:
        await editing.change_profile(session, page.visitor.user_id, business, _changes(page))
    return page.go("/app/knowledge", "saved")


def _changes(page: Page) -> dict[str, Any]:
    """Only what the form shows; everything else of the profile stays as it is."""
    old = _business(page).profile
    language = old.get("language", "es")
    contacts = {name: page.text(f"contact_{name}") for name in _CONTACTS}
    changes: dict[str, Any] = {
        "name": page.text("name"),
        "assistant_name": page.text("assistant_name") or None,
        "description": {**old.get("description", {}), language: page.text("description")},
        "contacts": {name: value for name, value in contacts.items() if value},
    }
    if page.text("high_value"):
        changes["escalation"] = {"high_value": page.text("high_value")}
    for field, days, words in (
        ("returns", "days", "conditions"),
        ("warranty", "default_months", "conditions"),
    ):
        number, text = page.text(f"{field}_{days}"), page.text(f"{field}_{words}")
        if number or text:
            changes[field] = {days: _whole(number, field), words: text}
    return changes


def _whole(text: str, field: str) -> int:
    if not text.isdecimal():
        raise BadInput("Write a whole number.", field)
    return int(text)


@router.get("/app/knowledge/products")
async def products(
    page: Look, q: str = "", category: str = "", after: str | None = None
) -> Response:
    async with page.reading() as session:
        found = await knowledge.products(
            session, search=q.strip()[:100], category=category, after=after
        )
        categories = await knowledge.categories(session)
    return await page.render(
        "knowledge/products.html",
        found=found,
        categories=categories,
        q=q,
        category=category,
        after=after,
    )


@router.post("/app/knowledge/products/{product_id}")
async def save_product(page: Teach, product_id: str) -> Response:
    async with page.writing() as session:
        row = await editing.set_product(
            session,
            page.visitor.user_id,
            product_id,
            price=page.text("price"),
            stock=page.text("stock") if "stock" in page.form else None,
        )
    if page.partial:
        return page.piece("knowledge/_product.html", product=row, saved=True)
    return page.go("/app/knowledge/products", "saved")


@router.get("/app/knowledge/policies")
async def policies(page: Look) -> Response:
    async with page.reading() as session:
        found = await knowledge.policies(session)
    return await page.render("knowledge/policies.html", policies=found)


@router.post("/app/knowledge/policies/{policy_id}")
async def save_policy(page: Teach, policy_id: str) -> Response:
    async with page.writing() as session:
        await editing.save_policy(
            session,
            page.visitor.user_id,
            policy_id,
            title=page.text("title"),
            text=page.text("text"),
        )
    return page.go("/app/knowledge/policies", "saved")


@router.get("/app/knowledge/unanswered")
async def unanswered(page: Look) -> Response:
    async with page.reading() as session:
        found = await knowledge.unanswered(session)
    return await page.render("knowledge/unanswered.html", questions=found)


@router.post("/app/knowledge/unanswered/{question_id}")
async def answer(page: Teach, question_id: str) -> Response:
    async with page.writing() as session:
        await editing.answer_question(
            session,
            page.visitor.user_id,
            question_id,
            question=page.text("question"),
            answer=page.text("answer"),
        )
    return page.go("/app/knowledge/unanswered", "answered")


@router.post("/app/knowledge/unanswered/{question_id}/dismiss")
async def dismiss(page: Teach, question_id: str) -> Response:
    """Off the list, with a way back."""
    back = page.text("back") == "1"
    async with page.writing() as session:
        await editing.dismiss_question(session, question_id, dismissed=not back)
    if not page.partial or back:
        return page.go("/app/knowledge/unanswered")
    undo = f"/app/knowledge/unanswered/{question_id}/dismiss"
    text = page.words("done.dismissed")
    return page.piece("_undo.html", text=text, undo=undo, back="/app/knowledge/unanswered")


@router.get("/app/knowledge/faqs")
async def faqs(page: Look, q: str = "") -> Response:
    async with page.reading() as session:
        found = await knowledge.faqs(session, q.strip()[:100])
    return await page.render("knowledge/faqs.html", faqs=found, q=q)


@router.post("/app/knowledge/faqs")
async def add_faq(page: Teach) -> Response:
    return await _save_faq(page, None)


@router.post("/app/knowledge/faqs/{faq_id}")
async def edit_faq(page: Teach, faq_id: str) -> Response:
    return await _save_faq(page, faq_id)


async def _save_faq(page: Page, faq_id: str | None) -> Response:
    language = page.text("language")
    async with page.writing() as session:
        await editing.save_faq(
            session,
            page.visitor.user_id,
            faq_id,
            question=page.text("question"),
            answer=page.text("answer"),
            language=language if language in LANGUAGES else page.words.language,
        )
    return page.go("/app/knowledge/faqs", "saved")


@router.post("/app/knowledge/faqs/{faq_id}/remove")
async def remove_faq(page: Teach, faq_id: str) -> Response:
    async with page.writing() as session:
        await editing.archive_faq(session, page.visitor.user_id, faq_id)
    if not page.partial:
        return page.go("/app/knowledge/faqs", "removed")
    undo = f"/app/knowledge/faqs/{faq_id}/restore"
    text = page.words("done.removed")
    return page.piece("_undo.html", text=text, undo=undo, back="/app/knowledge/faqs")


@router.post("/app/knowledge/faqs/{faq_id}/restore")
async def restore_faq(page: Teach, faq_id: str) -> Response:
    async with page.writing() as session:
        await editing.restore_faq(session, page.visitor.user_id, faq_id)
    return page.go("/app/knowledge/faqs", "restored")
