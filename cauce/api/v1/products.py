"""The catalogue: what is sold, at what price, and how much of it there is."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from pydantic import Field

from cauce.api.caller import SECURED, Looks, Teaches
from cauce.api.listing import Cursor, Limit, Listed, Search
from cauce.api.once import OnceRoute
from cauce.api.words import CLEAN, Count, Id, Line, Shown, Told, Word
from cauce.knowledge import shelving
from cauce.knowledge.business_catalogue import ProductEntry
from cauce.knowledge.business_terms import Price
from cauce.knowledge.catalogue_rows import entry_of
from cauce.store.models import Product
from cauce.store.queries import knowledge

ROUTER = APIRouter(
    prefix="/api/v1/products", tags=["products"], route_class=OnceRoute, dependencies=SECURED
)
_EXAMPLE = {
    "sku": "LAP-DELL-3530",
    "name": 'Laptop Dell Inspiron 15 3530 de 15.6"',
    "category": "Laptops",
    "description": "Laptop para programar y estudiar.",
    "features": ["16 GB de RAM", "512 GB SSD"],
    "price": "899.00",
    "stock": 12,
    "attributes": {"brand": "Dell", "ram_gb": 16},
}
Entry = Annotated[ProductEntry, CLEAN, Body(examples=[_EXAMPLE])]


class ProductShown(Shown):
    """A product as it is now. `stock` null is a service, which is not counted."""

    id: Annotated[str, Field(examples=["prod_01k9…"])]
    sku: Annotated[str, Field(examples=["LAP-DELL-3530"])]
    name: str
    category: str
    description: str
    features: list[str]
    price: Annotated[str, Field(examples=["899.00"])]
    currency: Annotated[str, Field(examples=["USD"])]
    stock: int | None
    low_stock_level: int
    images: list[str] = Field(default_factory=list)
    link: str | None = None
    warranty_months: int | None = None
    duration_minutes: int | None = None
    attributes: dict[str, Any] = Field(default_factory=dict)
    uses: list[str] = Field(default_factory=list)
    synonyms: list[str] = Field(default_factory=list)
    translations: dict[str, dict[str, str]] = Field(default_factory=dict)
    archived_at: datetime | None = None
    updated_at: datetime

    @classmethod
    def of(cls, row: shelving.Row) -> "ProductShown":
        written = {**entry_of("products", row), "description": row["description"]}
        return cls.model_validate(
            {name: value for name, value in written.items() if value is not None}
            | {"stock": row["stock"]}
            | {name: row[name] for name in ("id", "archived_at", "updated_at")}
        )


class ProductChange(Told):
    """Only what is given changes."""

    name: Line | None = None
    category: Line | None = None
    price: Annotated[Price | None, Field(examples=["849.00"])] = None
    stock: Annotated[Count | None, Field(examples=[9])] = None
    low_stock_level: Count | None = None


@ROUTER.get("", summary="List products by name")
async def listed(
    caller: Looks,
    search: Search = "",
    category: Annotated[Word, Query(description="Only this category.")] = "",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[ProductShown]:
    async with caller.house.store.reading() as session:
        page = await knowledge.products(
            session, search=search, category=category, after=cursor, size=limit
        )
    return Listed(items=[ProductShown.of(columns(row)) for row in page.items], next=page.after)


@ROUTER.post("", status_code=201, summary="Add a product")
async def added(caller: Teaches, entry: Entry) -> ProductShown:
    """409 when there is a product with this sku; archived ones keep theirs."""
    async with caller.house.store.writing() as session:
        row = await shelving.add(session, caller.house, caller.actor, "products", entry)
    return ProductShown.of(row)


@ROUTER.get("/{product_id}", summary="One product")
async def one(caller: Looks, product_id: Id) -> ProductShown:
    async with caller.house.store.reading() as session:
        return ProductShown.of(await shelving.get(session, "products", product_id))


@ROUTER.put("/{product_id}", summary="Replace a product")
async def replaced(caller: Teaches, product_id: Id, entry: Entry) -> ProductShown:
    async with caller.house.store.writing() as session:
        row = await shelving.replace(
            session, caller.house, caller.actor, "products", product_id, entry
        )
    return ProductShown.of(row)


@ROUTER.patch("/{product_id}", summary="Change price, stock or names of a product")
async def changed(caller: Teaches, product_id: Id, change: ProductChange) -> ProductShown:
    async with caller.house.store.writing() as session:
        row = await shelving.change(
            session,
            caller.house,
            caller.actor,
            "products",
            product_id,
            change.model_dump(exclude_none=True),
        )
    return ProductShown.of(row)


@ROUTER.delete("/{product_id}", status_code=204, summary="Take a product out of the catalogue")
async def removed(caller: Teaches, product_id: Id) -> None:
    """Orders that have it keep it; importing its sku brings it back."""
    async with caller.house.store.writing() as session:
        await shelving.archive(session, caller.house, caller.actor, "products", product_id)


def columns(row: Product) -> shelving.Row:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}
