"""Card numbers and security codes in what people write: found, and hidden but for four digits."""

import re
from collections.abc import Iterator, Sequence

_DIGITS = re.compile(r"\d+")
# With fewer digits in a row there is neither a card nor a code: most messages end here.
_SOME_DIGITS = re.compile(r"\d{3}")
# What stands between the groups of a card number; the same all through.
_BETWEEN = re.compile(r"[ \u00a0\u2009\u202f]{1,2}|[ ]?[-\u2010-\u2015.][ ]?")
_ENOUGH = re.compile(r"\d(?:[^\w+/]{0,3}\d){12}")
# A number that is part of a code, a link or an international phone is no card number.
_WITHIN = re.compile(r"(?:[\w/+=@]|[A-Za-z]-)\Z")
_GOES_ON = re.compile(r"[^\W\d]|[-/_]\w*[A-Za-z]")
# Numbers that say themselves what they are.
_NAMED = re.compile(
    r"\b(?:imei|serial|serie|s/n|gu[ií]a|tracking|rastre[iao]\w*|rastreio|protocolo)\b[^\d\n]{0,20}\Z",
    re.IGNORECASE,
)
# A card as other people's lists have it: sixteen digits first, then the rarer lengths.
_LENGTHS = (16, 15, 14, 13, 19, 18, 17)
_ISSUERS = {
    13: re.compile(r"4"),
    14: re.compile(r"30|3[689]"),
    15: re.compile(r"3[47]"),
    16: re.compile(r"[456]|35|2[2-7]"),
    17: re.compile(r"5[06-8]|6"),
    18: re.compile(r"5[06-8]|6"),
    19: re.compile(r"4|5[06-8]|6"),
}
_FIRST_GROUP, _GROUP = 4, 3
_HIDDEN = "••••"
_HIDDEN_CODE = "•••"
_SEEN = re.compile(rf"{_HIDDEN} \d{{4}}\b|(?<!•){_HIDDEN_CODE}(?!•)")
_NAMES_A_CODE = (
    r"(?:cvv2?|cvc2?|cvn2?|csc|"
    r"(?:c[oó]digo|clave|n[uú]mero) de seguridad|c[oó]digo de seguran[cç]a|security code)"
)
_CODE = re.compile(
    rf"(\b{_NAMES_A_CODE}\b(?:\s+(?:es|is|[eé]|code|el|o))?\W{{0,4}})\d{{3,4}}(?!\d)",
    re.IGNORECASE,
)
# "•••• 4242 12/27 123": the code that follows a card and its date without a name.
_ASIDE = (
    r"(?:[^\w\n$•]|\b(?:vence|vencimiento|venc|vto|expira|exp|validade|valid|fecha|data|y|e|and)\b)"
)
# A form is filled in line by line: after a date the next line is the code, and so is a line that
# holds nothing else.
_ASIDE_OR_BELOW = rf"(?:\n|{_ASIDE})"
_CODE_AFTER = re.compile(
    rf"({_HIDDEN} \d{{4}}(?:{_ASIDE}{{1,9}}"
    rf"|{_ASIDE_OR_BELOW}{{1,9}}\d{{1,2}}\s?[/-]\s?\d{{2,4}}{_ASIDE_OR_BELOW}{{1,9}}"
    rf"|\s*\n\s*(?=\d+\s*(?:\n|\Z))))"
    r"(?<!\d)\d{3,4}(?![\d/]|[.,]\d|[^\S\n]?[a-zA-Z])"
)


def masked(text: str) -> str:
    """The text with every card number as "•••• 4242", and the codes beside it hidden."""
    if not _SOME_DIGITS.search(text):
        return text
    cards = tuple(_cards(text))
    if not cards:
        return _CODE.sub(rf"\1{_HIDDEN_CODE}", text)
    kept, place = [], 0
    for first, last in cards:
        kept += [text[place:first], f"{_HIDDEN} {text[last - 4 : last]}"]
        place = last
    return _CODE_AFTER.sub(
        rf"\1{_HIDDEN_CODE}", _CODE.sub(rf"\1{_HIDDEN_CODE}", "".join([*kept, text[place:]]))
    )


def card_numbers(text: str) -> frozenset[str]:
    """The digits of every card in the text."""
    return frozenset(re.sub(r"\D", "", text[first:last]) for first, last in _cards(text))


def was_masked(text: str) -> bool:
    """Whether somebody wrote the data of a card here."""
    return bool(_SEEN.search(text))


def without_masked(text: str) -> str:
    """What else the message says."""
    return _SEEN.sub(" ", text)


def _cards(text: str) -> Iterator[tuple[int, int]]:
    """Where each card number begins and ends."""
    if not _ENOUGH.search(text):
        return
    groups = [(found.start(), found.end()) for found in _DIGITS.finditer(text)]
    place = 0
    while place < len(groups):
        last = _card_from(text, groups, place)
        if last is None:
            place += 1
            continue
        yield groups[place][0], groups[last][1]
        place = last + 1


def _card_from(text: str, groups: Sequence[tuple[int, int]], first: int) -> int | None:
    """The last group of the card that begins with the group `first`."""
    begin = groups[first][0]
    if _WITHIN.search(text, 0, begin) or _NAMED.search(text[max(0, begin - 60) : begin]):
        return None
    by_length: dict[int, int] = {}
    size, between = 0, None
    for place in range(first, len(groups)):
        start, end = groups[place]
        if place > first:
            gap = text[groups[place - 1][1] : start]
            if not _BETWEEN.fullmatch(gap) or between not in (None, gap.strip()):
                break
            between = gap.strip()
        size += end - start
        by_length[size] = place
        if size > max(_LENGTHS):
            break
    for length in _LENGTHS:
        last = by_length.get(length)
        if last is not None and _is_card(text, groups[first : last + 1]):
            return last
    return None


def _is_card(text: str, groups: Sequence[tuple[int, int]]) -> bool:
    sizes = [end - start for start, end in groups]
    if len(sizes) > 1 and (sizes[0] < _FIRST_GROUP or min(sizes[:-1]) < _GROUP):
        return False
    end = groups[-1][1]
    if _GOES_ON.match(text, end):
        return False
    digits = "".join(text[start:stop] for start, stop in groups)
    return bool(_ISSUERS[len(digits)].match(digits)) and _luhn(digits)


def _luhn(digits: str) -> bool:
    """The check that every card number passes."""
    if len(set(digits)) == 1:
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
