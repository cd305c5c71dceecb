"""Finds what a text claims: amounts, stock, percentages, days, dates, hours, links, codes, phones.

Works on Spanish, English and Portuguese. Figures are compared by value, however they are written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cauce.core.counts import ONE_TO_TEN
from cauce.core.spelling import plain
from cauce.policy.promises import in_figures, promises_in

ClaimKind = Literal[
    "money",
    "stock",
    "units",
    "available",
    "gone",
    "free_shipping",
    "percent",
    "days",
    "hours_long",
    "months",
    "instalments",
    "date",
    "time",
    "link",
    "email",
    "phone",
    "code",
    "sooner",
    "always",
    "lifetime",
    "deal",
    "money_back",
    "extra",
]
Value = Decimal | int | str | tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Claim:
    """`said` is the passage; `currency` only where an amount names its own, as signs allow."""

    kind: ClaimKind
    value: Value
    said: str
    currencies: frozenset[str] = frozenset()


_DOLLARS = ["USD", "PAB", "MXN", "COP", "ARS", "CLP", "UYU", "DOP", "CAD", "NIO"]
_SIGNS: dict[str, frozenset[str]] = {
    "us$": frozenset({"USD", "PAB"}),
    "u$s": frozenset({"USD", "PAB"}),
    "r$": frozenset({"BRL"}),
    "rd$": frozenset({"DOP"}),
    "c$": frozenset({"NIO"}),
    "s/.": frozenset({"PEN"}),
    "s/": frozenset({"PEN"}),
    "b/.": frozenset({"PAB", "USD"}),
    "$": frozenset(_DOLLARS),
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP"}),
    "₡": frozenset({"CRC"}),
    "₲": frozenset({"PYG"}),
    "bs": frozenset({"BOB"}),
}
_WORDS: dict[str, frozenset[str]] = {
    "dolares": frozenset({"USD", "PAB"}),
    "dolar": frozenset({"USD", "PAB"}),
    "dollars": frozenset({"USD", "PAB"}),
    "dollar": frozenset({"USD", "PAB"}),
    "bucks": frozenset({"USD", "PAB"}),
    "balboas": frozenset({"PAB", "USD"}),
    "pesos": frozenset({"MXN", "COP", "ARS", "CLP", "UYU", "DOP"}),
    "reais": frozenset({"BRL"}),
    "real": frozenset({"BRL"}),
    "soles": frozenset({"PEN"}),
    "euros": frozenset({"EUR"}),
    "colones": frozenset({"CRC"}),
    "quetzales": frozenset({"GTQ"}),
}
_CODES = "usd|pab|mxn|cop|ars|clp|uyu|dop|brl|pen|eur|gbp|crc|gtq|hnl|nio|bob|pyg"
_NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_MONEY = re.compile(
    rf"(?P<sign>us\$|u\$s|rd\$|r\$|c\$|s/\.?|b/\.|\$|€|£|₡|₲|\bbs\.?|\b(?:{_CODES})\b)\s*"
    rf"(?P<first>{_NUMBER})(?P<mil>\s*(?:mil|k)\b)?"
    rf"|(?<![\d.,])(?P<second>{_NUMBER})(?P<mil2>\s*mil)?\s*"
    rf"(?P<word>{'|'.join(_WORDS)}|{_CODES}|€|\$)(?!\w)"
    rf"|\b(?:cuesta|cuestan|vale|valen|precio(?: es)?(?: de)?|costs?|price (?:is|of)|custa|custam|"
    rf"preco e(?: de)?|total:?)\s+(?P<third>{_NUMBER})(?!\d|[.,]\d)"
    rf"(?!\s*(?:%|dias|days|meses|unid|{'|'.join(_WORDS)}|{_CODES}|€|\$))"
)
_COUNT = rf"(?P<n>\d+|{'|'.join(ONE_TO_TEN)})"
_STOCK = (
    re.compile(
        rf"(?P<before>\b(?:desde|from|a partir de|minimo de|mas de|more than|mais de)\s+)?"
        rf"\b{_COUNT}\s+(?:unidades|unidad|unidade|units?|piezas|pieces|pecas)?\s*"
        r"(?P<what>disponibles?|disponiveis|disponivel|available|in stock|left|en existencia|"
        r"en stock|en inventario|em estoque|restantes|remaining)\b"
    ),
    re.compile(
        rf"(?P<before>\b(?:desde|from|a partir de|minimo de|mas de|more than|mais de|por)\s+)?"
        rf"\b{_COUNT}\s+(?P<what>unidades|unidad|unidade|units?)\b"
    ),
    re.compile(
        rf"(?P<before>(?!))?\b(?:quedan|queda|restan|resta|ultim[ao]s?|last|only|solo|so|apenas|"
        rf"(?:we|i) have|tenemos|tengo|temos|tenho|hay)\s+"
        rf"(?:nos\s+)?(?:solo\s+|only\s+|apenas\s+|just\s+)?(?:las\s+|os\s+)?{_COUNT}"
        r"(?P<what>(?=\s*(?:[.!,;)]|$|en |de |of |left|disp|unid|unit|para|piez|em |avail|in )))"
    ),
)
_LAST = re.compile(
    r"\b(?:la )?ultima (?:unidad|unidade|pieza|peca)\b|\b(?:the )?last (?:one|unit)\b"
)
_GONE = re.compile(
    r"\b(?:agotad[oa]s?|sin existencias?|out of stock|sold out|esgotad[oa]s?|sem estoque)\b"
)
_AVAILABLE = re.compile(
    r"\b(?:(?:esta|estan|is|are) (?:disponibles?|available)|en existencia|in stock|em estoque|"
    r"si hay|hay disponibles?|esta disponivel)\b"
)
_FREE = re.compile(r"\b(?:gratis|gratuit[oa]|sin costo|free|sem custo)\b")
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:%|por ciento|percent|por cento)")
_DAYS = re.compile(
    r"(\d+)(?:\s*(?:a|-|–|to|o|ou|or|y|e|and)\s*(\d+))?\s*(?:dias?|days?|working days?|business "
    r"days?|semanas?|weeks?)\b"
)
_HOURS_LONG = re.compile(r"(\d+)(?:\s*(?:a|-|–|to|o|ou|or)\s*(\d+))?\s*(?:horas?|hours?|hrs?)\b")
_MONTHS_LONG = re.compile(r"(\d+)[\s-]*(meses|mes|months?|anos?|years?)\b")
_INSTALMENTS = re.compile(
    r"(\d+)\s*(?:cuotas?|parcelas?|mensualidades?|pagos? mensual(?:es)?|x sem juros|"
    r"(?:[a-z-]+\s+){0,2}(?:instal+ments?|monthly payments?))\b"
)
_MONTHS = {
    name: place % 12 + 1
    for names in (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "january february march april may june july august september october november december",
        "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    )
    for place, name in enumerate(names.split())
}
_NAMES = "|".join(_MONTHS)
_DATE = re.compile(
    rf"(?P<day>\d{{1,2}})(?:\s+de|\s+of|st|nd|rd|th)?\s+(?P<month>{_NAMES})\b"
    rf"|\b(?P<month2>{_NAMES})\s+(?P<day2>\d{{1,2}})\b(?!:)"
    r"|\b(?P<day3>\d{1,2})/(?P<month3>\d{1,2})(?:/\d{2,4})?\b"
    r"|\b\d{4}-(?P<month4>\d{2})-(?P<day4>\d{2})\b"
)
_TIME = re.compile(
    r"\b(?P<h>\d{1,2}):(?P<m>\d{2})\s*(?P<half>a\.? ?m\.?|p\.? ?m\.?)?"
    r"|\b(?P<h2>\d{1,2})\s*(?P<half2>a\.? ?m\.?|p\.? ?m\.?|h)(?!\w)"
    r"|\b(?:a las|at|as)\s+(?P<h3>\d{1,2})\b(?![:\d])"
)
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+?\d[\d ().-]{5,}\d")
_CODE = re.compile(
    r"\b[A-Z]{1,8}[-_]?\d{2,}[A-Z0-9-]*\b|\b[A-Z]{2,8}-[A-Z0-9-]{2,}\b"
    r"|(?<=[Cc]ódigo )[A-Z0-9_-]{3,}|(?<=[Cc]ode )[A-Z0-9_-]{3,}|(?<=[Cc]upón )[A-Z0-9_-]{3,}"
    r"|(?<=[Cc]upom )[A-Z0-9_-]{3,}|(?<=[Pp]edido )#?[A-Z0-9-]*\d[A-Z0-9-]*"
    r"|(?<=[Oo]rder )#?[A-Z0-9-]*\d[A-Z0-9-]*"
)


def amount_of(written: str) -> Decimal:
    """`1,299.50`, `1.299,50`, `1.299` and `64,99` as the numbers people mean by them."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", written):
        return Decimal(re.sub(r"[.,]", "", written))
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+[.,]\d{1,2}", written):
        whole, _, cents = written.replace(",", ".").rpartition(".")
        return Decimal(f"{whole.replace('.', '')}.{cents}")
    return Decimal(written.replace(",", "."))


