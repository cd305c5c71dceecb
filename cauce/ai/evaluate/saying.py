"""Whether a reply says something: words without case and accents, numbers by their value."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

_NUMBER = re.compile(r"\d{1,3}(?:[.,  ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?")
_SHORT_LETTERS = 3


def _value(written: str) -> str:
    """One spelling for equal numbers: 1,200.00, 1.200 and 1200 are the same."""
    decimals = re.search(r"[.,](\d{1,2})$", written)
    if decimals is None and re.fullmatch(r"\d+[.,]\d{4,}", written):
        decimals = re.search(r"[.,](\d+)$", written)
    whole = written[: decimals.start()] if decimals else written
    digits = re.sub(r"\D", "", whole)
    try:
        value = Decimal(f"{digits}.{decimals.group(1)}" if decimals else digits)
    except InvalidOperation:
        return written
    return format(value.normalize(), "f")


def plain(text: str) -> str:
    """Folded, with single blanks and every number in one spelling."""
    bare = "".join(
        sign
        for sign in unicodedata.normalize("NFD", text.casefold())
        if not unicodedata.combining(sign)
    )
    numbered = _NUMBER.sub(lambda match: _value(match.group()), bare)
    return re.sub(r"\s+", " ", re.sub(r"\s+%", "%", numbered)).strip()


def appears(phrase: str, reply: str) -> bool:
    """Numbers only match whole numbers; up to three letters only match a whole word."""
    wanted, said = plain(phrase), plain(reply)
    if not wanted:
        return False
    pattern = re.escape(wanted)
    if wanted[0].isdigit():
        pattern = r"(?<![\d.,])" + pattern if len(wanted) else pattern
    if wanted[-1].isdigit():
        pattern += r"(?!\d|[.,]\d)"
    letters = sum(sign.isalpha() for sign in wanted)
    if letters == len(wanted) and letters <= _SHORT_LETTERS:
        pattern = rf"(?<!\w){pattern}(?!\w)"
    return re.search(pattern, said) is not None


def appears_verbatim(phrase: str, reply: str) -> bool:
    """Case ignored, accents kept."""
    wanted = unicodedata.normalize("NFC", phrase).casefold()
    return bool(wanted) and wanted in unicodedata.normalize("NFC", reply).casefold()
