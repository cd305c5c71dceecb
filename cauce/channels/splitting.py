"""A text that is too long for one message, cut where a reader would pause, and never inside a
link, a price, a phone or a code."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

Measure = Callable[[str], int]

# Where to cut, best first: between paragraphs, lines, sentences, clauses, words.
_PAUSES: Final = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…])[\"»”)]?\s+"),
    re.compile(r"(?<=[,;:])\s+"),
    re.compile(r"\s+"),
)
# A pause this early in the piece would leave a crumb: a lesser pause further on is better.
_CRUMB: Final = 0.3
# What holds together though there are spaces in it: money, phones, card-like codes, bold words.
_WHOLE: Final = re.compile(
    r"""
    (?:[$€£₡₲]|\b[A-Z]{1,3}[$/.]{1,2}|\b[A-Z]{3})\s?\d[\d.,]*     # B/. 1,299.00   R$ 64,99   USD 40
    | \d[\d.,]*\s(?:[$€£%]|[A-Z]{3}\b)                             # 1 299,00 €     40 USD     15 %
    | \+?\(?\d[\d()./-]*(?:\s[\d()/-]+)+                           # +507 6000-1234
    | \*[^*\n]{1,80}\*                                             # *negrita*
    """,
    re.VERBOSE,
)
_JOINER: Final = "\u200d"


def split(text: str, most: int, measure: Measure = len) -> tuple[str, ...]:
    """The text in pieces of at most `most`, in order; nothing but spaces between them is lost."""
    return tuple(_pieces(text.strip(), most, measure))


def _pieces(text: str, most: int, measure: Measure) -> Iterator[str]:
    while measure(text) > most:
        room = _room(text, most, measure)
        end, start = _cut(text, room)
        yield text[:end].rstrip()
        text = text[start:].lstrip()
    if text:
        yield text


def _room(text: str, most: int, measure: Measure) -> int:
    """How many characters fit."""
    low, high = 1, min(len(text), most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= most else (low, middle - 1)
    return low


def _cut(text: str, room: int) -> tuple[int, int]:
    """Where the piece ends and the next begins."""
    whole = [(found.start(), found.end()) for found in _WHOLE.finditer(text, 0, room + 120)]
    fallback: tuple[int, int] | None = None
    for pause in _PAUSES:
        last: tuple[int, int] | None = None
        for found in pause.finditer(text, 0, room + 1):
            inside = any(start < found.start() < end for start, end in whole)
            if 0 < found.start() <= room and not inside:
                last = found.start(), found.end()
        if last is not None and last[0] >= room * _CRUMB:
            return last
        fallback = fallback or last
    return fallback or (_between_letters(text, room),) * 2


def _between_letters(text: str, room: int) -> int:
    """One endless word is cut after all, but never between a letter and its accent."""
    at = room
    while at > 1 and (
        unicodedata.combining(text[at]) or _JOINER in text[at - 1 : at + 1] or text[at] == "\ufe0f"
    ):
        at -= 1
    return at
