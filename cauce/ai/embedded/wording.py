"""The words of a message as everything else sees them: cleaned, folded and cut, places kept."""

import re
import unicodedata
from dataclasses import dataclass

# Of a long text its beginning and its end are read: there people say what they want.
_BEGINNING, _ENDING = 1_200, 400
MEANINGFUL_CHARACTERS = _BEGINNING + 1 + _ENDING
# Junk (zero-width marks, repeated blanks) is dropped before the cut, so more raw text is looked at.
RAW_CHARACTERS = 12_000
# The same for a text of very many very short words.
_FIRST_WORDS, _LAST_WORDS = 130, 40

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_LINES = re.compile(r"\s*[\n\r\u2028\u2029]+\s*")
_RUN = re.compile(r"(.)\1{9,}", re.DOTALL)
_WORD = re.compile(r"\d+(?:[.,:/]\d+)+|[^\W_]+(?:['’´`][^\W_]+)*")
_STOP = re.compile(r"[.!?;\n…]")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_APOSTROPHES = str.maketrans("", "", "'’´`")
_HAS_QUOTE = re.compile("['’´`]")


def _folding() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if len(base) == 1:
            table[code] = base
    for odd, plain in (("ø", "o"), ("ð", "d"), ("ł", "l"), ("ı", "i"), ("đ", "d")):
        table[ord(odd)] = plain
    return table


_FOLDING = _folding()


def clean(raw: str) -> str:
    """The text a person would see; of a long one the beginning and the end."""
    half = RAW_CHARACTERS // 2
    seen = raw if len(raw) <= RAW_CHARACTERS else f"{raw[:half]}\n{raw[-half:]}"
    text = unicodedata.normalize("NFC", seen)
    text = _INVISIBLE.sub("", text)
    text = _LINES.sub("\n", _BLANKS.sub(" ", text))
    text = _RUN.sub(lambda run: run.group(1) * 4, text)
    text = text.strip()
    if len(text) <= MEANINGFUL_CHARACTERS:
        return text
    return f"{text[:_BEGINNING]}\n{text[-_ENDING:]}"


def fold(text: str) -> str:
    """Lower case without accents, one character for one, so that places stay the same."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(character.lower()[:1] for character in text)
    return lowered.translate(_FOLDING)


@dataclass(frozen=True, slots=True)
class Wording:
    """A cleaned text with its folded words, where each stands, and which sentence it is in."""

    text: str
    folded: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[int, ...]

    def verbatim(self, first: int, last: int) -> str:
        """The customer's own spelling of the words from `first` to `last`, both included."""
        return self.text[self.starts[first] : self.ends[last]]


def word_key(found: str) -> str:
    """A word as the lexicons spell it: no apostrophes, no stretched letters."""
    if _HAS_QUOTE.search(found):
        found = found.translate(_APOSTROPHES)
    return _STRETCHED.sub(r"\1", found)


def read_wording(raw: str) -> Wording:
    """Clean a raw text and find its words."""
    text = clean(raw)
    folded = fold(text)
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sentences: list[int] = []
    sentence = 0
    before = 0
    found = list(_WORD.finditer(folded))
    if len(found) > _FIRST_WORDS + _LAST_WORDS:
        found = found[:_FIRST_WORDS] + found[-_LAST_WORDS:]
    for match in found:
        start, end = match.span()
        if before and _STOP.search(folded, before, start):
            sentence += 1
        words.append(word_key(match.group()))
        starts.append(start)
        ends.append(end)
        sentences.append(sentence)
        before = end
    return Wording(text, folded, tuple(words), tuple(starts), tuple(ends), tuple(sentences))
