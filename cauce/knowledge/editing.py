"""Changes people make to what Cauce knows: prices, answers, policies, the profile."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.business import PolicyKind
from cauce.core.money import Money
from cauce.errors import BadInput, NotFound
from cauce.knowledge.business_profile import Profile
from cauce.knowledge.loading import save_profile
from cauce.store.models import Business, FaqRow, PolicyRow, Product, UnansweredQuestion
from cauce.store.queries.audit import note

_LONGEST_QUESTION, _LONGEST_ANSWER, _LONGEST_POLICY = 300, 2_000, 20_000
_MOST_STOCK = 1_000_000_000
_HIGHEST_PRICE = Decimal(1_000_000_000)


async def set_product(
    session: AsyncSession, user_id: str, product_id: str, *, price: str, stock: str | None
) -> Product:
    """A new price and stock; `stock` None leaves it alone, which is right for services."""
    row = await session.get(Product, product_id, with_for_update=True)
    if row is None or row.archived_at is not None:
        raise NotFound("This product is no longer in the catalogue.")
    before = {"price_minor": row.price_minor, "stock": row.stock}
    row.price_minor = _amount(price, row.currency).minor
    if stock is not None and row.stock is not None:
        row.stock = _count(stock)
    after = {"price_minor": row.price_minor, "stock": row.stock}
    if before != after:
        note(session, user_id, "product.changed", row.id, before=before, after=after)
    return row


async def save_faq(
    session: AsyncSession,
    user_id: str,
    faq_id: str | None,
    *,
    question: str,
    answer: str,
    language: str,
    topic: str | None = None,
) -> FaqRow:
    """Writes a question and its answer; without an id it is a new one. No topic: as it was."""
    question = _text(question, _LONGEST_QUESTION, "question")
    answer = _text(answer, _LONGEST_ANSWER, "answer")
    if faq_id is None:
        row = FaqRow(question=question, answer=answer, language=language, entry={})
        row.topic = topic or "other"
        session.add(row)
        await session.flush()
        note(session, user_id, "faq.added", row.id, after={"question": question, "answer": answer})
        return row
    row = await _faq(session, faq_id)
    before = {"question": row.question, "answer": row.answer}
    if (row.question, row.answer) != (question, answer):
        row.entry = _untranslated(row.entry)
    row.question, row.answer, row.language = question, answer, language
    row.topic = topic or row.topic
    note(
        session,
        user_id,
        "faq.changed",
        row.id,
        before=before,
        after={"question": question, "answer": answer},
    )
    return row


async def archive_faq(session: AsyncSession, user_id: str, faq_id: str) -> FaqRow:
    """Cauce no longer answers with it; `restore_faq` brings it back as it was."""
    row = await _faq(session, faq_id)
    if row.archived_at is None:
        row.archived_at = session.info["clock"].now()
        note(session, user_id, "faq.removed", row.id, before={"question": row.question})
    return row


async def restore_faq(session: AsyncSession, user_id: str, faq_id: str) -> FaqRow:
    row = await _faq(session, faq_id)
    if row.archived_at is not None:
        row.archived_at = None
        note(session, user_id, "faq.restored", row.id, after={"question": row.question})
    return row


async def answer_question(
    session: AsyncSession, user_id: str, question_id: str, *, question: str, answer: str
) -> FaqRow:
    """What nobody had told us becomes a question with an answer."""
    asked = await _unanswered(session, question_id)
    row = await save_faq(
        session, user_id, None, question=question, answer=answer, language=asked.language
    )
    asked.status = "answered"
    asked.faq_id = row.id
    return row


async def dismiss_question(session: AsyncSession, question_id: str, *, dismissed: bool) -> None:
    """Takes a question off the list, or puts it back."""
    asked = await _unanswered(session, question_id)
    asked.status = "dismissed" if dismissed else "open"


async def save_policy(
    session: AsyncSession, user_id: str, policy_id: str, *, title: str, text: str
) -> PolicyRow:
    """New words for a policy; its kind stays."""
    row = await session.get(PolicyRow, policy_id, with_for_update=True)
    if row is None or row.archived_at is not None:
        raise NotFound("This policy no longer exists.")
    title, text = _text(title, 120, "title"), _text(text, _LONGEST_POLICY, "text")
    before = {"title": row.title, "text": row.text}
    if (row.title, row.text) != (title, text):
        row.entry = _untranslated(row.entry)
        row.title, row.text = title, text
        note(
            session,
            user_id,
            "policy.changed",
            row.id,
            before=before,
            after={"title": title, "text": text},
        )
    return row


async def add_policy(
    session: AsyncSession, user_id: str, *, kind: PolicyKind, title: str, text: str
) -> PolicyRow:
    row = PolicyRow(
        kind=kind,
        title=_text(title, 120, "title"),
        text=_text(text, _LONGEST_POLICY, "text"),
        entry={},
    )
    session.add(row)
    await session.flush()
    note(session, user_id, "policy.added", row.id, after={"title": row.title})
    return row


async def change_profile(
    session: AsyncSession, user_id: str, business: Business, changes: Mapping[str, Any]
) -> None:
    """Puts the changed fields into the profile; None takes a field away.

    Raises BadInput that names the first field that cannot be.
    """
    wanted = {**business.profile, **changes}
    wanted = {field: value for field, value in wanted.items() if value is not None}
    try:
        profile = Profile.model_validate(wanted)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{where}: {first['msg']}", where) from error
    before = {field: business.profile.get(field) for field in changes}
    await save_profile(session, profile)
    note(session, user_id, "profile.changed", business.id, before=before, after=dict(changes))


async def _faq(session: AsyncSession, faq_id: str) -> FaqRow:
    row = await session.get(FaqRow, faq_id, with_for_update=True)
    if row is None:
        raise NotFound("This question no longer exists.")
    return row


async def _unanswered(session: AsyncSession, question_id: str) -> UnansweredQuestion:
    row = await session.get(UnansweredQuestion, question_id, with_for_update=True)
    if row is None:
        raise NotFound("This question no longer exists.")
    return row


def _untranslated(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Without translations and other wordings: they would still say what it said before."""
    gone = ("translations", "alternatives")
    return {field: value for field, value in entry.items() if field not in gone}


def _text(text: str, longest: int, field: str) -> str:
    text = text.strip()
    if not text:
        raise BadInput("This field cannot be empty.", field)
    if len(text) > longest:
        raise BadInput("This text is too long.", field)
    return text


def _amount(text: str, currency: str) -> Money:
    try:
        amount = Decimal(text.strip().replace(",", "."))
    except InvalidOperation as error:
        raise BadInput("Write the price as a number, like 899.00.", "price") from error
    if not amount.is_finite() or not 0 <= amount <= _HIGHEST_PRICE:
        raise BadInput("Write the price as a number, like 899.00.", "price")
    return Money(amount, currency).rounded()


def _count(text: str) -> int:
    if not text.strip().isdecimal() or int(text) > _MOST_STOCK:
        raise BadInput("Write the stock as a whole number, like 12.", "stock")
    return int(text)
