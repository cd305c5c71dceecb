"""The first words of the chat: who greets, whether people are there, and what can be asked."""

from datetime import datetime
from typing import Any, Final

from cauce.api.chat.widget_words import WORDS
from cauce.core.business import Profile
from cauce.core.duty import when_back
from cauce.core.labels import Language
from cauce.core.opening import opening
from cauce.core.turn import Opening

DEFAULT_COLOUR: Final = "#0f6b5c"
_GREETINGS: Final[dict[Language, dict[str, str]]] = {
    "es": {
        "tú": "¡Hola! Soy {who}, asistente virtual de {business}. ¿En qué te ayudo?",
        "vos": "¡Hola! Soy {who}, asistente virtual de {business}. ¿En qué te ayudo?",
        "usted": "¡Hola! Soy {who}, asistente virtual de {business}. ¿En qué le puedo ayudar?",
    },
    "en": {"": "Hi! I'm {who}, {business}'s virtual assistant. How can I help?"},
    "pt": {"": "Olá! Sou {who}, assistente virtual da {business}. Como posso ajudar?"},
}
_OPEN: Final[dict[Language, str]] = {
    "es": "Abierto ahora",
    "en": "Open now",
    "pt": "Aberto agora",
}
# Nobody is at work: who answers all the same, and when people are back where that is known.
_ASSISTANT: Final[dict[Language, dict[str, str]]] = {
    "es": {
        "tú": "Te responde el asistente",
        "vos": "Te responde el asistente",
        "usted": "Le responde el asistente",
    },
    "en": {"": "The assistant answers"},
    "pt": {"": "O assistente responde"},
}
_BACK: Final[dict[Language, str]] = {
    "es": "el equipo vuelve {when}",
    "en": "the team is back {when}",
    "pt": "a equipe volta {when}",
}
_CLOSED: Final[dict[Language, str]] = {
    "es": "Cerrado ahora",
    "en": "Closed now",
    "pt": "Fechado agora",
}
_STARTERS: Final[dict[Language, dict[str, tuple[tuple[str, str], ...]]]] = {
    "es": {
        "goods": (
            ("Ver productos", "¿Qué productos tienen?"),
            ("Envíos", "¿Hacen envíos?"),
            ("Horario", "¿Cuál es su horario?"),
        ),
        "care": (
            ("Servicios", "¿Qué servicios ofrecen?"),
            ("Horario", "¿Cuál es su horario?"),
            ("Ubicación", "¿Dónde están?"),
        ),
    },
    "en": {
        "goods": (
            ("See products", "What products do you have?"),
            ("Delivery", "Do you deliver?"),
            ("Opening hours", "What are your opening hours?"),
        ),
        "care": (
            ("Services", "What services do you offer?"),
            ("Opening hours", "What are your opening hours?"),
            ("Location", "Where are you?"),
        ),
    },
    "pt": {
        "goods": (
            ("Ver produtos", "Quais produtos vocês têm?"),
            ("Entregas", "Vocês fazem entregas?"),
            ("Horário", "Qual é o horário?"),
        ),
        "care": (
            ("Serviços", "Quais serviços vocês oferecem?"),
            ("Horário", "Qual é o horário?"),
            ("Endereço", "Onde vocês ficam?"),
        ),
    },
}


def welcome(
    profile: Profile,
    chosen: dict[str, Any],
    language: Language,
    now: datetime,
    *,
    answers: bool = True,
) -> dict[str, Any]:
    """What the widget shows before anybody has said anything.

    `answers` is whether the assistant may answer by itself.
    """
    kind = "care" if profile.kind in ("clinic", "services") else "goods"
    return {
        "business": profile.name,
        "assistant": profile.assistant_name,
        "greeting": chosen.get("greeting") or greeting(profile, language),
        "colour": chosen.get("colour") or DEFAULT_COLOUR,
        **speaking(profile, language, now, answers=answers),
        "quick_replies": [
            {"title": title, "says": says} for title, says in _STARTERS[language][kind]
        ],
    }


def speaking(
    profile: Profile, language: Language, now: datetime, *, answers: bool = True
) -> dict[str, Any]:
    """What changes when the conversation goes on in another language."""
    hours = opening(profile, now)
    return {
        "language": language,
        # Clocks are read as in the country of the business, in the chat as in the office.
        "locale": f"{language}-{profile.country}" if profile.country else language,
        "words": WORDS[language],
        "open": hours.open_now,
        "status": _status(profile, hours, language, now, answers=answers),
    }


def greeting(profile: Profile, language: Language) -> str:
    wording = _addressed(profile, _GREETINGS[language])
    return wording.format(who=profile.assistant_name, business=profile.name)


def _addressed(profile: Profile, wordings: dict[str, str]) -> str:
    return wordings.get(profile.address_form) or next(iter(wordings.values()))


def _status(
    profile: Profile, hours: Opening, language: Language, now: datetime, *, answers: bool
) -> str:
    if hours.open_now:
        return _OPEN[language]
    parts = [_addressed(profile, _ASSISTANT[language])] if answers else []
    if hours.next_open is not None:
        when = when_back(hours.next_open, now, profile.time_zone, language)
        parts.append(_BACK[language].format(when=when))
    told = "; ".join(parts) or _CLOSED[language]
    return told[0].upper() + told[1:]