def claims_in(passage: str) -> list[Claim]:
    """All claims of one passage. Links and e-mails are taken out before figures are read."""
    found: list[Claim] = []
    rest = passage
    for kind, pattern in (("link", _LINK), ("email", _EMAIL)):
        for match in pattern.finditer(rest):
            said = match.group().rstrip(".,;:!?")
            found.append(Claim(kind, said.casefold(), said))  # type: ignore[arg-type]
        rest = pattern.sub(" ", rest)
    codes = list(_CODE.finditer(rest))
    found += [Claim("code", match.group().lstrip("#").upper(), match.group()) for match in codes]
    rest = _CODE.sub(" ", rest)
    folded = in_figures(plain(rest))
    promised = list(promises_in(folded))
    found += [Claim(kind, worth, said) for kind, worth, said in promised]
    for kind, _, said in promised:
        # "open 24 hours" says when, not how long.
        folded = folded.replace(said, " ") if kind == "always" else folded
    money = list(_MONEY.finditer(folded))
    found += [_money(match) for match in money]
    folded = _blanked(folded, money)
    phones = [match for match in _PHONE.finditer(folded) if _digits(match.group()) >= 7]
    found += [Claim("phone", re.sub(r"\D", "", m.group()), m.group()) for m in phones]
    folded = _blanked(folded, phones)
    found += _figures(folded)
    return found


