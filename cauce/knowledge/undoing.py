"""Taking an import back: exactly what was there before, unless it has changed since."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.errors import Conflict, NotFound
from cauce.knowledge.business_profile import Profile
from cauce.knowledge.changes import Changes, Office, put_all
from cauce.knowledge.loading import save_profile
from cauce.knowledge.wording import Wording
from cauce.store.models import Business, Import
from cauce.store.queries import catalogue
from cauce.store.queries.audit import note
from cauce.store.queries.catalogue import SHELVES, Shelf
from cauce.store.queries.live import tell

_NAMED = 10
_CALLED: Mapping[Shelf, str] = {"products": "sku", "faqs": "question", "policies": "title"}


def what_it_was(
    changes: Sequence[Changes], profile: Profile | None, stored: Mapping[str, Any] | None
) -> dict[str, Any]:
    """All that undoing needs: the rows as they were, and a mark of what was made of them."""
    shelves = {
        one.shelf: [
            {
                "id": change.after["id"],
                "name": change.after[_CALLED[one.shelf]],
                "before": _plain(change.before) if change.before is not None else None,
                "mark": _mark(change.after),
            }
            for change in one.made
        ]
        for one in changes
    }
    if profile is None:
        return {"shelves": shelves}
    told = profile.model_dump(mode="json", exclude_none=True)
    return {
        "shelves": shelves,
        "profile": {"before": dict(stored) if stored is not None else None, "mark": _mark(told)},
    }


async def undo(house: Office, user_id: str | None, import_id: str) -> Import:
    """Puts everything back in one transaction.

    Raises Conflict, naming them, when rows have changed since; NotFound for an unknown import.
    """
    async with house.store.writing() as session:
        await catalogue.one_import_at_a_time(session)
        row = await session.get(Import, import_id, with_for_update=True)
        if row is None:
            raise NotFound(Wording("There is no such import."))
        if row.status == "undone":
            raise Conflict(Wording("This import was undone already."))
        shelves: dict[Shelf, list[dict[str, Any]]] = {
            shelf: row.before["shelves"].get(shelf, []) for shelf in SHELVES
        }
        changed = [
            name for shelf in SHELVES for name in await _changed(session, shelf, shelves[shelf])
        ]
        profile = row.before.get("profile")
        if profile is not None and await _profile_changed(session, profile):
            changed.append("the profile")
        if changed:
            raise Conflict(_refusal(changed))
        for shelf in SHELVES:
            await _restore(session, shelf, shelves[shelf])
        if profile is not None:
            await _restore_profile(session, profile["before"])
        row.status = "undone"
        row.undone_at = house.clock.now()
        note(session, user_id, "import.undone", row.id, before={"file": row.file_name})
        await tell(session, "knowledge.changed")
    return row


async def _changed(
    session: AsyncSession, shelf: Shelf, made: Sequence[Mapping[str, Any]]
) -> list[str]:
    if not made:
        return []
    rows = await catalogue.rows(session, shelf, [one["id"] for one in made], locked=True)
    marks = {row["id"]: _mark(row) for row in rows}
    return [one["name"] for one in made if marks.get(one["id"]) != one["mark"]]


async def _restore(session: AsyncSession, shelf: Shelf, made: Sequence[Mapping[str, Any]]) -> None:
    await catalogue.take_away(session, shelf, [one["id"] for one in made if not one["before"]])
    await put_all(session, shelf, [one["before"] for one in made if one["before"]])


async def _profile_changed(session: AsyncSession, profile: Mapping[str, Any]) -> bool:
    row = await session.scalar(select(Business).with_for_update())
    return row is None or _mark(row.profile) != profile["mark"]


async def _restore_profile(session: AsyncSession, before: Mapping[str, Any] | None) -> None:
    if before is not None:
        await save_profile(session, Profile.model_validate(before))
        return
    business = await session.scalar(select(Business))
    if business is not None:
        await session.delete(business)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = orjson.loads(orjson.dumps(row))
    return plain


def _mark(row: Mapping[str, Any]) -> str:
    """A fingerprint of what a row says, whenever it was said."""
    said = {name: value for name, value in row.items() if name not in ("created_at", "updated_at")}
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()[:24]


def _refusal(changed: Sequence[str]) -> Wording:
    named = ", ".join(changed[:_NAMED])
    if len(changed) > _NAMED:
        return Wording(
            "This has changed since the import, so it cannot be undone: {names} and {more} more.",
            names=named,
            more=len(changed) - _NAMED,
        )
    return Wording(
        "This has changed since the import, so it cannot be undone: {names}.", names=named
    )
