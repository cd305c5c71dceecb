"""What a message says to the dialogue: the topics it asks, and the facts it gives."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cauce.ai.embedded.composer.how_many import (
    lot_words,
    names_model,
    people_in,
    quantity_in,
)
from cauce.ai.embedded.composer.told import (
    budget_in,
    city_in,
    code_in,
    only_number,
)
from cauce.ai.embedded.composer.unwanted import Run, Unwanted, held, unwanted_in
from cauce.ai.embedded.lexicon import parse_lexicon
from cauce.ai.embedded.phrases import Hit, PhraseBook
from cauce.ai.embedded.search import AnswerHit, BusinessIndex
from cauce.ai.embedded.search.terms import Term, common_words, terms_of, uses
from cauce.ai.embedded.wording import Wording, fold, read_wording
from cauce.core.dialogue import Brief
from cauce.core.money import Money

_CLAUSES = re.compile(r"[.?!;\n]+|,?\s+(?:y|e|and|tambien|también|also|além)\s+|,\s+")
_ASKING = re.compile(
    r"^\W*(?:(?:hola|buenas|buenos dias|y|e|and|hi|hello|ola|oi|oye|disculpa|perdon)\W+)*"
    r"(?:cuant[oa]s?|cual(?:es)?|como(?! no)|donde|cuando|quien|how|what|which|when|where|who|"
    r"do you|is there|are you|quant[oa]s?|qual|quais|onde|quando|quem)\b"
)
_SUM = re.compile(r"\d\s*[+*/x÷]\s*\d")
_JOINING = frozenset({"y", "and", "e", "tambien", "also", "mas", "plus", "o"})
_NEAR = 7
_PERSONS = frozenset({"persona", "personas", "pessoas", "people", "adultos", "adults"})
_BEFORE_YES = frozenset({"ok", "okey", "pues", "ah", "bueno", "listo", "muy", "que", "oh", "well"})


@dataclass(frozen=True, slots=True)
class Seen:
    """`flags` are sections of `asks.txt`, `topics` the same in the order they appear."""

    text: str
    wording: Wording
    terms: tuple[Term, ...]
    flags: frozenset[str]
    topics: tuple[str, ...]
    answers: tuple[AnswerHit, ...]
    uses: tuple[str, ...]
    budget: Money | None
    quantity: int | None
    city: str | None
    code: str | None
    yes: bool
    no: bool
    question: bool
    parts: int
    without: tuple[Run, ...] = ()
    refuses: bool = False
    people: int | None = None

    @property
    def short(self) -> bool:
        return len(self.wording.words) <= 4


@cache
def _book() -> PhraseBook:
    text = (files("cauce.ai.embedded.composer") / "asks.txt").read_text("utf-8")
    return PhraseBook(parse_lexicon(text))


def notice(brief: Brief, index: BusinessIndex) -> Seen:
    """Reads the message once for everything the composer's modules need to know of it."""
    wording, terms, unwanted = _wanted(brief, index)
    people = people_in(wording)
    if people is not None:
        # "para 2 personas, una lavadora": what follows is the thing, not what it is for.
        terms = tuple(term._replace(aside=False) for term in terms if term.word not in _PERSONS)
    hits = _book().find(wording)
    first: dict[str, int] = {}
    for hit in hits:
        first.setdefault(hit.section, hit.first)
    if {"price", "quote"} & first.keys():
        terms = _priced_for(terms)
    if "price" in first and _not_of_goods(hits, wording):
        del first["price"]
    topics = tuple(sorted(first, key=lambda section: first[section]))
    question = "?" in brief.text or bool(_ASKING.match(wording.folded))
    budget, taken = budget_in(brief, wording)
    quantity = _counted(brief, wording, taken, index)
    counted = {str(quantity), *lot_words(wording.words)} if quantity is not None else set()
    return Seen(
        text=brief.text,
        wording=wording,
        terms=tuple(term for term in terms if term.word not in taken | counted),
        flags=frozenset(topics),
        topics=topics,
        answers=_answers(brief.text, index, city_in(brief, wording)),
        uses=uses().meanings(wording.text if unwanted.found else brief.text),
        budget=budget,
        quantity=quantity,
        city=city_in(brief, wording),
        code=code_in(brief.knowledge.profile, wording.words),
        yes=_agrees(first, wording, question=question),
        no=not unwanted.found and _declines(first),
        question=question,
        parts=sum(len(part.split()) > 1 for part in _CLAUSES.split(brief.text)),
        without=tuple(dict.fromkeys((*held(brief.memory), *unwanted.runs))),
        refuses=unwanted.found,
        people=people,
    )


