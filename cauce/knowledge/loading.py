"""Sets a whole business up from its file: profile, catalogue, answers, policies, team, demo."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.knowledge.business_file import BusinessFile
from cauce.knowledge.business_profile import Profile
from cauce.knowledge.catalogue_rows import AnyEntry
from cauce.knowledge.changes import Stamps, carry_out, compare
from cauce.knowledge.loading_demo import load_customers, load_orders
from cauce.knowledge.loading_team import load_team
from cauce.store.models import Business
from cauce.store.queries.catalogue import Shelf


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much of each kind the file brought."""

    products: int
    faqs: int
    policies: int
    team: int
    customers: int
    orders: int


async def load(
    stamps: Stamps, session: AsyncSession, file: BusinessFile, *, is_demo: bool
) -> Loaded:
    """Writes it with the session's transaction; twice changes nothing more.

    Invented customers and orders are only written where `is_demo`.
    """
    currency = file.profile.currency
    shelves: tuple[tuple[Shelf, Sequence[AnyEntry]], ...] = (
        ("products", file.products),
        ("faqs", file.faqs),
        ("policies", file.policies),
    )
    for shelf, entries in shelves:
        await carry_out(session, await compare(session, stamps, shelf, entries, currency))
    await save_profile(session, file.profile, is_demo=is_demo)
    await load_team(session, file)
    demo = file.demo if is_demo else None
    if demo is not None:
        contacts = await load_customers(session, demo)
        await load_orders(stamps, session, file, demo, contacts)
    return Loaded(
        products=len(file.products),
        faqs=len(file.faqs),
        policies=len(file.policies),
        team=len(file.team),
        customers=len(demo.customers) if demo else 0,
        orders=len(demo.orders) if demo else 0,
    )


async def save_profile(
    session: AsyncSession, profile: Profile, *, is_demo: bool | None = None
) -> Business:
    """The business says this of itself from now on; the one there is, or a first one."""
    row = await session.scalar(select(Business).with_for_update())
    if row is None:
        row = Business(is_demo=bool(is_demo))
        session.add(row)
    stored = profile.model_dump(mode="json", exclude_none=True)
    if row.profile != stored:
        row.profile = stored
    row.name = profile.name
    row.language = profile.language
    row.currency = profile.currency
    row.country = profile.country
    row.time_zone = profile.time_zone
    if is_demo is not None:
        row.is_demo = is_demo
    await session.flush()
    return row
