"""What a message says it does not want: "que no sea Samsung", "any brand but LG", "no laptop"."""

from collections.abc import Sequence
from typing import NamedTuple

from cauce.ai.embedded.search import BusinessIndex
from cauce.ai.embedded.search.cards import NAME
from cauce.ai.embedded.search.terms import Term, common_words, things
from cauce.core.business import Product
from cauce.core.dialogue import Memory

# After these, any name of a product is refused; after the weak ones only a brand or a kind.
_STRONG = (
    "que no sea", "que no sean", "no quiero", "ya no quiero", "no busco", "no necesito", "no deseo",
    "no me gusta", "no me gustan", "no me interesa", "no me interesan", "no me muestres", "odio",
    "no me ofrezcas", "no confio en", "that is not", "thats not", "that isnt", "that arent",
    "not a", "dont want", "do not want", "dont need", "dont like", "do not like", "hate",
    "anything but", "other than", "que nao seja", "que nao sejam", "nao quero", "nao preciso",
    "nao busco", "nao gosto", "odeio", "nada de", "distinto de", "distinta de", "diferente de",
    "diferente a", "different from", "excepto", "except", "exceto", "salvo", "excluding", "sin ser",
)  # fmt: skip
_WEAK = ("menos", "but not", "pero no", "mas nao", "but", "not", "fuera de", "tirando",
         "sin contar", "quitando", "without", "sin", "sem", "evita", "avoid")  # fmt: skip
_CUES = tuple(
    sorted(
        [(tuple(cue.split()), True) for cue in _STRONG]
        + [(tuple(cue.split()), False) for cue in _WEAK],
        key=lambda cue: -len(cue[0]),
    )
)
_BETWEEN_TEXT = (
    "de del la el los las lo un una unos unas marca marcas brand brands a an the any o os as um "
    "uma uns umas da do ser sea sean be nada ninguna ningun nenhum nenhuma otra another outra ni "
    "nem"
)
_BETWEEN = frozenset(_BETWEEN_TEXT.split())
_OF_ALL = frozenset(("any", "anything", "all", "every", "everything", "nothing"))
_JOINING = frozenset(("ni", "o", "y", "u", "e", "or", "nor", "and", "nem", "ou"))

Run = tuple[str, ...]


class Unwanted(NamedTuple):
    """`kept` is what is left of the message; `runs` are name words no product may have all of."""

    kept: tuple[Term, ...]
    runs: tuple[Run, ...]
    found: bool


def held(memory: Memory) -> tuple[Run, ...]:
    """What was refused earlier in the talk about this kind of thing."""
    return tuple(tuple(run.split()) for run in memory.notes.get("without", "").split(";") if run)


def noted(runs: Sequence[Run]) -> str:
    return ";".join(" ".join(run) for run in runs)


def unwanted_in(terms: tuple[Term, ...], index: BusinessIndex) -> Unwanted:
    gone: set[int] = set()
    runs: list[Run] = []
    brands = index.products.brands
    place = 0
    while place < len(terms):
        cue = _cue_at(terms, place)
        if cue is None:
            place += 1
            continue
        size, strong = cue
        at, refused = place + size, False
        while at < len(terms):
            at = _past(terms, at, _BETWEEN)
            last = _named_until(terms, at, index, brands, strong=strong)
            if last == at:
                break
            run = tuple(t.stem for t in terms[at:last] if not _is_thing(t) or t.stem in brands)
            told = any(not stem.isdecimal() for stem in run)
            if told and _held(run, index):
                runs.append(run)
            gone.update(range(place, last))
            refused, at = True, last
            if at >= len(terms) or terms[at].word not in _JOINING:
                break
            at += 1
        place = at if refused else place + size
    kept = tuple(term for spot, term in enumerate(terms) if spot not in gone)
    return Unwanted(kept, tuple(dict.fromkeys(runs)), bool(gone))


def _cue_at(terms: Sequence[Term], place: int) -> tuple[int, bool] | None:
    for cue, strong in _CUES:
        if tuple(term.word for term in terms[place : place + len(cue)]) != cue:
            continue
        # "any brand but LG" refuses; "but LG is better" does not.
        if cue != ("but",) or _OF_ALL & {term.word for term in terms[:place]}:
            return len(cue), strong
    return None


def _past(terms: Sequence[Term], at: int, words: frozenset[str]) -> int:
    while at < len(terms) and terms[at].word in words:
        at += 1
    return at


def _is_thing(term: Term) -> bool:
    return any(True for _ in things().find((term,)))


def _named_until(
    terms: Sequence[Term], at: int, index: BusinessIndex, brands: frozenset[str], *, strong: bool
) -> int:
    """The place after the name or kind of thing that begins at `at`; `at` itself for none."""
    first = terms[at] if at < len(terms) else None
    if first is None or not (first.stem in brands or _is_thing(first) or strong):
        return at
    while at < len(terms):
        term = terms[at]
        named = term.word not in common_words() and index.products.names_with(term.stem)
        if not (named or _is_thing(term)):
            break
        at += 1
    return at


def _held(run: Run, index: BusinessIndex) -> bool:
    return any(has_all(index, product, run) for product in index.products.products)


def has_all(index: BusinessIndex, product: Product, run: Run) -> bool:
    return all(index.products.strength(stem, product.sku) >= NAME for stem in run)


def refused(index: BusinessIndex, product: Product, runs: Sequence[Run]) -> bool:
    return any(has_all(index, product, run) for run in runs)
