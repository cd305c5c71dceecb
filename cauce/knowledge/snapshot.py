"""A business file as the knowledge that answers are made from, without a database."""

from collections.abc import Sequence

from cauce.core import business
from cauce.core.labels import Language
from cauce.core.money import Money
from cauce.knowledge import business_profile as written
from cauce.knowledge.business_catalogue import FaqEntry, PolicyEntry, ProductEntry
from cauce.knowledge.business_file import BusinessFile

_FIRST_VERSION = 1


def from_file(file: BusinessFile, version: int = _FIRST_VERSION) -> business.Knowledge:
    """Ids come from the sku or the place in the file, so equal files give equal knowledge."""
    profile = profile_of(file.profile)
    language = profile.language
    return business.Knowledge(
        version=version,
        profile=profile,
        products=tuple(product_of(one, file.profile) for one in file.products),
        faqs=tuple(faq_of(one, f"faq_{place}") for place, one in enumerate(file.faqs, 1)),
        policies=tuple(
            policy_of(one, f"policy_{place}", language)
            for place, one in enumerate(file.policies, 1)
        ),
    )


def profile_of(profile: written.Profile) -> business.Profile:
    currency = profile.currency
    limit = profile.escalation
    return business.Profile(
        name=profile.name,
        kind=profile.kind,
        language=profile.language,
        currency=currency,
        country=profile.country,
        time_zone=profile.time_zone,
        address_form=profile.address_form,
        assistant_name=profile.assistant_name,
        description=dict(profile.description),
        hours=_hours(profile.hours),
        holidays=tuple(
            business.Holiday(one.date, one.name, one.opens, one.closes, dict(one.names))
            for one in profile.holidays
        ),
        branches=tuple(
            business.Branch(
                one.name, one.address, one.city, one.phone, _hours(one.hours), one.map_url
            )
            for one in profile.branches
        ),
        contacts={key: value for key, value in profile.contacts.model_dump().items() if value},
        payment_methods=tuple(_way_to_pay(one) for one in profile.payment_methods),
        shipping=tuple(_rate(one, currency) for one in profile.shipping),
        pickup_available=profile.pickup is not None and profile.pickup.available,
        pickup_note=profile.pickup.note if profile.pickup else None,
        returns_days=profile.returns.days if profile.returns else None,
        returns_conditions=profile.returns.conditions if profile.returns else None,
        warranty_months=profile.warranty.default_months if profile.warranty else None,
        warranty_conditions=profile.warranty.conditions if profile.warranty else None,
        discount_rules=tuple(_discount(one, currency) for one in profile.discount_rules),
        high_value=Money(limit.high_value, currency) if limit else None,
    )


def _way_to_pay(one: written.PaymentMethod) -> business.PaymentMethod:
    return business.PaymentMethod(
        one.code, one.name, one.details, one.installments or 0, one.online
    )


def _hours(hours: Sequence[written.OpeningHours]) -> tuple[business.Hours, ...]:
    return tuple(business.Hours(tuple(one.days), one.opens, one.closes) for one in hours)


def _rate(rate: written.ShippingRate, currency: str) -> business.ShippingRate:
    return business.ShippingRate(
        city=rate.city,
        price=Money(rate.price, currency),
        days_min=rate.days_min,
        days_max=rate.days_max,
        free_from=Money(rate.free_from, currency) if rate.free_from is not None else None,
        note=rate.note,
    )


def _discount(rule: written.DiscountRule, currency: str) -> business.DiscountRule:
    return business.DiscountRule(
        name=rule.name,
        percent=rule.percent,
        code=rule.code,
        min_quantity=rule.min_quantity,
        min_total=Money(rule.min_total, currency) if rule.min_total is not None else None,
        skus=tuple(rule.product_skus),
        categories=tuple(rule.categories),
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        names=dict(rule.names),
    )


def product_of(entry: ProductEntry, profile: written.Profile) -> business.Product:
    return business.Product(
        id=f"product_{entry.sku}",
        sku=entry.sku,
        name=entry.name,
        category=entry.category,
        price=Money(entry.price, entry.currency or profile.currency),
        stock=entry.stock,
        description=entry.description,
        features=tuple(entry.features),
        uses=tuple(entry.uses),
        synonyms=tuple(entry.synonyms),
        attributes=dict(entry.attributes),
        names={language: one.name for language, one in entry.translations.items()},
        descriptions={language: one.description for language, one in entry.translations.items()},
        low_stock_level=entry.low_stock_level,
        warranty_months=entry.warranty_months,
        duration_minutes=entry.duration_minutes,
        images=tuple(entry.images),
        link=entry.link,
    )


def faq_of(entry: FaqEntry, faq_id: str) -> business.Faq:
    told = entry.translations
    return business.Faq(
        id=faq_id,
        question=entry.question,
        answer=entry.answer,
        language=entry.language,
        topic=entry.topic,
        alternatives=tuple(entry.alternatives),
        questions={language: one.question for language, one in told.items()},
        answers={
            entry.language: entry.answer,
            **{language: one.answer for language, one in told.items()},
        },
    )


def policy_of(entry: PolicyEntry, policy_id: str, language: Language) -> business.Policy:
    told = entry.translations
    return business.Policy(
        id=policy_id,
        kind=entry.kind,
        title=entry.title,
        text=entry.text,
        titles={lang: one.title for lang, one in told.items()},
        texts={language: entry.text, **{lang: one.text for lang, one in told.items()}},
    )
