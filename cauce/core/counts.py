"""Small numbers as people write them out, in three languages, without accents."""

from collections.abc import Mapping
from typing import Final

_ONE_TO_TEN = (
    "un una uno one um uma",
    "dos two dois duas",
    "tres three",
    "cuatro four quatro",
    "cinco five",
    "seis six",
    "siete seven sete",
    "ocho eight oito",
    "nueve nine nove",
    "diez ten dez",
)
ONE_TO_TEN: Final[Mapping[str, int]] = {
    word: number for number, words in enumerate(_ONE_TO_TEN, 1) for word in words.split()
}
COUNTS: Final[Mapping[str, int]] = {
    **ONE_TO_TEN,
    "par": 2,
    "docena": 12,
    "dozen": 12,
    "duzia": 12,
}
