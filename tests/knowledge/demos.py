"""The two demo businesses, and what their answers and policies say in figures."""

import re
from datetime import time
from decimal import Decimal
from functools import cache
from pathlib import Path

from cauce.core.labels import Language
from cauce.knowledge.business_catalogue import FaqEntry, ProductEntry
from cauce.knowledge.business_file import BusinessFile

LANGUAGES: tuple[Language, ...] = ("es", "en", "pt")
FOLDER = Path(__file__).parents[2] / "cauce" / "demo"


@cache
def business(demo: str) -> BusinessFile:
    return BusinessFile.model_validate_json((FOLDER / f"{demo}.json").read_bytes())


SHOP = business("electro_istmo")
CLINIC = business("clinica_sonrisa")


def answer(file: BusinessFile, question: str, language: Language = "es") -> str:
    (faq,) = [one for one in file.faqs if one.question == question]
    return answer_in(faq, language)


def answer_in(faq: FaqEntry, language: Language) -> str:
    return faq.answer if language == "es" else faq.translations[language].answer


def policy(file: BusinessFile, kind: str) -> str:
    (text,) = [one.text for one in file.policies if one.kind == kind]
    return text


def number(written: str) -> Decimal:
    """Reads 150.000, 150,000, 5.00 and 1.8 as people do: three digits after a mark: thousands."""
    return Decimal(re.sub(r"[.,](?=\d{3}(\D|$))", "", written).replace(",", "."))


def numbers(text: str) -> list[Decimal]:
    return sorted(number(one) for one in re.findall(r"\d+(?:[.,]\d+)*", text))


def money(text: str) -> set[Decimal]:
    return {number(one) for one in re.findall(r"\$ ?(\d+(?:[.,]\d+)*)", text)}


def clock(hour: time | None) -> str:
    return f"{hour.hour}:{hour:%M}" if hour else "closed"


def product(file: BusinessFile, sku: str) -> ProductEntry:
    (found,) = [one for one in file.products if one.sku == sku]
    return found
