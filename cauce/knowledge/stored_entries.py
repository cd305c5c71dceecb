"""Products, questions and policies as the database holds them, made into what answers rest on.

`entry` keeps what the business wrote; a column of the row, which orders and people change, wins.
"""

from collections.abc import Mapping
from typing import Any, cast

from cauce.core.business import Faq, Policy, PolicyKind, Product, Texts
from cauce.core.labels import Language
from cauce.core.money import Money


def product_of(row: Mapping[str, Any]) -> Product:
    """`row` has the columns of the table `products`."""
    entry: Mapping[str, Any] = row["entry"]
    return Product(
        id=row["id"],
        sku=row["sku"],
        name=row["name"],
        category=row["category"],
        price=Money.of_minor(row["price_minor"], row["currency"]),
        stock=row["stock"],
        description=row["description"],
        features=tuple(row["features"]),
        uses=tuple(entry.get("uses", ())),
        synonyms=tuple(entry.get("synonyms", ())),
        attributes=entry.get("attributes", {}),
        names=_translated(entry, "name"),
        descriptions=_translated(entry, "description"),
        low_stock_level=row["low_stock_level"],
        warranty_months=entry.get("warranty_months"),
        duration_minutes=entry.get("duration_minutes"),
        images=tuple(row["images"]),
        link=row["link"],
    )


def faq_of(row: Mapping[str, Any]) -> Faq:
    """`row` has the columns of the table `faqs`."""
    entry: Mapping[str, Any] = row["entry"]
    language = cast("Language", row["language"])
    return Faq(
        id=row["id"],
        question=row["question"],
        answer=row["answer"],
        language=language,
        topic=row["topic"],
        alternatives=tuple(entry.get("alternatives", ())),
        questions=_translated(entry, "question"),
        answers={language: row["answer"], **_translated(entry, "answer")},
    )


def policy_of(row: Mapping[str, Any], language: Language) -> Policy:
    """`row` has the columns of the table `policies`; `language` is that of the business."""
    entry: Mapping[str, Any] = row["entry"]
    return Policy(
        id=row["id"],
        kind=cast("PolicyKind", row["kind"]),
        title=row["title"],
        text=row["text"],
        titles=_translated(entry, "title"),
        texts={language: row["text"], **_translated(entry, "text")},
    )


def _translated(entry: Mapping[str, Any], field: str) -> Texts:
    translations: Mapping[Language, Mapping[str, str]] = entry.get("translations", {})
    return {language: texts[field] for language, texts in translations.items() if field in texts}
