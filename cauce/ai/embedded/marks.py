"""What a message shows besides its words: emoji, capitals, questions, money, codes, length."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cauce.ai.embedded.lexicon import plain_lines
from cauce.ai.embedded.wording import Wording

_LINK = re.compile(r"https?://|www\.|\w\.(?:com|net|org|io|xyz|ly|me|co|br|info|shop|site)\b")
_MONEY = re.compile(
    r"[$€£]|\br\$|\busd\b|\b(?:dolares|dollars|pesos|reais|soles|euros|balboas|lucas|bucks)\b"
)
_PHONE = re.compile(r"\+?\d[\d\s().-]{7,}\d")
_CODE = re.compile(r"#\s?\d{3,}|\b[a-z]{1,4}-?\d{4,}\b|\b\d{5,}\b")
_MARKUP = re.compile(r"[<{\[]\s*/?\s*[a-z_]+|\]\(|```|\{\{|&#|%[0-9a-f]{2}%|\\u[0-9a-f]{4}")
_BLOB = re.compile(r"[A-Za-z0-9+/=]{28,}")
_PICTURE = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55]")
_SPELLED_OUT = re.compile(r"(?:\b[a-z][ .\-_*]+){7,}")
_MIXED_SCRIPTS = re.compile(
    r"[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]"
)
_SHOUTED = re.compile(r"\b[A-ZÁÉÍÓÚÑÜÇÃÕÂÊÔ]{3,}\b")

# Messages are short, longer or long from these numbers of words on.
_SIZES = (0, 2, 4, 9, 20)


@dataclass(frozen=True, slots=True)
class EmojiMeaning:
    weight: float
    emotion: str | None


@cache
def emoji_meanings() -> Mapping[str, EmojiMeaning]:
    meanings: dict[str, EmojiMeaning] = {}
    for line in plain_lines("emoji"):
        symbol, weight, *emotion = line.split()
        meanings[symbol] = EmojiMeaning(float(weight), emotion[0] if emotion else None)
    return meanings


def emoji_found(text: str) -> tuple[EmojiMeaning, ...]:
    """The meaning of each known emoji, in order, repeats included."""
    meanings = emoji_meanings()
    return tuple(meanings[picture] for picture in _PICTURE.findall(text) if picture in meanings)


def shouted_share(text: str) -> float:
    """How much of the letters is in words of capitals, 0 to 1; short texts do not shout."""
    letters = sum(character.isalpha() for character in text)
    if letters < 8:
        return 0.0
    return sum(len(word) for word in _SHOUTED.findall(text)) / letters


def marks(wording: Wording) -> tuple[str, ...]:
    """The names of what is present."""
    text, folded, lowered = wording.text, wording.folded, wording.text.lower()
    size = _SIZES[bisect_right(_SIZES, len(wording.words)) - 1]
    feelings = emoji_found(text)
    found = {
        f"@size{size}": True,
        "@question": "?" in text,
        "@opened": "¿" in text or "¡" in text,
        "@exclaim": "!" in text,
        "@exclaims": text.count("!") > 1,
        "@shout": shouted_share(text) > 0.4,
        "@link": bool(_LINK.search(folded)),
        "@money": bool(_MONEY.search(folded)),
        "@phone": bool(_PHONE.search(folded)),
        "@mail": "@" in text,
        "@code": bool(_CODE.search(folded)),
        "@markup": bool(_MARKUP.search(folded)),
        "@blob": bool(_BLOB.search(text)),
        "@number": any(word.isdigit() for word in wording.words),
        "@glad": any(feeling.weight > 0.2 for feeling in feelings),
        "@cross": any(feeling.weight < -0.2 for feeling in feelings),
        "@picture": bool(_PICTURE.search(text)),
        "@pictures": len(_PICTURE.findall(text)) > 2,
        "@spanish": "ñ" in lowered or "¿" in text or "¡" in text,
        "@portuguese": any(sign in lowered for sign in ("ç", "ã", "õ", "ê", "â", "ô")),
        "@spelled": bool(_SPELLED_OUT.search(folded)),
        "@scripts": bool(_MIXED_SCRIPTS.search(text)),
        "@lines": text.count("\n") > 1,
    }
    return tuple(name for name, present in found.items() if present)
