"""Questions the business answered itself: its own words, in the customer's language."""

import re

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.search import AnswerHit
from cauce.ai.embedded.search.terms import matters
from cauce.core.business import Faq, Policy
from cauce.core.duty import when_back
from cauce.core.labels import Language
from cauce.core.spelling import plain
from cauce.core.urgent_advice import closed_till, for_another_day, promises_today

# Scores at which a question is surely, or probably enough, the one that was asked.
SURE = 0.72
LIKELY = 0.56
_WORDS = 60
_YES = re.compile(r"^(?:s[ií]|yes|sim)\b[\s,.:;!]*", re.IGNORECASE)
_BY_DEBIT = re.compile(
    r"\b(?:debito|debit|efectivo|cash|dinheiro|transferencia|transfer|yappy|ach)\b"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def clipped(text: str, words: int = _WORDS) -> str:
    """Whole sentences of a text up to so many words; at least its first sentence."""
    kept: list[str] = []
    count = 0
    for sentence in _SENTENCE.split(text.strip()):
        count += len(sentence.split())
        if kept and count > words:
            break
        kept.append(sentence)
    return " ".join(kept)


def words_of(row: Faq | Policy, language: Language) -> str:
    if isinstance(row, Faq):
        return row.answers.get(language, row.answer)
    return row.texts.get(language, row.text)


def best(scene: Scene, least: float) -> AnswerHit | None:
    hits = scene.seen.answers
    return hits[0] if hits and hits[0].score >= least else None


def tell(scene: Scene, out: Answer, row: Faq | Policy) -> None:
    topic = row.topic if isinstance(row, Faq) else row.kind
    out.did("answer", topic)
    out.cite(row)
    text = _still_true(scene, out, words_of(row, scene.language))
    out.add(clipped(_without_yes(scene, row, text)))


def _without_yes(scene: Scene, row: Faq | Policy, text: str) -> str:
    """The yes to instalments by credit card is no answer to "¿cuotas con débito?"."""
    asked = row.question if isinstance(row, Faq) else row.title
    by_debit = _BY_DEBIT.search(scene.seen.wording.folded) is not None
    if not by_debit or "in_instalments" not in matters().meanings(asked):
        return text
    bare = _YES.sub("", text)
    return bare[:1].upper() + bare[1:]


def _still_true(scene: Scene, out: Answer, text: str) -> str:
    """ "Lo atendemos el mismo día" is no answer on a day that is over, or a Sunday."""
    back = closed_till(scene.profile, scene.brief.now)
    soon = scene.asks("today", "now") or "in_pain" in matters().meanings(scene.seen.text)
    if back is None or not promises_today(text) or not soon:
        return text
    out.cite_profile()
    when = when_back(back, scene.brief.now, scene.profile.time_zone, scene.language)
    out.say("hours.closed_till", when=when)
    return for_another_day(text)


def answer_question(scene: Scene, out: Answer, least: float) -> bool:
    hit = best(scene, least)
    if hit is None:
        return False
    tell(scene, out, hit.row)
    out.confidence = min(out.confidence, 0.5 + hit.score / 2)
    return True


def tell_in_place(scene: Scene, out: Answer, row: Faq | Policy) -> None:
    """As `tell`; where the answer names other cities than the customer's, that is said first."""
    city = scene.seen.city
    text = plain(words_of(row, scene.language))
    listed = [rate.city for rate in scene.profile.shipping if plain(rate.city) in text]
    if city is not None and listed and plain(city) not in text:
        out.say("faq.other_cities", city=city)
    tell(scene, out, row)
