"""Somebody hurt: how they say it, and what the business itself answers to urgent cases."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cauce.core.business import Faq, Knowledge
from cauce.core.dialogue import Source
from cauce.core.labels import Language
from cauce.core.spelling import plain

_BODY = (
    r"cara|rostro|cachete|mejilla|mandibula|encia\w*|boca|muela\w*|dientes?|cuello|garganta|face|"
    r"cheek|jaw|gums?|mouth|tooth|teeth|neck|throat|rosto|bochecha|gengiva\w*|pescoco"
)
_GAP = r"(?:\W+\w+){0,4}?\W+"
_HURT = re.compile(
    rf"\b(?:{_BODY}){_GAP}(?:hinchad\w*|hinch[oa]\w*|inflamad\w*|inflam[oa]\w*|inchad\w*|inchou|"
    rf"swollen|swelling|swelled)|\b(?:hinch\w+|inflam\w+|inchaco|inchou|swollen|swelling){_GAP}"
    rf"(?:{_BODY})\b|"
    rf"\b(?:sangr\w+|hemorragia|bleed\w*|sangramento){_GAP}(?:no (?:para|se detiene|cede|paraba)|"
    rf"sin parar|nao para|sem parar|wont stop|won't stop|not stop\w*|doesn't stop|nonstop|mucho|"
    rf"muito|a lot)|\b(?:no|nao)(?: me)?(?: deja| dejo| para| paro)? de sangrar|"
    r"\bwon'?t stop bleeding|"
    rf"\bhemorrag\w+|"
    rf"\b(?:cayo|caido|saco|salio|salto|perdi\w*|tumb\w+|avuls\w+|quebr\w+|partio|rompio|arranc\w+|"
    rf"caiu|knocked|lost|broke|broken|chipped){_GAP}(?:un |el |mi |a |the |my |um |o |meu )?"
    rf"(?:dientes?|muelas?|tooth|teeth|dentes?)\b{_GAP}?(?:.{{0,40}}\b(?:golpe|caida|accidente|"
    rf"pelota|blow|fall|fell|accident|ball|batida|queda|acidente)\b)|"
    r"\b(?:golpe|caida|accidente|cayo|golpeo|fell|hit (?:his|her|my|the)|accident|batida|queda|"
    r"caiu|bateu|acidente)\b"
    rf".{{0,40}}\b(?:dientes?|muelas?|tooth|teeth|dentes?)\b|"
    rf"\bknocked[ -]?out (?:\w+ )?(?:tooth|teeth)|\b(?:tooth|teeth)\b.{{0,20}}\bknocked out|"
    rf"\b(?:no puedo|me cuesta|dificultad para|can'?t|cannot|hard to|trouble|nao consigo|"
    rf"dificuldade para) (?:bien )?(?:respir\w+|tragar|breath\w*|swallow\w*|engolir)|"
    rf"\b(?:fiebre|fever|febre)\b.{{0,60}}\b(?:{_BODY}|dolor|pain|dor|hinch\w+|swollen|inchad\w*)|"
    rf"\b(?:{_BODY}|dolor|pain|dor|hinch\w+|swollen|inchad\w*)\b.{{0,60}}\b(?:fiebre|fever|febre)\b|"
    rf"\b(?:absceso|abscess|abscesso|flemon|pus)\b"
)
# "¿Qué hago si se me cae un diente?" asks about a case that has not happened.
_SUPPOSED = re.compile(
    r"^\W*(?:y )?(?:que pasa|que hago|que debo hacer|what if|e se|o que faco) si?\b"
)
_URGENT = re.compile(r"\b(?:urgen\w+|emergenc\w+|dolor fuerte|mucho dolor|in pain|muita dor)\b")
_CALL: dict[Language, str] = {
    "es": "Teléfono: {phone}.",
    "en": "Phone: {phone}.",
    "pt": "Telefone: {phone}.",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """What the business says to do in an urgent case, and the rows that say so."""

    text: str
    sources: tuple[Source, ...]


def is_hurt(text: str) -> bool:
    """Whether a body is hurt or ill in a way that cannot wait."""
    words = plain(text)
    return bool(_HURT.search(words)) and not _SUPPOSED.search(words)


def urgent_advice(knowledge: Knowledge, language: Language) -> Advice | None:
    """The business's own answer to urgent cases with its telephone; None when it has none."""
    found = next(_urgent(knowledge), None)
    if found is None:
        return None
    parts = [found.answers.get(language, found.answer)]
    sources = [Source("faq", found.id)]
    phone = knowledge.profile.contacts.get("phone")
    if phone:
        parts.append(_CALL[language].format(phone=phone))
        sources.append(Source("profile", "profile"))
    return Advice(" ".join(parts), tuple(sources))


def _urgent(knowledge: Knowledge) -> Iterator[Faq]:
    """Answers to people in need first by how plainly their question says so."""
    for faq in knowledge.faqs:
        if _asks_urgently(faq.question, faq.alternatives):
            yield faq


@lru_cache(maxsize=4096)
def _asks_urgently(question: str, alternatives: tuple[str, ...]) -> bool:
    """The business's own questions are the same in every turn; they are read once."""
    return any(_URGENT.search(plain(words)) for words in (question, *alternatives))
