"""Rows of the business as plain data for a model; amounts already as people read them."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from cauce.core.amounts import written
from cauce.core.business import (
    DiscountRule,
    Hours,
    PaymentMethod,
    Product,
    Profile,
    ShippingRate,
)
from cauce.core.dialogue import OrderView
from cauce.core.labels import Language
from cauce.core.pricing import REST_OF_THE_COUNTRY

_DESCRIPTION = 240
_FEATURES = 6
_REST = "rest of the country"


def product_row(product: Product, profile: Profile, language: Language) -> Mapping[str, Any]:
    warranty = product.warranty_months
    row: dict[str, Any] = {
        "sku": product.sku,
        "name": product.name_in(language),
        "category": product.category,
        "price": written(product.price),
        "in_stock": "service" if product.stock is None else product.stock,
        "warranty_months": profile.warranty_months if warranty is None else warranty,
        "features": list(product.features[:_FEATURES]),
        "details": {key: str(value) for key, value in product.attributes.items()},
        "description": product.descriptions.get(language, product.description)[:_DESCRIPTION],
    }
    if product.duration_minutes is not None:
        row["minutes"] = product.duration_minutes
    if product.link:
        row["link"] = product.link
    return row


def order_row(order: OrderView, profile: Profile) -> Mapping[str, Any]:
    eta = order.eta.astimezone(ZoneInfo(profile.time_zone)).date() if order.eta else None
    return {
        "number": order.number,
        "status": order.status,
        "total": written(order.total),
        "items": [{"sku": sku, "quantity": quantity} for sku, quantity in order.items],
        "city": order.city,
        "tracking": order.tracking,
        "expected": eta.isoformat() if eta else None,
        "payment_link": order.payment_link,
    }


def business_row(profile: Profile, language: Language) -> Mapping[str, Any]:
    """Its own terms. Discounts that need a code are not among them: only who typed it gets it."""
    return {
        "name": profile.name,
        "kind": profile.kind,
        "you_are": profile.assistant_name,
        "addresses_people_as": profile.address_form,
        "about": profile.description.get(language, ""),
        "currency": profile.currency,
        "hours": [_hours(one) for one in profile.hours],
        "branches": [
            {"name": one.name, "address": one.address, "city": one.city, "phone": one.phone}
            for one in profile.branches
        ],
        "contacts": dict(profile.contacts),
        "payment": [_payment(one) for one in profile.payment_methods],
        "delivery": [_delivery(one) for one in profile.shipping],
        "pick_up": profile.pickup_available,
        "returns": {"days": profile.returns_days, "conditions": profile.returns_conditions},
        "warranty": {
            "months": profile.warranty_months,
            "conditions": profile.warranty_conditions,
        },
        "discounts": [
            _discount(rule, language) for rule in profile.discount_rules if rule.code is None
        ],
    }


def _payment(method: PaymentMethod) -> Mapping[str, Any]:
    return {
        "code": method.code,
        "name": method.name,
        "details": method.details,
        "instalments": method.instalments,
    }


def _delivery(rate: ShippingRate) -> Mapping[str, Any]:
    return {
        "city": _REST if rate.city == REST_OF_THE_COUNTRY else rate.city,
        "price": written(rate.price),
        "working_days": [rate.days_min, rate.days_max],
        "free_from": written(rate.free_from) if rate.free_from else None,
    }


def _discount(rule: DiscountRule, language: Language) -> Mapping[str, Any]:
    return {
        "name": rule.name_in(language),
        "percent": f"{rule.percent.normalize():f} %",
        "from_units": rule.min_quantity,
        "from_total": written(rule.min_total) if rule.min_total else None,
    }


def _hours(hours: Hours) -> str:
    return f"{' '.join(hours.days)} {hours.opens:%H:%M}-{hours.closes:%H:%M}"
