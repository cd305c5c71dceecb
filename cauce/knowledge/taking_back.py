"""The way back from a change somebody just made: exactly what was there before it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.errors import Conflict, NotFound
from cauce.knowledge import editing, shelving
from cauce.knowledge.catalogue_rows import columns_of, same
from cauce.knowledge.changes import Stamps
from cauce.knowledge.wording import Wording
from cauce.store.models import AuditEntry, Business
from cauce.store.queries.catalogue import Shelf

_SHELVES: dict[str, Shelf] = {"product": "products", "faq": "faqs", "policy": "policies"}
_STEPS = ("added", "changed", "removed", "restored")


async def last_change(session: AsyncSession, subject: str | None = None) -> str | None:
    """The note of what this transaction changed (of `subject` alone); None: nothing."""
    notes = [
        one for one in session.new if isinstance(one, AuditEntry) and subject in (None, one.subject)
    ]
    await session.flush()
    return notes[-1].id if notes else None


def can_be_taken_back(entry: AuditEntry) -> bool:
    kind, _, step = entry.action.partition(".")
    return entry.action == "profile.changed" or (kind in _SHELVES and step in _STEPS)


async def take_back(
    session: AsyncSession, stamps: Stamps, user_id: str, note_id: str
) -> Shelf | None:
    """Undoes one change; the shelf it was on, None for the profile.

    Raises NotFound, and Conflict when it has been changed again since.
    """
    entry = await session.get(AuditEntry, note_id)
    if entry is None or entry.subject is None or not can_be_taken_back(entry):
        raise NotFound("There is nothing to undo.")
    if entry.action == "profile.changed":
        await _profile_back(session, user_id, entry)
        return None
    kind, _, step = entry.action.partition(".")
    shelf = _SHELVES[kind]
    row = await shelving.get(session, shelf, entry.subject, locked=True)
    if step == "removed":
        await shelving.restore(session, stamps, user_id, shelf, entry.subject)
        return shelf
    _refuse_if_moved_on(_says(shelf, row, entry.after))
    if step == "changed":
        before = shelving.validated(shelf, entry.before or {})
        await shelving.replace(session, stamps, user_id, shelf, entry.subject, before)
    else:
        await shelving.archive(session, stamps, user_id, shelf, entry.subject)
    return shelf


async def _profile_back(session: AsyncSession, user_id: str, entry: AuditEntry) -> None:
    business = await session.scalar(select(Business).with_for_update())
    now = business.profile if business is not None else {}
    _refuse_if_moved_on(all(now.get(name) == value for name, value in (entry.after or {}).items()))
    await editing.change_profile(session, user_id, entry.before or {})


def _says(shelf: Shelf, row: shelving.Row, told: dict[str, Any] | None) -> bool:
    """Whether the row is in use and says what it was told to."""
    # A service is noted without its stock, which is none.
    fields = {"stock": None, **(told or {})} if shelf == "products" else told or {}
    columns = columns_of(shelving.validated(shelf, fields), str(row.get("currency", "")))
    return same(shelf, row, columns)


def _refuse_if_moved_on(as_it_was_left: bool) -> None:
    if not as_it_was_left:
        raise Conflict(Wording("This has been changed again since, so it cannot be undone."))
