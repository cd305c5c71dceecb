"""How many of a thing a message wants: digits, "media docena", "un par", "quiero dos"."""

import re
from collections.abc import Sequence

from cauce.ai.embedded.search import BusinessIndex
from cauce.ai.embedded.search.terms import common_words, terms_of, things, words_of
from cauce.ai.embedded.wording import Wording
from cauce.core.counts import LOTS, ONE_TO_TEN, counts_in, lot_at
from cauce.core.dialogue import Brief

_PERCENT = re.compile(r"\b(\d{1,3}) ?(?:%|por ?ciento|percent|por cento)")
_MOST_READ, _MOST_WRITTEN = 100_000, 999
_BEFORE_TEXT = (
    "quiero necesito dame deme son mejor que llevo ponme mandame want need take buy order get make "
    "it quero preciso levo fazer comprar llevar las los si sim yes seria serian compro ser "
    "das da dan vendes sale salen saldria saldrian cuesta cuestan costaria "
    "costarian custa custam sai saem cost "
    "quisiera hay tienen cotizar cotizame por agrega suma pido pedir"
)
_BEFORE_COUNT = frozenset(_BEFORE_TEXT.split())
_UNITS_TEXT = (
    "gb tb kg litros l btu pulgadas in inches w anos meses dias dia cuotas mil dolares usd pesos "
    "reais k horas am pm h puertas polegadas personas people pessoas"
)
_UNITS_AFTER = frozenset(_UNITS_TEXT.split())
_COUNT = rf"(\d{{1,2}}|{'|'.join(ONE_TO_TEN)})"
_PEOPLE = re.compile(
    rf"\b(?:somos|vivimos|moramos|we are|were|there are) (?:como |unos |em |about )?{_COUNT}"
    r"(?= (?:en|na|no|em|in|at|personas|pessoas|people|de (?:la )?familia|of us|adultos)\b)"
    rf"|\b(?:familia de|family of|hogar de) {_COUNT}\b"
    rf"|\b(?:para|pra|for) {_COUNT} (?:personas|pessoas|people|adultos|adults)\b"
)
_MOST_PEOPLE = 20
# "la llevo por 449" says a price, "cotización por 12 laptops" a number of them.
_PRICING = ("por", "for", "en", "at")
_OF = ("de", "del", "of", "for", "para")
# "el 55", "la 43" point at one by its number; "las 2" counts.
_SUMS = frozenset(
    [
        "cotizacion",
        "presupuesto",
        "proforma",
        "precio",
        "valor",
        "total",
        "pedido",
        "orden",
        "quote",
        "cotacao",
        "orcamento",
        "preco",
        "price",
    ]
)
_ARTICLES = frozenset({"el", "la", "the", "o", "a", "de", "del", "of", "do", "da"})
_THOSE = frozenset(
    {"las", "los", "esas", "esos", "estas", "estos", "the", "those", "these", "your"}
)
_TIMES_AFTER = re.compile(r"(?:^|(?<= ))x ?(\d{1,3})(?= |$)")
_TIMES = re.compile(r"(?:^|(?<= ))(\d{1,3}) ?(?:x|uds?|und|pzas?|pcs)(?= |$)")
# "3 cosas: …" announces a list, "300 o la mabe" points at one of two.
_NOT_COUNTED_TEXT = (
    "cosas cosa things thing coisas productos products produtos articulos items o or ou"
)
_NOT_COUNTED = frozenset(_NOT_COUNTED_TEXT.split())
_PIECES = ("unidades", "unidad", "units", "pcs", "piezas", "pieces")


def quantity_in(brief: Brief, wording: Wording, taken: frozenset[str]) -> int | None:
    """Lots first ("2 docenas"), then what the reader counted, then a number said like a count."""
    words = wording.words
    taken = taken | frozenset(_PERCENT.findall(wording.folded))
    for place in range(len(words)):
        lot = lot_at(words, place)
        if lot is not None and words[place] not in taken and not _measures(words, lot[1]):
            return lot[0]
    told = brief.reading.entities.quantity
    named = told is not None and (
        str(told) in taken or _of_kind(told, wording) or _priced_at(told, words)
    )
    if told is not None and 0 < told <= _MOST_READ and not named:
        return told
    for item in brief.reading.entities.items:
        if item.quantity is not None and item.quantity > 0 and not _of_kind(item.quantity, wording):
            return item.quantity
    return _written(words, taken)


