"""The piece of a text in which a search was found, cut so that its words can be marked."""

import re
from typing import Final

from cauce.store.queries.words import folded, number_of, words_of

# What a line of the list has room for before and after the first word found.
_BEFORE: Final = 24
_LONGEST: Final = 120
Piece = tuple[str, bool]


def excerpt(text: str, search: str) -> list[Piece]:
    """The text around what was found, in pieces with whether each was searched for; [] if none."""
    plain, places = _plain(text)
    found = [
        (places[match.start()], places[match.end() - 1] + 1)
        for word in words_of(search)
        for match in re.finditer(rf"\b{re.escape(word)}", plain)
    ]
    if not found:
        return []
    first = min(start for start, _ in found)
    start = 0 if first <= _BEFORE else text.rfind(" ", 0, first - _BEFORE // 2) + 1
    return _pieces(text, start, start + _LONGEST, sorted(found))


def reached_at(known: tuple[str, ...], search: str) -> str:
    """The telephone or the e-mail that was searched for; "" when it was neither."""
    number, words = number_of(search), words_of(search)
    for one in known:
        if number and number in re.sub(r"\D", "", one):
            return one
        if "@" in one and words and all(word in folded(one) for word in words):
            return one
    return ""


def _plain(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and where each of its signs stands in the original."""
    signs = [(sign, at) for at, one in enumerate(text) for sign in folded(one)]
    return "".join(sign for sign, _ in signs), [at for _, at in signs]


def _pieces(text: str, start: int, end: int, found: list[tuple[int, int]]) -> list[Piece]:
    pieces: list[Piece] = [("…", False)] if start else []
    at = start
    for first, last in found:
        if first < at or last > end:
            continue
        pieces += [(text[at:first], False), (text[first:last], True)]
        at = last
    pieces.append((text[at:end] + ("…" if end < len(text) else ""), False))
    return [(piece, marked) for piece, marked in pieces if piece]