def _blanked(text: str, matches: list[re.Match[str]]) -> str:
    for match in matches:
        text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    return text


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _money(match: re.Match[str]) -> Claim:
    written = match["first"] or match["second"] or match["third"]
    value = amount_of(written) * (1000 if match["mil"] or match["mil2"] else 1)
    sign = (match["sign"] or match["word"] or "").rstrip(".") if match["sign"] != "b/." else "b/."
    currencies = _SIGNS.get(sign) or _WORDS.get(sign) or _SIGNS.get(f"{sign}.")
    if currencies is None and len(sign) == 3:
        currencies = frozenset({sign.upper()})
    return Claim("money", value, match.group().strip(), currencies or frozenset())


def _figures(folded: str) -> Iterator[Claim]:
    for pattern in _STOCK:
        for match in pattern.finditer(folded):
            count = match["n"]
            number = int(count) if count.isdecimal() else ONE_TO_TEN[count]
            yield Claim("units" if match["before"] else "stock", number, match.group().strip())
    for match in _LAST.finditer(folded):
        yield Claim("stock", 1, match.group())
    for kind, flag in (("gone", _GONE), ("available", _AVAILABLE), ("free_shipping", _FREE)):
        for match in flag.finditer(folded):
            yield Claim(kind, None, match.group())  # type: ignore[arg-type]
    for match in _PERCENT.finditer(folded):
        yield Claim("percent", amount_of(match[1]).normalize(), match.group())
    for match in _DAYS.finditer(folded):
        times = 7 if "sem" in match.group() or "week" in match.group() else 1
        low = int(match[1]) * times
        yield Claim("days", (low, int(match[2]) * times if match[2] else low), match.group())
    for match in _HOURS_LONG.finditer(folded):
        yield Claim("hours_long", int(match[2] or match[1]), match.group())
    for match in _MONTHS_LONG.finditer(folded):
        years = match[2].startswith(("ano", "year"))
        yield Claim("months", int(match[1]) * (12 if years else 1), match.group())
    for match in _INSTALMENTS.finditer(folded):
        yield Claim("instalments", int(match[1]), match.group())
    yield from _moments(folded)


def _moments(folded: str) -> Iterator[Claim]:
    for match in _DATE.finditer(folded):
        day = match["day"] or match["day2"] or match["day3"] or match["day4"]
        name = match["month"] or match["month2"]
        month = _MONTHS[name] if name else int(match["month3"] or match["month4"])
        yield Claim("date", (month, int(day)), match.group())
    for match in _TIME.finditer(folded):
        hour = int(match["h"] or match["h2"] or match["h3"])
        half = match["half"] or match["half2"] or ""
        hour += 12 if half.startswith("p") and hour < 12 else 0
        yield Claim("time", (hour, int(match["m"] or 0)), match.group())
