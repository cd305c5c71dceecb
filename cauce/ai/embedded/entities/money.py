"""Amounts of money as people write them across Latin America, and which one is their budget."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from cauce.ai.embedded.entities.amounts import GROUPED, multiplied, plain_number
from cauce.ai.embedded.numbers import number_words
from cauce.ai.embedded.wording import Wording
from cauce.core.reading import Budget

# Symbols and words that name one currency; "$" alone is shared by a dozen countries.
_CURRENCIES = {
    "r$": "BRL", "us$": "USD", "u$s": "USD", "u$d": "USD", "usd": "USD", "s/": "PEN", "s/.": "PEN",
    "b/.": "PAB", "b/": "PAB", "rd$": "DOP", "mx$": "MXN", "mxn": "MXN", "cop": "COP", "ars": "ARS",
    "clp": "CLP", "pen": "PEN", "brl": "BRL", "dop": "DOP", "eur": "EUR", "gbp": "GBP",
    "crc": "CRC",
    "€": "EUR", "£": "GBP", "₡": "CRC", "gs": "PYG", "uyu": "UYU", "gtq": "GTQ", "hnl": "HNL",
    "dolares": "USD", "dolar": "USD", "dollars": "USD", "dollar": "USD", "bucks": "USD",
    "verdes": "USD", "euros": "EUR", "euro": "EUR", "reais": "BRL", "real": "BRL", "soles": "PEN",
    "sol": "PEN", "balboas": "PAB", "quetzales": "GTQ", "lempiras": "HNL", "colones": "CRC",
    "bolivianos": "BOB", "guaranies": "PYG", "pesos mexicanos": "MXN", "pesos colombianos": "COP",
    "pesos argentinos": "ARS", "pesos chilenos": "CLP", "pesos uruguayos": "UYU",
    "pesos dominicanos": "DOP", "libras": "GBP", "contos": "BRL", "conto": "BRL",
}  # fmt: skip
_UNNAMED = frozenset(("$", "pesos", "peso", "varos", "mangos", "lana", "bs"))
_BEFORE = r"(?:us\$|u\$[sd]|r\$|rd\$|mx\$|s/\.?|b/\.?|usd|cop|mxn|ars|clp|eur|[$€£₡])"
_AFTER = (
    r"(?:pesos (?:mexicanos|colombianos|argentinos|chilenos|uruguayos|dominicanos)|"
    + "|".join(sorted((w for w in _CURRENCIES if w.isalpha()), key=len, reverse=True))
    + r"|us\$|u\$s|pesos|peso|varos|mangos|bs|[$€])"
)
_TIMES = (
    r"(?:k|mil|mm|millon(?:es)?|milhao|milhoes|million|millions|thousand|grand|lucas?|palos?|m)"
)
_AMOUNT = re.compile(
    rf"(?P<before>{_BEFORE})?\s?(?<![\w.,])(?P<number>{GROUPED})\s?(?P<times>{_TIMES}\b)?"
    rf"(?:\s?(?:de\s)?(?P<after>{_AFTER})(?![\w]))?"
)
_MEANS = re.compile(
    r"(?<!\w)(?:(?:presupuesto|budget|orcamento|tope|limite|limit|verba)(?:\s+\w+){0,4}\s*[:=]?\s*$|"
    r"(?:no pasen?(?: de)?|no pasar de|no cueste mas de|no superen?|nao passe(?: de)?|not over|"
    r"hasta|maximo|max|ate|up to|under|below|menos de|no mas de|nao mais de|por debajo de|"
    r"abaixo "
    r"de|at most|no more than|less than|around|about|alrededor de|aproximadamente|cerca de|"
    r"por volta "
    r"de|entre|between|from|rango de|en la gama de)(?:\s+(?:de|uns|unos|los|las|the|como))*\s*$|"
    r"(?:tengo|tenemos|cuento con|contamos con|dispongo de|disponemos de|tenho|temos|disponho de|"
    r"i have|ive got|we have|i got|junte|ahorre|traigo|ando con|invertir|gastar|spend|gasto|pagar|"
    r"pago|pay|anticipo de|investir)(?:\s+(?:unos|como|solo|so|only|about|around|uns|apenas|"
    r"aprobado|aprobados|maximo|hasta|mas de|el|los|las|de|is|for))*\s*$|"
    r"(?:(?:me|nos) (?:lo|la|los|las) dej\w+ (?:en|por|a)|faz por|fazem por|faz a|algo de|algo por|"
    r"uno de|una de|como de|de unos|uns|unos|por unos|de hasta|de ate|hablar de|do)\s*$)"
)
_AFTER_MEANS = re.compile(
    r"^\s*(?:\w+\s){0,2}(?:en mano|de presupuesto|presupuesto|budget|maximo|max|no maximo|"
    r"como maximo|"
    r"tops|de orcamento|para gastar|to spend|listos|a vista|disponibles|and i want|or less|o menos|"
    r"ou menos|por (?:las|los|todo|el|la)\b|parados)"
)
_NOT_MEANS = re.compile(
    r"(?:cobr\w+|cuesta|cuestan|vale|valen|charged|paid|pague|costo|costaba|piden|pedian|esta a|"
    r"estan "
    r"a|sale a|salio|descont\w+|debit\w+|deposite|transferi|gan\w+|earn\w*|ganh\w+|custa|paguei|"
    r"prestamo|loan|emprestimo|compre|comprei|bought|cost|costs)(?:\s+\w+){0,3}\s*[:=]?\s*$"
)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a message, where it stands, and the currency if it is named."""

    amount: Decimal
    currency: str | None
    start: int
    end: int
    marked: bool


