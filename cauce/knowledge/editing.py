"""Changes people make to what Cauce knows: products, answers, policies, the profile."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.errors import BadInput, NotFound
from cauce.knowledge import shelving
from cauce.knowledge.business_profile import Profile
from cauce.knowledge.business_terms import plain
from cauce.knowledge.catalogue_rows import entry_of, identity_of
from cauce.knowledge.changes import Stamps, known_rows
from cauce.knowledge.checking import unknown_in_discounts
from cauce.knowledge.loading import save_profile
from cauce.knowledge.refusals import explained
from cauce.knowledge.shelving import Row
from cauce.store.models import Business, UnansweredQuestion
from cauce.store.queries import catalogue
from cauce.store.queries.audit import note
from cauce.store.queries.catalogue import Shelf

# The fields that translations repeat in other languages.
_WORDS: Mapping[Shelf, tuple[str, str]] = {
    "products": ("name", "description"),
    "faqs": ("question", "answer"),
    "policies": ("title", "text"),
}
# As many other wordings as a question of the business may have.
MOST_WORDINGS = 60
_GONE: Mapping[Shelf, str] = {
    "products": "This product is no longer in the catalogue.",
    "faqs": "This question no longer exists.",
    "policies": "This policy no longer exists.",
}


async def save(
    session: AsyncSession,
    stamps: Stamps,
    user_id: str,
    shelf: Shelf,
    row_id: str | None,
    fields: Mapping[str, Any],
) -> Row:
    """Writes these fields; the others stay. Without an id it is a new one.

    Its translations go when its words change: they would still say what it said before.
    Raises BadInput that names the field, NotFound, and Conflict when there is one like it.
    """
    if row_id is None:
        entry = shelving.validated(shelf, fields)
        return await shelving.add(session, stamps, user_id, shelf, entry)
    row = await shelving.get(session, shelf, row_id, locked=True)
    if row["archived_at"] is not None:
        raise NotFound(_GONE[shelf])
    before = entry_of(shelf, row)
    wanted = {**before, **fields}
    if any(before[name] != wanted[name] for name in _WORDS[shelf]):
        wanted.pop("translations", None)
    entry = shelving.validated(shelf, wanted)
    return await shelving.replace(session, stamps, user_id, shelf, row_id, entry)


async def answer_question(
    session: AsyncSession,
    stamps: Stamps,
    user_id: str,
    question_id: str,
    *,
    question: str,
    answer: str,
) -> Row:
    """What nobody had told us becomes a question with an answer.

    However it is put now, the words it was asked in find the answer as well, and so do those by
    which it was found before.
    """
    asked = await _unanswered(session, question_id)
    fields: dict[str, Any] = {"question": question, "answer": answer, "language": asked.language}
    known = await known_rows(session, "faqs", [fields], locked=True)
    same = known.get(identity_of("faqs", fields))
    wordings = [*(entry_of("faqs", same).get("alternatives", ()) if same else ())]
    heard = {plain(one) for one in (question, *wordings)}
    if plain(asked.question) not in heard and len(wordings) < MOST_WORDINGS:
        wordings.append(asked.question[:300])
    if wordings:
        fields["alternatives"] = wordings
    row = await save(session, stamps, user_id, "faqs", same["id"] if same else None, fields)
    asked.status = "answered"
    asked.faq_id = row["id"]
    return row


async def dismiss_question(session: AsyncSession, question_id: str, *, dismissed: bool) -> None:
    """Takes a question off the list, or puts it back."""
    asked = await _unanswered(session, question_id)
    asked.status = "dismissed" if dismissed else "open"


async def change_profile(session: AsyncSession, user_id: str, changes: Mapping[str, Any]) -> None:
    """Puts the changed fields into the profile; None takes a field away.

    Raises BadInput that names the first field that cannot be.
    """
    business = await session.scalar(select(Business).with_for_update())
    if business is None:
        raise NotFound("No business is set up yet.")
    stored = business.profile
    wanted = {field: value for field, value in {**stored, **changes}.items() if value is not None}
    try:
        profile = Profile.model_validate(wanted)
    except ValidationError as error:
        field, message = next(explained(error))
        raise BadInput(message, field) from error
    if "discount_rules" in changes:
        skus, categories = await catalogue.skus_and_categories(session)
        unknown = unknown_in_discounts(profile, skus, {plain(name) for name in categories})
        if unknown:
            raise BadInput(unknown[0].message, (unknown[0].field or "").removeprefix("profile."))
    before = {field: stored.get(field) for field in changes}
    row = await save_profile(session, profile)
    after = {field: row.profile.get(field) for field in changes}
    if before != after:
        note(session, user_id, "profile.changed", row.id, before=before, after=after)


async def _unanswered(session: AsyncSession, question_id: str) -> UnansweredQuestion:
    row = await session.get(UnansweredQuestion, question_id, with_for_update=True)
    if row is None:
        raise NotFound("This question no longer exists.")
    return row
