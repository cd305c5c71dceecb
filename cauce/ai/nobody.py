"""What stands when no mind at all had an opinion."""

from typing import Final

from cauce.core.dialogue import Brief, Draft
from cauce.core.labels import Language
from cauce.core.reading import Mood, Reading, ReadingContext

NOBODY: Final = "nobody"
_SORRY: dict[Language, str] = {
    "es": "Gracias por escribir. Para no dar un dato equivocado, esto lo responde una persona del "
    "equipo por este mismo chat.",
    "en": "Thanks for writing. To avoid telling you something wrong, a person from our team will "
    "answer this here.",
    "pt": "Obrigada por escrever. Para não passar uma informação errada, uma pessoa da equipe "
    "responde por aqui.",
}


def unread(context: ReadingContext) -> Reading:
    """Sure of nothing."""
    return Reading(
        language=context.language_hint or "es",
        intent="general_inquiry",
        intent_confidence=0.0,
        mood=Mood("neutral", 0.0, 0.0),
        engine=NOBODY,
    )


def undrafted(brief: Brief) -> Draft:
    """A person is brought in."""
    return Draft(
        text=_SORRY[brief.reading.language],
        act="escalate",
        confidence=0.0,
        memory=brief.memory,
        language=brief.reading.language,
        hand_over="failed_attempts",
        unanswered=brief.text,
        engine=NOBODY,
    )
