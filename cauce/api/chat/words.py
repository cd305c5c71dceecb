"""The first words of the chat: who greets, whether people are there, and what can be asked."""

from datetime import datetime
from typing import Any, Final

from cauce.api.chat.widget_words import WORDS
from cauce.core.business import Profile
from cauce.core.duty import when_back
from cauce.core.labels import Language
from cauce.core.opening import opening

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
_CLOSED: Final[dict[Language, tuple[str, str]]] = {
    "es": ("Cerrado ahora", "Cerrado · abre {when}"),
    "en": ("Closed now", "Closed · opens {when}"),
    "pt": ("Fechado agora", "Fechado · abre {when}"),
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
    profile: Profile, chosen: dict[str, Any], language: Language, now: datetime
) -> dict[str, Any]:
    """What the widget shows before anybody has said anything."""
    hours = opening(profile, now)
    kind = "care" if profile.kind in ("clinic", "services") else "goods"
    return {
        "business": profile.name,
        "assistant": profile.assistant_name,
        "language": language,
        "greeting": chosen.get("greeting") or greeting(profile, language),
        "words": WORDS[language],
        "colour": chosen.get("colour") or DEFAULT_COLOUR,
        "open": hours.open_now,
        "status": _status(profile, hours.open_now, hours.next_open, language, now),
        "quick_replies": [
            {"title": title, "says": says} for title, says in _STARTERS[language][kind]
        ],
    }


def greeting(profile: Profile, language: Language) -> str:
    wordings = _GREETINGS[language]
    wording = wordings.get(profile.address_form) or next(iter(wordings.values()))
    return wording.format(who=profile.assistant_name, business=profile.name)


def _status(
    profile: Profile, is_open: bool, opens: datetime | None, language: Language, now: datetime
) -> str:
    if is_open:
        return _OPEN[language]
    closed, until = _CLOSED[language]
    if opens is None:
        return closed
    return until.format(when=when_back(opens, now, profile.time_zone, language))
