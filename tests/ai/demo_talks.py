"""The two demo businesses as knowledge with their indexes, and readings made by hand."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from cauce.ai.embedded.search import BusinessIndex
from cauce.core.business import Knowledge
from cauce.core.dialogue import Customer, Draft, OrderView
from cauce.core.money import Money
from cauce.core.reading import Injection, Mood, Reading
from cauce.knowledge.business_file import BusinessFile
from cauce.knowledge.snapshot import from_file
from cauce.policy.grounding import Backing, backing_of

# A Monday morning in Panama and Bogotá.
MONDAY = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


@cache
def _text(name: str) -> str:
    return (files("cauce.demo") / f"{name}.json").read_text("utf-8")


@cache
def business_of(name: str) -> tuple[Knowledge, BusinessIndex]:
    knowledge = from_file(BusinessFile.model_validate_json(_text(name)))
    return knowledge, BusinessIndex(knowledge)


def customer_of(name: str, email: str | None) -> Customer:
    """A demo customer with the orders of the demo file."""
    if email is None:
        return Customer("cust_new")
    demo: Mapping[str, Any] = json.loads(_text(name))["demo"]
    orders = tuple(_order(one) for one in demo["orders"] if one["customer_email"] == email)
    return Customer("cust_known", email=email, orders=orders)


def _order(written: Mapping[str, Any]) -> OrderView:
    delivery = written.get("delivery") or {}
    days = delivery.get("eta_days")
    return OrderView(
        number=written["number"],
        status=written["status"],
        placed=MONDAY - timedelta(days=written["placed_days_ago"]),
        total=Money(Decimal(100), "USD"),
        items=tuple((item["sku"], item["quantity"]) for item in written["items"]),
        city=delivery.get("city"),
        tracking=delivery.get("tracking"),
        eta=MONDAY + timedelta(days=days) if days else None,
    )


def reading_of(turn: Mapping[str, Any], language: Any) -> Reading:
    """A reading with what the table says of it, and nothing else."""
    mood = float(turn.get("mood", 0.0))
    attack = turn.get("injection")
    return Reading(
        language=turn.get("reads", language),
        intent=turn.get("intent", "general_inquiry"),
        intent_confidence=0.8,
        mood=Mood("negative" if mood < -0.2 else "neutral", mood, 0.8),
        objections=tuple(turn.get("objections", ())),
        wants_person=bool(turn.get("wants_person")),
        legal=bool(turn.get("legal")),
        opt_out=turn.get("opt_out", "no"),
        injection=Injection(attack, 0.9) if attack else None,
    )


def backing_for(knowledge: Knowledge, draft: Draft, customer: Customer) -> Backing:
    """What the sources of a draft hold, as the engine would read them again."""
    cited = {(source.kind, source.id) for source in draft.sources}
    rules = knowledge.profile.discount_rules
    return backing_of(
        profile=knowledge.profile if ("profile", "profile") in cited else None,
        products=[one for one in knowledge.products if ("product", one.id) in cited],
        faqs=[one for one in knowledge.faqs if ("faq", one.id) in cited],
        policies=[one for one in knowledge.policies if ("policy", one.id) in cited],
        orders=[one for one in customer.orders if ("order", one.number) in cited],
        discounts=[one for one in rules if ("discount", one.code or one.name) in cited],
        order_draft=draft.summary,
        reserved=draft.reserved,
        catalogue=knowledge.products,
        time_zone=knowledge.profile.time_zone,
    )
