"""Templates with what every page may use: everything is escaped, and nothing may be missing."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cauce.core.events import CHANNELS
from cauce.core.files import SHOWN
from cauce.core.labels import LANGUAGES
from cauce.web import assets, naming
from cauce.web.excerpt import excerpt, reached_at

FOLDER = Path(__file__).parent / "templates"
_HOT, _WARM = 80, 50
_CRITERIA = ("urgency", "authority", "budget", "fit")
# Below and above these a mood (−1..1) is shown as bad or good.
_BAD_MOOD, _GOOD_MOOD = -0.25, 0.25


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "asset": assets.address,
        "languages": LANGUAGES,
        "channels": CHANNELS,
        "initials": initials,
        "heat": heat,
        "mood_word": mood_word,
        "hue": hue,
        "in_order": in_order,
        "playable": SHOWN.__contains__,
        "excerpt": excerpt,
        "reached_at": reached_at,
        "called": naming.called,
        "person": naming.person,
        "person_of_line": naming.person_of_line,
    }
    return made


def rendered(template: str, /, **context: Any) -> str:
    return environment().get_template(template).render(**context)


def initials(name: str | None) -> str:
    """Two letters for a face we have no picture of."""
    words = [word for word in (name or "").split() if word[0].isalpha()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def hue(key: str) -> int:
    """One of six quiet colours, always the same for the same person."""
    return sum(key.encode()) % 6


def in_order(points: Mapping[str, int]) -> list[tuple[str, int]]:
    """A score's points as they are always told: the four criteria, then anything else."""
    known = [(name, points[name]) for name in _CRITERIA if name in points]
    return known + [(name, got) for name, got in points.items() if name not in _CRITERIA]


def heat(score: int | None) -> str:
    """hot, warm or cold; "" when there is no score."""
    if score is None:
        return ""
    return "hot" if score >= _HOT else "warm" if score >= _WARM else "cold"


def mood_word(score: float | None) -> str:
    """negative, neutral or positive; "" when nothing is known."""
    if score is None:
        return ""
    return "negative" if score < _BAD_MOOD else "positive" if score > _GOOD_MOOD else "neutral"