def _wanted(brief: Brief, index: BusinessIndex) -> tuple[Wording, tuple[Term, ...], Unwanted]:
    """The message without what it refuses, which is neither asked for nor liked."""
    wording = read_wording(brief.text)
    terms = terms_of(wording.text)
    if brief.memory.stage in ("ordering", "confirming"):
        return wording, terms, Unwanted(terms, (), found=False)
    unwanted = unwanted_in(terms, index)
    if unwanted.found:
        wording = read_wording(" ".join(term.word for term in unwanted.kept))
    return wording, unwanted.kept, unwanted


def _counted(
    brief: Brief, wording: Wording, taken: frozenset[str], index: BusinessIndex
) -> int | None:
    quantity = None if taken and only_number(wording) else quantity_in(brief, wording, taken)
    named = quantity is not None and names_model(quantity, wording.words, index)
    return None if named else quantity


def _declines(first: Mapping[str, int]) -> bool:
    return first.get("no", 99) <= 1 and first.get("yes", 99) > first.get("no", 99)


def _priced_for(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """In "cotización para 12 laptops" the laptops are the thing, not what it is for."""
    before = [term for term in terms if not term.aside]
    if any(term.word not in common_words() and not term.word.isdecimal() for term in before):
        return terms
    return tuple(term._replace(aside=False) for term in terms)


def _agrees(first: dict[str, int], wording: Wording, *, question: bool) -> bool:
    """A yes opens the message; "y si pago con tarjeta…?" is no yes."""
    place = first.get("yes", 99)
    opens = place == 0 or (place == 1 and wording.words[0] in _BEFORE_YES)
    asks = question and len(wording.words) > 3
    return opens and not asks and first.get("no", 99) > place


def _not_of_goods(hits: Sequence[Hit], wording: Wording) -> bool:
    """ "¿cuánto sale el envío?" asks what delivery costs; "2+2" asks nothing of ours."""
    if _SUM.search(wording.folded):
        return True
    prices = [hit for hit in hits if hit.section == "price"]
    sendings = [hit for hit in hits if hit.section in ("shipping", "shipping_time")]
    for price in prices:
        for sending in sendings:
            first = min(price.last, sending.last)
            last = max(price.first, sending.first)
            between = wording.words[first + 1 : last]
            if not _JOINING & set(between) and len(between) <= _NEAR:
                return True
    return False


def _answers(text: str, index: BusinessIndex, city: str | None) -> tuple[AnswerHit, ...]:
    """The questions asked by the whole message and by each of its clauses, best first."""
    parts = [text, *(part for part in _CLAUSES.split(text) if len(part.split()) >= 2)]
    if city is not None:
        # "¿instalan en David?" asks about installing; the answer says where.
        parts.insert(1, re.sub(rf"\b{re.escape(fold(city))}\b", " ", fold(text)))
    best: dict[str, AnswerHit] = {}
    for part in dict.fromkeys(parts[:6]):
        for hit in index.find_answers(part):
            if hit.row.id not in best or hit.score > best[hit.row.id].score:
                best[hit.row.id] = hit
    return tuple(sorted(best.values(), key=lambda hit: -hit.score)[:6])
