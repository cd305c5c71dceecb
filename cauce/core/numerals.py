"""Numbers written as words, as figures: "treinta y cinco" is 35, in three languages."""

import re
from collections.abc import Mapping
from typing import Final

from cauce.core.counts import ONE_TO_TEN

_TENS = (
    (11, "once eleven onze"), (12, "doce twelve doze"), (13, "trece thirteen treze"),
    (14, "catorce fourteen quatorze catorze"), (15, "quince fifteen quinze"),
    (16, "dieciseis sixteen dezesseis"), (17, "diecisiete seventeen dezessete"),
    (18, "dieciocho eighteen dezoito"), (19, "diecinueve nineteen dezenove"),
    (20, "veinte twenty vinte"), (21, "veintiuno veintiun"), (22, "veintidos"),
    (23, "veintitres"), (24, "veinticuatro"), (25, "veinticinco"), (26, "veintiseis"),
    (27, "veintisiete"), (28, "veintiocho"), (29, "veintinueve"), (30, "treinta thirty trinta"),
    (40, "cuarenta forty quarenta"), (50, "cincuenta fifty cinquenta"),
    (60, "sesenta sixty sessenta"), (70, "setenta seventy"), (80, "ochenta eighty oitenta"),
    (90, "noventa ninety"), (100, "cien ciento cem cento hundred"),
    (200, "doscientos doscientas duzentos duzentas"),
    (300, "trescientos trescientas trezentos trezentas"),
    (400, "cuatrocientos cuatrocientas quatrocentos"), (500, "quinientos quinientas quinhentos"),
    (600, "seiscientos seiscientas seiscentos"), (700, "setecientos setecientas setecentos"),
    (800, "ochocientos ochocientas oitocentos"), (900, "novecientos novecientas novecentos"),
    (1000, "mil thousand"),
)  # fmt: skip
NUMERALS: Final[Mapping[str, int]] = {
    **ONE_TO_TEN,
    **{word: value for value, words in _TENS for word in words.split()},
}
_HUNDRED, _THOUSAND = 100, 1000
_ANY = "|".join(sorted(NUMERALS, key=len, reverse=True))
# "once" and "dos" are also words of other languages; only what follows tells.
SPELLED: Final = rf"(?<!por )(?<!\w)(?:{_ANY})(?:(?:[ -]| y | e | and )(?:{_ANY}))*(?!\w)"
_WORD = re.compile(r"[a-z]+")


def value_of(spelled: str) -> int:
    """The figure a run of number words means."""
    total = current = 0
    for word in _WORD.findall(spelled):
        value = NUMERALS.get(word)
        if value is None:
            continue
        if value == _THOUSAND:
            total, current = total + max(current, 1) * _THOUSAND, 0
        elif value == _HUNDRED and 0 < current < _HUNDRED:
            current *= _HUNDRED
        else:
            current += value
    return total + current
