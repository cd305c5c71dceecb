"""Who of ours takes a conversation, and how to say when people are back at work."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from cauce.core.labels import Intent, Language
from cauce.core.people import TEAMS, Agent, Team
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
    """On duty: who fits best, then fewest open, then longest idle.

    A customer is first of all to be understood: whoever speaks the language and is of no team, or
    of another one, goes before a colleague of the team who does not. Without the language, only
    the team itself and those of no team are better than nobody.
    """
    fitting = [
        (fit, agent)
        for agent in agents
        if agent.on_duty and (fit := _fit(agent, team, language)) is not None
    ]
    best = min(
        fitting,
        key=lambda found: (
            found[0],
            found[1].open_conversations,
            found[1].idle_since or _NEVER,
            found[1].id,
        ),
        default=None,
    )
    return best[1] if best else None


def who_takes(
    agents: Sequence[Agent], team: str, language: Language, owner_id: str | None
) -> Agent | None:
    """Whoever has the conversation already keeps it, if they are there, unless they do not speak
    the language and somebody who is there does."""
    best = best_agent(agents, team, language)
    owner = next((one for one in agents if one.on_duty and one.id == owner_id), None)
    if owner is None:
        return best
    understood = best is not None and language in best.languages
    return best if understood and language not in owner.languages else owner


def team_of(agent: Agent, wanted: Team) -> Team | None:
    """The team somebody stands for: the wanted one if they are in it, else their own, if any."""
    return wanted if wanted in agent.teams else next((t for t in TEAMS if t in agent.teams), None)


def _fit(agent: Agent, team: str, language: Language) -> int | None:
    """0 fits best; None does not fit."""
    speaks, ours, free = language in agent.languages, team in agent.teams, not agent.teams
    if speaks:
        return 0 if ours else 1 if free else 2
    return 3 if ours else 4 if free else None


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