# An order or a price list names some amounts; hundreds are noise.
_MOST_AMOUNTS = 24


def find_money(wording: Wording) -> tuple[Money, ...]:
    """Every number that is money, or might be: `marked` tells those with a sign or a unit."""
    return tuple(sorted((*_in_digits(wording), *_in_words(wording)), key=lambda money: money.start))


def _currency(*marks: str | None) -> str | None:
    for mark in marks:
        if mark and mark not in _UNNAMED:
            return _CURRENCIES.get(mark)
    return None


def _in_digits(wording: Wording) -> Iterator[Money]:
    for match in islice(_AMOUNT.finditer(wording.folded), _MOST_AMOUNTS):
        before, times, after = match["before"], match["times"], match["after"]
        value = plain_number(match["number"])
        if value is None:
            continue
        marked = bool(before or after) or bool(times and times not in ("m", "mil"))
        tail = match.end("after") if after else match.end("times") if times else match.end("number")
        amount = multiplied(value, times)
        yield Money(amount, _currency(before, after), match.start(), tail, marked)


def _in_words(wording: Wording) -> Iterator[Money]:
    """ "quinientos dólares", "dos mil pesos", "medio millón de pesos"."""
    known, words = number_words(), wording.words
    for place, word in enumerate(words):
        if word not in _CURRENCIES and word not in _UNNAMED:
            continue
        first, amount = place, Decimal(0)
        back = place - 1 if place and words[place - 1] != "de" else place - 2
        parts: list[int] = []
        while back >= 0 and (words[back] in known or words[back] == "y"):
            if words[back] != "y":
                parts.insert(0, known[words[back]])
            first, back = back, back - 1
        for part in parts:
            amount = (amount or Decimal(1)) * part if part in (100, 1000) else amount + part
        if amount and first < place and (parts != [1] or words[first] not in ("un", "una", "um")):
            start, end = wording.starts[first], wording.ends[place]
            yield Money(amount, _currency(word), start, end, marked=True)


def find_budget(
    wording: Wording, amounts: tuple[Money, ...], quantity: int | None
) -> Budget | None:
    """The amount the customer can or will spend, never a price they quote or complain of."""
    best: tuple[int, Money] | None = None
    for money in amounts:
        likely = _likeliness(wording.folded, money, quantity)
        if likely and (best is None or likely > best[0]):
            best = (likely, money)
    return Budget(best[1].amount, best[1].currency) if best else None


def _likeliness(folded: str, money: Money, quantity: int | None) -> int:
    lead_in, following = folded[max(0, money.start - 60) : money.start], folded[money.end :]
    if _NOT_MEANS.search(lead_in) or money.amount < 5:
        return 0
    means = bool(_MEANS.search(lead_in) or _AFTER_MEANS.search(following[:40]))
    strong = bool(re.search(r"presupuesto|budget|orcamento|verba", lead_in + following[:20]))
    if money.marked:
        return 3 if strong else 2 if means else 0
    unit = re.match(
        r"\s*(?:%|[a-z]*(?:watts|litros|pulgadas|gb|kg|dias|days|horas|hours|meses|months|anos|"
        r"years|personas|people|pessoas|unidades|units|cuotas|veces|minutos|min|km|metros|btu|hp|"
        r"de la|am|pm|hrs|semanas|weeks|polegadas|pessoas|vezes|parcelas|cm|mg|ml|lb|libras|"
        r"cajas|piezas|pares)\b|/|:|\s*de (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|"
        r"septiembre|octubre|noviembre|diciembre))",
        following,
    )
    if unit or int(money.amount) == quantity or money.amount < 40:
        return 0
    return 2 if strong else 1 if means else 0
