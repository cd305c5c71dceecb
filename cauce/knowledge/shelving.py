"""One product, question or policy at a time, as programs keep them: put, replaced, taken away."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.errors import BadInput, Conflict, Misconfigured, NotFound
from cauce.knowledge.business_catalogue import ProductEntry
from cauce.knowledge.catalogue_rows import (
    AnyEntry,
    columns_of,
    entry_of,
    identity_of,
    same,
)
from cauce.knowledge.changes import Stamps, fresh_row, known_rows
from cauce.knowledge.checking import ENTRIES, decimals_refused
from cauce.knowledge.live import NO_BUSINESS
from cauce.knowledge.refusals import explained
from cauce.knowledge.wording import Wording
from cauce.store.queries import catalogue
from cauce.store.queries.audit import note
from cauce.store.queries.catalogue import Shelf

_ONE: Mapping[Shelf, str] = {"products": "product", "faqs": "faq", "policies": "policy"}
_CALLED: Mapping[Shelf, str] = {"products": "sku", "faqs": "question", "policies": "title"}
_TWICE: Mapping[Shelf, str] = {
    "products": "There is already a product with the code {name}.",
    "faqs": "This question has an answer already: {name}",
    "policies": "There is already a policy of this kind: {name}.",
}
_ARCHIVED = "The product with the code {name} is archived: restore it instead."
Row = Mapping[str, Any]


async def get(session: AsyncSession, shelf: Shelf, row_id: str, *, locked: bool = False) -> Row:
    """The row, whether it is in use or archived. Raises NotFound."""
    rows = await catalogue.rows(session, shelf, [row_id], locked=locked)
    if not rows:
        raise NotFound(f"There is no such {_ONE[shelf]}.")
    return rows[0]


async def add(
    session: AsyncSession, stamps: Stamps, user_id: str | None, shelf: Shelf, entry: AnyEntry
) -> Row:
    """A new one. Raises Conflict when there is one like it already."""
    columns = columns_of(entry, await _currency(session, entry))
    known = await known_rows(session, shelf, [columns], locked=True)
    _refuse_a_second(shelf, known.get(identity_of(shelf, columns)))
    row = fresh_row(stamps, shelf, columns)
    await catalogue.put(session, shelf, [row])
    _note(session, user_id, shelf, "added", row, after=columns["entry"])
    return await get(session, shelf, row["id"])


async def replace(
    session: AsyncSession,
    stamps: Stamps,
    user_id: str | None,
    shelf: Shelf,
    row_id: str,
    entry: AnyEntry,
) -> Row:
    """All of it anew; an archived one is back in use. Raises NotFound and Conflict."""
    row = await get(session, shelf, row_id, locked=True)
    columns = columns_of(entry, await _currency(session, entry))
    known = await known_rows(session, shelf, [columns], locked=True)
    _refuse_a_second(shelf, known.get(identity_of(shelf, columns)), row_id)
    if same(shelf, row, columns):
        return row
    wanted = {**row, **columns, "archived_at": None, "updated_at": stamps.clock.now()}
    await catalogue.put(session, shelf, [wanted])
    _note(session, user_id, shelf, "changed", row, entry_of(shelf, row), columns["entry"])
    return await get(session, shelf, row_id)


async def change(
    session: AsyncSession,
    stamps: Stamps,
    user_id: str | None,
    shelf: Shelf,
    row_id: str,
    told: Mapping[str, Any],
) -> Row:
    """Only the fields that are told. Raises BadInput that names the field that cannot be."""
    row = await get(session, shelf, row_id, locked=True)
    entry = validated(shelf, {**entry_of(shelf, row), **told})
    return await replace(session, stamps, user_id, shelf, row_id, entry)


def validated(shelf: Shelf, fields: Mapping[str, Any]) -> AnyEntry:
    """Fields as the business file writes them. Raises BadInput that names the first wrong one."""
    try:
        return ENTRIES[shelf].model_validate(fields)
    except ValidationError as error:
        field, message = next(explained(error))
        raise BadInput(message, field) from error


async def archive(
    session: AsyncSession, stamps: Stamps, user_id: str | None, shelf: Shelf, row_id: str
) -> None:
    """No answer uses it any more; orders that have it keep it. Twice changes nothing."""
    row = await get(session, shelf, row_id, locked=True)
    if row["archived_at"] is None:
        now = stamps.clock.now()
        await catalogue.put(session, shelf, [{**row, "archived_at": now, "updated_at": now}])
        _note(session, user_id, shelf, "removed", row, before=entry_of(shelf, row))


async def restore(
    session: AsyncSession, stamps: Stamps, user_id: str | None, shelf: Shelf, row_id: str
) -> Row:
    """Back in use as it was. Raises Conflict when another one has taken its place meanwhile."""
    row = await get(session, shelf, row_id, locked=True)
    if row["archived_at"] is not None:
        known = await known_rows(session, shelf, [row], locked=True)
        _refuse_a_second(shelf, known.get(identity_of(shelf, row)), row_id)
        row = {**row, "archived_at": None, "updated_at": stamps.clock.now()}
        await catalogue.put(session, shelf, [row])
        _note(session, user_id, shelf, "restored", row, after=entry_of(shelf, row))
    return row


def _refuse_a_second(shelf: Shelf, other: Row | None, row_id: str | None = None) -> None:
    if other is None or other["id"] == row_id:
        return
    archived = other["archived_at"] is not None
    sentence = _ARCHIVED if archived and shelf == "products" else _TWICE[shelf]
    raise Conflict(Wording(sentence, name=other[_CALLED[shelf]]))


async def _currency(session: AsyncSession, entry: AnyEntry) -> str:
    profile = await catalogue.profile(session)
    if profile is None:
        raise Misconfigured(NO_BUSINESS)
    currency = str(profile["currency"])
    if isinstance(entry, ProductEntry):
        if refused := decimals_refused(entry, currency):
            raise BadInput(refused, "price")
        currency = entry.currency or currency
    return currency


def _note(
    session: AsyncSession,
    user_id: str | None,
    shelf: Shelf,
    done: str,
    row: Row,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    note(session, user_id, f"{_ONE[shelf]}.{done}", row["id"], before=before, after=after)