def people_in(wording: Wording) -> int | None:
    """ "somos 5 en casa", "a family of four", "para 6 pessoas": how many a thing must serve."""
    found = _PEOPLE.search(wording.folded)
    told = next((part for part in found.groups() if part), "") if found else ""
    count = int(told) if told.isdecimal() else ONE_TO_TEN.get(told)
    return count if count is not None and 0 < count <= _MOST_PEOPLE else None


def lot_words(words: Sequence[str]) -> frozenset[str]:
    """The words of "meia dúzia", which ask for no socks."""
    lots = ((place, lot_at(words, place)) for place in range(len(words)))
    return frozenset(
        word for place, lot in lots if lot is not None for word in words[place : lot[1] + 1]
    )


def _written(words: Sequence[str], taken: frozenset[str]) -> int | None:
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        before = words[place - 1] if place else ""
        if word.isdecimal() and word not in taken and 0 < int(word) <= _MOST_WRITTEN:
            priced = before in _PRICING and not (following in _PIECES or _is_thing(following))
            opening = (place == 0 or before in _BEFORE_COUNT) and not priced
            if opening and following not in _UNITS_AFTER | _NOT_COUNTED:
                return int(word)
            if following in _PIECES or (before in _OF and _is_thing(following)):
                return int(word)
    for count, first, _ in counts_in(words):
        before = words[first - 1] if first else ""
        if count > 1 and (before in _BEFORE_COUNT or len(words) <= 2):
            return count
    return None


def count_of(part: str) -> int | None:
    """How many of one thing a part of a list wants; the 55 of "tv lg 55" names the thing."""
    words = words_of(part)
    joined = " ".join(words)
    times = _TIMES_AFTER.search(joined) or _TIMES.search(joined)
    if times is not None:
        return _units(times[1])
    for place, word in enumerate(words):
        lot = lot_at(words, place)
        if lot is not None:
            return None if _measures(words, lot[1]) else lot[0]
        opens = all(one in _BEFORE_COUNT or one in common_words() for one in words[:place])
        count = ONE_TO_TEN.get(word) or _units(word)
        following = words[place + 1 : place + 3]
        if count is None or (_UNITS_AFTER | _NOT_COUNTED).intersection(following[:1]):
            continue
        points = place > 0 and words[place - 1] in _ARTICLES
        points = points and not (place > 1 and words[place - 2] in _SUMS)
        names = following[:1] in (["de"], ["of"]) and not _THOSE.intersection(following[1:])
        if opens and not points and not names:
            return count
        if following and following[0] in _PIECES:
            return count
    return None


def _units(word: str) -> int | None:
    return int(word) if word.isdecimal() and 0 < int(word) <= _MOST_WRITTEN else None


def names_model(number: int, words: Sequence[str], index: BusinessIndex) -> bool:
    """ "the Samsung 300 fridge": a number right after a name belongs to the name."""
    places = [place for place, word in enumerate(words) if word == str(number) and place]
    before = [words[place - 1] for place in places]
    return bool(before) and all(
        word not in common_words() and word.isalpha() and index.products.knows(word)
        for word in before
    )


def _measures(words: Sequence[str], last: int) -> bool:
    """ "cien dólares" is an amount, "un par de días" a time."""
    after = [word for word in words[last + 1 : last + 3] if word not in _OF]
    alone = last == 0 or words[last - 1] not in LOTS
    return bool(after) and after[0] in _UNITS_AFTER and alone


def _of_kind(number: int, wording: Wording) -> bool:
    """ "el de 12000", "la tele de 55": a number that names a model and counts nothing."""
    words = wording.words
    places = [place for place, word in enumerate(words) if word == str(number)]
    return any(
        place and words[place - 1] in ("de", "del", "of") and not _is_thing(*words[place + 1 :][:1])
        for place in places
    )


def _priced_at(number: int, words: Sequence[str]) -> bool:
    """ "la llevo por 449": what follows the number is nothing it could count."""
    places = [place for place, word in enumerate(words) if word == str(number)]
    return bool(places) and all(
        place
        and words[place - 1] in _PRICING
        and not _is_thing(*words[place + 1 :][:1])
        and not set(words[place + 1 : place + 2]) & set(_PIECES)
        for place in places
    )


def _is_thing(*following: str) -> bool:
    """ "cotización de 15 monitores" counts monitors."""
    return any(True for word in following for _ in things().find(terms_of(word)))
