"""The knowledge of the business as it is now: held in memory, read again when it has changed."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.business import Faq, Knowledge, Policy, Product
from cauce.errors import Misconfigured
from cauce.knowledge.business_profile import Profile
from cauce.knowledge.snapshot import profile_of
from cauce.knowledge.stored_entries import faq_of, policy_of, product_of
from cauce.store.queries import catalogue
from cauce.store.queries.catalogue import Shelf

NO_BUSINESS = (
    "No business is set up yet. Open Cauce in a browser and set one up, or run `cauce demo`."
)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A row as it was made into knowledge, and the mark it had then."""

    mark: str
    made: Any


class KnowledgeCache:
    """One for each process. A change costs the reading of the rows that changed, no more."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._mark: tuple[int, str] | None = None
        self._knowledge: Knowledge | None = None
        self._rows: dict[Shelf, dict[str, _Kept]] = {}

    async def current(self, session: AsyncSession) -> Knowledge:
        """What holds now. Raises Misconfigured while no business is set up."""
        return await self.at(session, await catalogue.version(session))

    async def at(self, session: AsyncSession, mark: tuple[int, str] | None) -> Knowledge:
        """What holds now, for who has just read the version; as `current` otherwise."""
        if mark is None:
            raise Misconfigured(NO_BUSINESS)
        if self._knowledge is not None and mark == self._mark:
            return self._knowledge
        async with self._lock:
            return await self._read(session)

    async def _read(self, session: AsyncSession) -> Knowledge:
        # The version is read before the rows: they may be newer than it says, never older.
        mark = await catalogue.version(session)
        if mark is None:
            raise Misconfigured(NO_BUSINESS)
        if self._knowledge is not None and mark == self._mark:
            return self._knowledge
        stored = Profile.model_validate(await catalogue.profile(session))
        if self._knowledge is not None and stored.language != self._knowledge.profile.language:
            self._rows.pop("policies", None)
        products = await self._shelf(session, "products", product_of)
        faqs = await self._shelf(session, "faqs", faq_of)
        policies = await self._shelf(
            session, "policies", partial(policy_of, language=stored.language)
        )
        self._knowledge = Knowledge(
            version=mark[0],
            profile=profile_of(stored),
            products=tuple(sorted(products, key=_sku)),
            faqs=tuple(sorted(faqs, key=_id)),
            policies=tuple(sorted(policies, key=_id)),
        )
        self._mark = mark
        return self._knowledge

    async def _shelf(
        self, session: AsyncSession, shelf: Shelf, make: Callable[[Mapping[str, Any]], Any]
    ) -> list[Any]:
        marks = await catalogue.marks(session, shelf)
        before = self._rows.get(shelf, {})
        kept = {id_: row for id_, row in before.items() if id_ in marks and row.mark == marks[id_]}
        missing = [id_ for id_ in marks if id_ not in kept]
        if missing:
            found = await catalogue.rows(session, shelf, missing if kept else None)
            for row in found:
                if row["id"] in marks:
                    kept[row["id"]] = _Kept(marks[row["id"]], make(row))
        self._rows[shelf] = kept
        return [row.made for row in kept.values()]


def _sku(product: Product) -> str:
    return product.sku


def _id(row: Faq | Policy) -> str:
    return row.id
