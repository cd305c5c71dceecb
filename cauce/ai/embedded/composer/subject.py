"""Whom a question about a feature is about: the thing named before the verb, or the one in hand."""

from cauce.ai.embedded.composer.noticing import Seen
from cauce.ai.embedded.composer.specs import asked_specs
from cauce.ai.embedded.search import BusinessIndex
from cauce.ai.embedded.search.terms import Term
from cauce.core.dialogue import Memory

_HAS = frozenset(
    [
        "tiene",
        "trae",
        "viene",
        "incluye",
        "sirve",
        "funciona",
        "does",
        "has",
        "it",
        "tem",
        "vem",
        "vale",
    ]
)
_OF_THE_THING = frozenset(
    ("trae", "viene", "incluye", "lleva", "comes", "come", "includes", "include", "vem", "traz")
)
_HAVING = _OF_THE_THING | {"traen", "vienen", "incluyen", "tiene", "tienen", "has", "have", "tem"}


def subject_of(seen: Seen, memory: Memory, index: BusinessIndex) -> tuple[Term, ...] | None:
    """In "¿la ThinkPad tiene teclado…?" the words before the verb; none for "¿ese trae…?"."""
    words = [term.word for term in seen.terms]
    place = next((at for at, word in enumerate(words) if word in _HAVING), None)
    if place is None or "buy" in seen.flags:
        return None
    before = seen.terms[:place]
    query = index.query(before)
    known = any(index.products.of_thing(thing) for thing in query.things)
    named = [term for term in query.weights if term[0] not in "~?" and not term.isdecimal()]
    if known or any(index.products.names_with(term) for term in named):
        return before
    of_it = words[place] in _OF_THE_THING and bool(memory.focus or len(memory.shown) == 1)
    return () if of_it and not query.things else None


def of_it(seen: Seen, memory: Memory) -> bool:
    """ "¿tiene Netflix?" of the television in hand is not a wish to buy Netflix."""
    words = seen.wording.words
    of_that = not _HAS.isdisjoint(words) or ("it" in words and asks_spec(seen))
    return bool(memory.focus or memory.shown) and of_that


def asks_spec(seen: Seen) -> bool:
    return any(True for _ in asked_specs(tuple(term.word for term in seen.terms)))
