"""What the business itself answers to urgent cases, at the hour it is now."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from cauce.core.business import Faq, Knowledge, Profile
from cauce.core.dialogue import Source
from cauce.core.duty import when_back
from cauce.core.first_aid import Advice
from cauce.core.labels import Language
from cauce.core.opening import opening
from cauce.core.spelling import plain

_URGENT = re.compile(r"\b(?:urgen\w+|emergenc\w+|dolor fuerte|mucho dolor|in pain|muita dor)\b")
_CALL: dict[Language, str] = {
    "es": "Teléfono: {phone}.",
    "en": "Phone: {phone}.",
    "pt": "Telefone: {phone}.",
}
_CLOSED: dict[Language, str] = {
    "es": "A esta hora estamos cerrados; abrimos {when}.",
    "en": "We are closed now; we open {when}.",
    "pt": "Agora estamos fechados; abrimos {when}.",
}
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_HOSPITAL = re.compile(
    r"\b(?:hospital\w*|urgencias|emergency room|pronto[- ]socorro|911|123|192)\b"
)
_SAME_DAY = re.compile(
    r"\b(?:mismo dia|hoy|primer espacio|same day|today|first (?:slot|opening|space|gap)|mesmo dia|"
    r"hoje|primeiro (?:espaco|horario))\b"
)


def urgent_advice(
    knowledge: Knowledge, language: Language, now: datetime | None = None
) -> Advice | None:
    """The business's own answer to urgent cases with its telephone; None when it has none.

    Where it does not open any more on the day of `now`, that and the hospital come first, and
    nothing is promised for the same day.
    """
    found = next(_urgent(knowledge), None)
    if found is None:
        return None
    text = found.answers.get(language, found.answer)
    back = closed_till(knowledge.profile, now) if now is not None else None
    if now is not None and back is not None:
        when = when_back(back, now, knowledge.profile.time_zone, language)
        text = f"{_CLOSED[language].format(when=when)} {for_another_day(text)}"
    parts = [text]
    sources = [Source("faq", found.id)]
    phone = knowledge.profile.contacts.get("phone")
    if phone:
        parts.append(_CALL[language].format(phone=phone))
        sources.append(Source("profile", "profile"))
    return Advice(" ".join(parts), tuple(sources))


def closed_till(profile: Profile, now: datetime) -> datetime | None:
    """When it opens again, if that is not on the day of `now` any more."""
    state = opening(profile, now)
    if state.open_now or state.next_open is None:
        return None
    zone = ZoneInfo(profile.time_zone)
    later = state.next_open.astimezone(zone).date() > now.astimezone(zone).date()
    return state.next_open if later else None


def promises_today(text: str) -> bool:
    return _SAME_DAY.search(plain(text)) is not None


def for_another_day(text: str) -> str:
    """The same answer with the hospital first, and without what is promised for today."""
    sentences = [one for one in _SENTENCE.split(text.strip()) if one]
    hospital = [one for one in sentences if _HOSPITAL.search(plain(one))]
    rest = [one for one in sentences if one not in hospital and not promises_today(one)]
    return " ".join([*hospital, *rest])


def _urgent(knowledge: Knowledge) -> Iterator[Faq]:
    """Answers to people in need first by how plainly their question says so."""
    for faq in knowledge.faqs:
        if _asks_urgently(faq.question, faq.alternatives):
            yield faq


@lru_cache(maxsize=4096)
def _asks_urgently(question: str, alternatives: tuple[str, ...]) -> bool:
    """The business's own questions are the same in every turn; they are read once."""
    return any(_URGENT.search(plain(words)) for words in (question, *alternatives))
