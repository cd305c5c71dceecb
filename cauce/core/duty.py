"""Who of ours takes a conversation, and how to say when people are back at work."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from cauce.core.labels import Intent, Language
from cauce.core.people import Agent, Team
from cauce.core.reading import Reading

# At this mood, and with this risk of losing them, whoever knows how to keep customers takes over.
LOSING_MOOD = -0.6
LOSING_RISK = 70

_SELLING: Final[frozenset[Intent]] = frozenset(
    {"purchase_inquiry", "product_info", "pricing_question", "partnership"}
)
_NEVER = datetime.min.replace(tzinfo=UTC)

TEAM_NAMES: Final[dict[Language, dict[str, str]]] = {
    "es": {"sales": "ventas", "support": "soporte", "retention": "atención al cliente"},
    "en": {"sales": "sales", "support": "support", "retention": "customer care"},
    "pt": {"sales": "vendas", "support": "suporte", "retention": "atendimento ao cliente"},
}
_TODAY: Final[dict[Language, str]] = {"es": "hoy", "en": "today", "pt": "hoje"}
_TOMORROW: Final[dict[Language, str]] = {"es": "mañana", "en": "tomorrow", "pt": "amanhã"}
_LATER: Final[dict[Language, str]] = {
    "es": "dentro de unos días",
    "en": "in a few days",
    "pt": "dentro de alguns dias",
}
_DAYS: Final[dict[Language, tuple[str, ...]]] = {
    "es": (
        "el lunes",
        "el martes",
        "el miércoles",
        "el jueves",
        "el viernes",
        "el sábado",
        "el domingo",
    ),
    "en": (
        "on Monday",
        "on Tuesday",
        "on Wednesday",
        "on Thursday",
        "on Friday",
        "on Saturday",
        "on Sunday",
    ),
    "pt": (
        "na segunda-feira",
        "na terça-feira",
        "na quarta-feira",
        "na quinta-feira",
        "na sexta-feira",
        "no sábado",
        "no domingo",
    ),
}


def losing_customer(reading: Reading) -> bool:
    return reading.mood.score < LOSING_MOOD and reading.mood.churn_risk > LOSING_RISK


def team_for(reading: Reading) -> Team:
    """The team whose matter this is."""
    if losing_customer(reading):
        return "retention"
    return "sales" if reading.intent in _SELLING else "support"


def best_agent(agents: Iterable[Agent], team: str, language: Language) -> Agent | None:
    """On duty and of the team: who speaks the language, then fewest open, then longest idle.

    Somebody of the team without the language is still better than nobody.
    """
    present = [agent for agent in agents if agent.on_duty and team in agent.teams]
    return min(
        present,
        key=lambda agent: (
            language not in agent.languages,
            agent.open_conversations,
            agent.idle_since or _NEVER,
            agent.id,
        ),
        default=None,
    )


def when_back(next_open: datetime, now: datetime, time_zone: str, language: Language) -> str:
    """ "mañana a las 9:00": a moment as people say it, in the business's own time."""
    zone = ZoneInfo(time_zone)
    local = next_open.astimezone(zone)
    days = (local.date() - now.astimezone(zone).date()).days
    if days >= 7:
        # A date so far off may still move; the day itself is told when it is near.
        return _LATER[language]
    near = {0: _TODAY[language], 1: _TOMORROW[language]}
    day = near.get(max(days, 0), _DAYS[language][local.weekday()])
    return f"{day} {_hour(local, language)}"


def _hour(local: datetime, language: Language) -> str:
    clock = f"{local.hour}:{local.minute:02d}"
    if language == "es":
        return f"a la {clock}" if local.hour == 1 else f"a las {clock}"
    if language == "pt":
        return f"à {clock}" if local.hour in (0, 1) else f"às {clock}"
    half = "am" if local.hour < 12 else "pm"
    return f"at {local.hour % 12 or 12}:{local.minute:02d} {half}"
