"""Setting a business up from its file, and what everybody then knows of it."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from cauce.core import business as core
from cauce.core.business import Knowledge
from cauce.core.clock import FixedClock
from cauce.core.money import Money
from cauce.errors import Misconfigured
from cauce.knowledge.business_file import BusinessFile
from cauce.knowledge.live import KnowledgeCache
from cauce.knowledge.loading import load
from cauce.store.models import (
    Business,
    Contact,
    ContactIdentity,
    FaqRow,
    Order,
    OrderItem,
    Product,
    TeamMember,
    TeamRow,
    User,
)
from cauce.store.session import Store

DEMO = Path(__file__).parents[2] / "cauce" / "demo" / "electro_istmo.json"


@pytest.fixture(scope="module")
def shop() -> BusinessFile:
    return BusinessFile.model_validate_json(DEMO.read_bytes())


async def load_into(store: Store, file: BusinessFile, *, is_demo: bool = True) -> None:
    async with store.writing() as session:
        await load(store, session, file, is_demo=is_demo)


def product(knowledge: Knowledge, sku: str) -> core.Product:
    found = knowledge.product(sku)
    assert found is not None
    return found


async def count(store: Store, table: type) -> int:
    async with store.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_without_a_business_the_message_says_how_to_set_one_up(store: Store) -> None:
    async with store.reading() as session:
        with pytest.raises(Misconfigured, match="No business is set up yet"):
            await KnowledgeCache().current(session)


async def test_everything_in_the_file_is_known(store: Store, shop: BusinessFile) -> None:
    await load_into(store, shop)
    async with store.reading() as session:
        known = await KnowledgeCache().current(session)
    assert {one.sku for one in known.products} == {one.sku for one in shop.products}
    assert len(known.faqs) == len(shop.faqs)
    assert len(known.policies) == len(shop.policies)
    written = shop.products[0]
    sold = product(known, written.sku)
    assert sold.price == Money(Decimal(written.price), "USD")
    assert sold.attributes == written.attributes
    assert sold.name_in("en") == written.translations["en"].name
    assert sold.id.startswith("prod_")
    assert known.profile.name == shop.profile.name
    assert [rate.city for rate in known.profile.shipping] == [
        rate.city for rate in shop.profile.shipping
    ]


async def test_loading_twice_makes_nothing_twice(store: Store, shop: BusinessFile) -> None:
    tables = (Business, Product, FaqRow, User, TeamRow, TeamMember, Contact, Order, OrderItem)
    await load_into(store, shop)
    once = [await count(store, table) for table in tables]
    await load_into(store, shop)
    assert [await count(store, table) for table in tables] == once
    assert all(once)


async def test_a_real_business_gets_no_invented_customers(store: Store, shop: BusinessFile) -> None:
    await load_into(store, shop, is_demo=False)
    assert await count(store, Contact) == 0
    assert await count(store, Order) == 0


async def test_demo_orders_count_their_days_from_now(
    store: Store, shop: BusinessFile, clock: FixedClock
) -> None:
    await load_into(store, shop)
    assert shop.demo is not None
    written = next(one for one in shop.demo.orders if one.delivery and one.delivery.eta_days)
    assert written.delivery is not None
    async with store.reading() as session:
        order = (await session.scalars(select(Order).filter_by(number=written.number))).one()
        contact = await session.get_one(Contact, order.contact_id)
        items = list(await session.scalars(select(OrderItem).filter_by(order_id=order.id)))
    assert order.placed_at == clock.now() - timedelta(days=written.placed_days_ago)
    assert order.eta_at == clock.now() + timedelta(days=written.delivery.eta_days or 0)
    assert order.subtotal_minor == sum(item.price_minor * item.quantity for item in items)
    assert order.total_minor == order.subtotal_minor - order.discount_minor + order.shipping_minor
    assert contact.emails == [written.customer_email]
    assert contact.lifecycle == "customer"


async def test_customers_are_known_on_whatsapp_by_their_number(
    store: Store, shop: BusinessFile
) -> None:
    await load_into(store, shop)
    async with store.reading() as session:
        found = set(await session.scalars(select(ContactIdentity.external_id)))
    assert shop.demo is not None
    assert found == {one.phone.removeprefix("+") for one in shop.demo.customers if one.phone}


async def test_the_team_cannot_log_in_before_it_has_passwords(
    store: Store, shop: BusinessFile
) -> None:
    await load_into(store, shop)
    async with store.reading() as session:
        users = {user.email: user for user in await session.scalars(select(User))}
        teams = {
            row[0]: row[1]
            for row in await session.execute(
                select(User.email, TeamRow.name)
                .join(TeamMember, TeamMember.user_id == User.id)
                .join(TeamRow, TeamRow.id == TeamMember.team_id)
            )
        }
    assert teams == {member.email: member.team for member in shop.team}
    assert all(user.password_hash is None for user in users.values())
    assert {user.role for user in users.values()} == {member.role for member in shop.team}


async def test_knowledge_is_kept_until_something_changes(store: Store, shop: BusinessFile) -> None:
    await load_into(store, shop)
    cache = KnowledgeCache()
    async with store.reading() as session:
        first = await cache.current(session)
        assert await cache.current(session) is first
    async with store.writing() as session:
        await session.execute(update(Product).values(stock=1).where(Product.sku == "LAP-HP-15"))
    async with store.reading() as session:
        second = await cache.current(session)
    assert second.version > first.version
    assert product(second, "LAP-HP-15").stock == 1
    # Only what changed was read again.
    assert product(second, "LAP-LEN-E14") is product(first, "LAP-LEN-E14")
    assert product(second, "LAP-HP-15").features == product(first, "LAP-HP-15").features


async def test_a_change_that_was_rolled_back_is_not_believed(
    store: Store, shop: BusinessFile
) -> None:
    await load_into(store, shop)
    cache = KnowledgeCache()
    async with store.reading() as session:
        before = await cache.current(session)
        await session.execute(update(Product).values(stock=77).where(Product.sku == "LAP-HP-15"))
        assert product(await cache.current(session), "LAP-HP-15").stock == 77
    async with store.writing() as session:
        await session.execute(update(Product).values(stock=5).where(Product.sku == "LAP-LEN-E14"))
    async with store.reading() as session:
        now = await cache.current(session)
    assert product(now, "LAP-HP-15").stock == product(before, "LAP-HP-15").stock
    assert product(now, "LAP-LEN-E14").stock == 5


async def test_an_archived_product_is_not_sold(store: Store, shop: BusinessFile) -> None:
    await load_into(store, shop)
    cache = KnowledgeCache()
    async with store.writing() as session:
        await cache.current(session)
        await session.execute(
            update(Product).values(archived_at=store.clock.now()).where(Product.sku == "LAP-HP-15")
        )
    async with store.reading() as session:
        assert (await cache.current(session)).product("LAP-HP-15") is None
