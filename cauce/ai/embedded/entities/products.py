"""What goods or services the customer names, and how many of each."""

import re
from collections.abc import Mapping, Sequence

from cauce.ai.embedded.entities.quantity import Count
from cauce.ai.embedded.lexicon import word_set
from cauce.ai.embedded.phrases import Entry, Hit, PhraseBook
from cauce.ai.embedded.wording import Wording, read_wording
from cauce.core.reading import ItemMention

_MOST_ITEMS = 8
_MOST_EXTRA_WORDS = 3
_ADJECTIVES = re.compile(
    r"(?:negr|blanc|roj|azul|verd|gris|rosad|rosa|amarill|marron|cafe|beige|morad|celeste|dorad|"
    r"platead|"
    r"pequen|grand|chic|median|doble|sencill|individual|matrimonial|inalambric|electric|industrial|"
    r"usad|nuev|gamer|deportiv|automatic|manual|digital|dental|facial|solar|portatil|inteligente|"
    r"escolar|infantil|ergonomic|ortopedic|inoxidable|acrilic|galvanizad|pret|branc|vermelh|azuis|"
    r"sem fio|usb|led|hd|4k|xl|xxl|xs|pro|max|mini|plus|air|slim|ultra)\w{0,3}$"
)
_NOT_OF = word_set("not_of")
# Verbs of wanting and asking, after which the next noun is what is wanted.
_WANTING = re.compile(
    r"\b(?:necesito|necesitamos|quiero|quisiera|busco|buscamos|ando buscando|tienen|tienes|tenes|"
    r"tiene|"
    r"venden|vendes|manejan|trabajan con|compre|comprar|pedi|precio del?|precio de (?:la|las|los)|"
    r"valor del?|cuesta|cuestan|vale|valen|sale|salen|cotizar|cotizacion de|reservar|agendar|"
    r"apartar|"
    r"ocupo|preciso|precisamos|quero|queria|procuro|voces tem|voce tem|tem|vendem|preco d[oae]s?|"
    r"comprei|custa|custam|do you have|do you sell|do you carry|i need|we need|i want|looking for|"
    r"price of|price for|how much is|how much are|how much for|bought|order|interesa|interesan|"
    r"interessad[oa] n[oa]|interested in|a como)\s+"
    r"(?:(?:el|la|los|las|un|una|unos|unas|o|a|os|as|um|uma|the|an|some|any|my|mi|mis|de|algun|"
    r"alguna|"
    r"esa|ese|esos|esas|este|esta|esse|essa|those|this|that|comprar|reservar|agendar|cotizar|hacer|"
    r"pedir|to|buy|order|book|get|of|unas|dos|tres|two|three|duas|dois|"
    r"\d{1,4})\s+)*(?P<noun>[^\W\d_]{4,})"
)  # fmt: skip
_NOT_NOUNS = word_set("not_nouns")


def vocabulary_book(names: Sequence[str]) -> PhraseBook:
    """The caller's own product names, found word for word."""
    spelled = (" ".join(read_wording(name).words) for name in names)
    return PhraseBook(Entry("catalogue", name) for name in spelled if name)


def find_items(
    wording: Wording,
    hits: Mapping[str, tuple[Hit, ...]],
    named: Sequence[Hit],
    counts: Sequence[Count],
) -> tuple[ItemMention, ...]:
    """Catalogue names first, then known goods with what describes them, then wanted nouns."""
    spans = _widest([*((hit.first, hit.last) for hit in named)])
    goods = [(hit.first, _described(wording, hit.last)) for hit in hits.get("product", ())]
    spans = _widest([*spans, *(span for span in goods if not _overlaps(span, spans))])
    for count in counts:
        span = (count.following, _described(wording, count.following))
        known = any(count.following <= first <= count.following + 3 for first, _ in spans)
        if not known and wording.words[count.following] not in _NOT_NOUNS:
            spans.append(span)
    if not spans:
        spans = _wanted(wording)
    spans.sort()
    return tuple(
        ItemMention(wording.verbatim(first, last), _count_before(first, counts))
        for first, last in spans[:_MOST_ITEMS]
    )


def _overlaps(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(span[0] <= last and first <= span[1] for first, last in others)


def _widest(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for span in sorted(set(spans), key=lambda item: (item[0] - item[1], item[0])):
        if not _overlaps(span, kept):
            kept.append(span)
    return kept


def _described(wording: Wording, last: int) -> int:
    """Take in colours, brands, models and "de …" that follow the noun."""
    words = wording.words
    for _ in range(_MOST_EXTRA_WORDS):
        following = last + 1
        if following >= len(words) or wording.sentences[following] != wording.sentences[last]:
            break
        between = wording.text[wording.ends[last] : wording.starts[following]]
        word, written = words[following], wording.verbatim(following, following)
        if between != " ":
            break
        of_what = words[following + 1] if following + 1 < len(words) else ""
        if word == "de" and of_what.isalpha() and len(of_what) > 2 and of_what not in _NOT_OF:
            last = following + 1
        elif (
            _ADJECTIVES.match(word)
            or (written[0].isupper() and not written.isupper())
            or re.fullmatch(r"[a-z]{1,3}\d{1,3}[a-z]?", word)
        ):
            last = following
        else:
            break
    return last


def _count_before(first: int, counts: Sequence[Count]) -> int | None:
    for count in reversed(counts):
        if count.following <= first <= count.following + 3:
            return count.value
    return None


def _wanted(wording: Wording) -> list[tuple[int, int]]:
    for match in _WANTING.finditer(wording.folded):
        noun = match["noun"]
        verb = noun.endswith(("ar", "er", "ir", "ando", "endo", "arme", "erme", "irme", "mente"))
        if noun in _NOT_NOUNS or verb or match.start("noun") not in wording.starts:
            continue
        place = wording.starts.index(match.start("noun"))
        return [(place, _described(wording, place))]
    return []
