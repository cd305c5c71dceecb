"""The small words a business file is written in: amounts, hours, languages, links, phones.

Every word refuses what a customer could be misled by, and says how to write it right.
"""

import re
import unicodedata
from datetime import time
from decimal import Decimal
from typing import Annotated, Any
from zoneinfo import available_timezones

import phonenumbers
from babel.core import get_global
from babel.numbers import list_currencies
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

from cauce.knowledge.wording import wrong

# The longest text a customer can receive in one WhatsApp message is 4,096 characters.
LONGEST_ANSWER = 2_000
LONGEST_POLICY = 12_000

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:00)?")
_CURRENCIES = frozenset(list_currencies())
_COUNTRIES = frozenset(get_global("territory_currencies"))
_TIME_ZONES = frozenset(available_timezones())


class Entry(BaseModel):
    """A part of the business file: unknown keys are refused, because they are usually typos."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def plain(text: str) -> str:
    """Text as people compare it: without accents, capitals or doubled spaces."""
    without_marks = "".join(
        letter
        for letter in unicodedata.normalize("NFD", text.casefold())
        if not unicodedata.combining(letter)
    )
    return " ".join(without_marks.split())


def repeated(texts: list[str]) -> list[str]:
    """The texts that appear more than once, as first written, compared as people do."""
    seen: set[str] = set()
    twice: dict[str, str] = {}
    for text in texts:
        key = plain(text)
        if key in seen:
            twice.setdefault(key, text)
        seen.add(key)
    return list(twice.values())


def _amount_as_written(value: Any) -> Any:
    if isinstance(value, bool):
        raise wrong("an amount is a number, not true or false")
    if isinstance(value, str) and not re.fullmatch(r"\d+(\.\d{1,2})?", value.strip()):
        raise wrong(
            "'{value}' is not an amount: write it like 1299.00, with a point for the cents "
            "and without currency or thousands signs",
            value=value,
        )
    return value


def _costs_something(price: Decimal) -> Decimal:
    if price == 0:
        raise wrong("a price of 0 would be told to customers: write what it costs")
    return price


def _clock_as_written(value: Any) -> Any:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not _CLOCK.fullmatch(value.strip()):
        raise wrong("'{value}' is not an hour: write it like 09:00 or 18:30", value=str(value))
    return time.fromisoformat(value.strip())


def _known_currency(code: str) -> str:
    if code not in _CURRENCIES:
        raise wrong(
            "'{code}' is not an ISO 4217 currency: write it like USD, COP or BRL", code=code
        )
    return code


def _known_country(code: str) -> str:
    if code not in _COUNTRIES:
        raise wrong("'{code}' is not an ISO 3166 country: write it like PA, CO or BR", code=code)
    return code


def _known_time_zone(name: str) -> str:
    if name not in _TIME_ZONES:
        raise wrong("'{name}' is not a known time zone: write it like America/Panama", name=name)
    return name


def _international_phone(text: str) -> str:
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException as unreadable:
        raise wrong(
            "'{text}' is not an international phone number: write it like +507 6000-0101",
            text=text,
        ) from unreadable
    if not phonenumbers.is_possible_number(number):
        raise wrong("'{text}' has the wrong number of digits for its country", text=text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


Amount = Annotated[
    Decimal,
    BeforeValidator(_amount_as_written),
    Field(ge=0, max_digits=14, decimal_places=2),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^\d{1,12}(\.\d{1,2})?$"},
                {"type": "number", "minimum": 0},
            ]
        }
    ),
]
# What something is sold for. An empty cell of a spreadsheet is often read as 0.
Price = Annotated[
    Amount,
    AfterValidator(_costs_something),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^\d{1,12}(\.\d{1,2})?$"},
                {"type": "number", "exclusiveMinimum": 0},
            ]
        }
    ),
]
Percent = Annotated[
    Decimal,
    BeforeValidator(_amount_as_written),
    Field(gt=0, le=100, max_digits=5, decimal_places=2),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^\d{1,3}(\.\d{1,2})?$"},
                {"type": "number", "exclusiveMinimum": 0, "maximum": 100},
            ]
        }
    ),
]
ClockTime = Annotated[
    time,
    BeforeValidator(_clock_as_written),
    PlainSerializer(lambda hour: hour.strftime("%H:%M"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:00)?$"}),
]
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
Months = Annotated[int, Field(strict=True, ge=0, le=240)]
Days = Annotated[int, Field(strict=True, ge=0, le=365)]
YesNo = Annotated[bool, Field(strict=True)]

Name = Annotated[str, StringConstraints(min_length=1, max_length=160)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Paragraph = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ANSWER)]
LongText = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_POLICY)]
Sku = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{2,40}$")]
Link = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\S*$", max_length=500)]
Email = Annotated[
    str,
    StringConstraints(pattern=r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$", max_length=254, to_lower=True),
]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), AfterValidator(_known_currency)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), AfterValidator(_known_country)]
TimeZone = Annotated[str, AfterValidator(_known_time_zone)]
Phone = Annotated[str, StringConstraints(max_length=30), AfterValidator(_international_phone)]
