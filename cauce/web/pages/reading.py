"""Amounts, counts and lists as people type them into a form."""

import re

from cauce.errors import BadInput
from cauce.knowledge import csv_amounts
from cauce.knowledge.business_terms import plain
from cauce.knowledge.wording import Wording
from cauce.web.page import Page


def amount(page: Page, name: str) -> str:
    return as_amount(page.text(name), name)


def count(page: Page, name: str) -> int | None:
    """A whole number; None for an empty field."""
    text = page.text(name)
    return as_count(text, name) if text else None


def needed_count(page: Page, name: str) -> int:
    return as_count(page.text(name), name)


def lines(page: Page, name: str) -> list[str]:
    return [line.strip() for line in page.text(name).splitlines() if line.strip()]


def as_amount(text: str, field: str) -> str:
    """As the business file writes it. Raises BadInput."""
    if not text.strip():
        raise BadInput(Wording("cannot be empty"), field)
    try:
        return csv_amounts.amount(text, None)
    except ValueError as error:
        raise BadInput(error.args[0], field) from error


def as_count(text: str, field: str) -> int:
    if not text.strip():
        raise BadInput(Wording("cannot be empty"), field)
    try:
        return csv_amounts.count(text)
    except ValueError as error:
        raise BadInput(error.args[0], field) from error


def code_of(name: str, *, upper: bool = False) -> str:
    """A short code for something people only give a name: `tarjeta-de-credito`."""
    code = re.sub(r"[^a-z0-9]+", "-", plain(name)).strip("-")[:40].strip("-")
    return code.upper() if upper else code
