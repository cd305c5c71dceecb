"""The people in a business file: the team that takes over, and customers for a demonstration."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from cauce.core.labels import Language
from cauce.knowledge.business_terms import (
    Code,
    Days,
    Email,
    Entry,
    Line,
    Name,
    Phone,
    Sku,
    repeated,
)

OrderStatus = Literal["paid", "preparing", "shipped", "delivered", "cancelled"]


class TeamMember(Entry):
    """Someone of the business who works with Cauce."""

    name: Annotated[Name, Field(examples=["Yaritza Batista"])]
    email: Annotated[Email, Field(description="Used once: it is how the person signs in.")]
    role: Literal["manager", "agent"] = "agent"
    team: Literal["sales", "support", "retention"]
    languages: Annotated[tuple[Language, ...], Field(min_length=1, examples=[["es", "en"]])]


class DemoCustomer(Entry):
    """An invented customer."""

    name: Name
    phone: Annotated[Phone | None, Field(examples=["+507 6000-0201"])] = None
    email: Email
    city: Name | None = None
    language: Language = "es"


class DemoOrderItem(Entry):
    """Some units of one product."""

    sku: Sku
    quantity: Annotated[int, Field(strict=True, ge=1, le=100_000)]


class DemoDelivery(Entry):
    """Where an order goes and how far it is."""

    city: Name
    tracking: Line | None = None
    eta_days: Annotated[
        Days | None, Field(description="Days from today; empty once it has arrived.")
    ] = None


class DemoOrder(Entry):
    """An invented order; its prices are those of the products."""

    number: Annotated[Code, Field(examples=["PA-1042"])]
    customer_email: Email
    items: Annotated[tuple[DemoOrderItem, ...], Field(min_length=1, max_length=100)]
    status: OrderStatus
    placed_days_ago: Days
    delivery: Annotated[
        DemoDelivery | None, Field(description="Empty: collected, or nothing to deliver.")
    ] = None

    @model_validator(mode="after")
    def _only_open_orders_are_on_the_way(self) -> Self:
        finished = self.status in ("delivered", "cancelled")
        if finished and self.delivery and self.delivery.eta_days is not None:
            raise ValueError(f"delivery.eta_days makes no sense for a {self.status} order")
        return self


class DemoData(Entry):
    """Customers and orders to try Cauce with; never loaded into a real business."""

    customers: tuple[DemoCustomer, ...] = ()
    orders: tuple[DemoOrder, ...] = ()

    @model_validator(mode="after")
    def _orders_have_customers(self) -> Self:
        emails = [one.email for one in self.customers]
        if twice := repeated(emails):
            raise ValueError(f"customers: the email {twice[0]!r} is written twice")
        if twice := repeated([one.number for one in self.orders]):
            raise ValueError(f"orders: the number {twice[0]!r} is written twice")
        for place, order in enumerate(self.orders):
            if order.customer_email not in emails:
                raise ValueError(
                    f"orders[{place}].customer_email: no customer has {order.customer_email!r}"
                )
        return self
