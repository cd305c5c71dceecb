"""The three languages say the same, and everything the pages ask for is there."""

import ast
import inspect
import re
import string
from collections.abc import Iterator
from types import ModuleType
from typing import get_args

import pytest

from cauce import errors
from cauce.ai.embedded.mood import CHURN_POINTS
from cauce.channels._standing import (
    BY_PAGE_NEEDS,
    INSTAGRAM_NEEDS,
    NUMBER_NEEDS,
    PAGE_NEEDS,
)
from cauce.channels.connecting import CONNECTABLE
from cauce.core import labels
from cauce.core.actions import Action
from cauce.core.business import PolicyKind, Weekday
from cauce.core.decisions import AUTONOMIES
from cauce.core.dialogue import SourceKind
from cauce.core.events import CHANNELS, DeliveryStatus, MessageKind
from cauce.core.flow import Group
from cauce.core.people import TEAMS
from cauce.core.permissions import ROLES, SCOPES
from cauce.core.turn import ConversationStatus
from cauce.engine import (
    access,
    accounts,
    api_keys,
    approvals,
    attend,
    autonomy,
    connections,
    contacts,
    dry_turn,
    human_agent,
    inspection,
    meta_app,
    orders,
    outside,
    passwords,
    people,
    rerun,
    staff,
    webhooks,
)
from cauce.engine.files import attaching
from cauce.engine.templates import choosing, registry, sending, standing
from cauce.flows import FLOWS
from cauce.knowledge import editing, undoing
from cauce.web import page, route
from cauce.web import pages as web_pages
from cauce.web.i18n import Words, sentences, ui
from cauce.web.pages import channel_checks
from cauce.web.rendering import FOLDER

HOUSE_PAGES = (
    "approvals",
    "channels",
    "contacts",
    "files",
    "flows",
    "imports",
    "inbox",
    "knowledge",
    "nowhere",
    "settings",
    "templates",
    "webhooks",
    "why",
)
REFUSING = (
    access,
    accounts,
    api_keys,
    approvals,
    attaching,
    attend,
    autonomy,
    connections,
    contacts,
    dry_turn,
    editing,
    human_agent,
    registry,
    sending,
    inspection,
    meta_app,
    orders,
    outside,
    page,
    passwords,
    people,
    rerun,
    route,
    staff,
    undoing,
    webhooks,
    *(getattr(web_pages, name) for name in HOUSE_PAGES),
)
TEMPLATES = tuple(FOLDER.rglob("*.html"))
_ASKED = re.compile(r"\bt\(\s*['\"]([a-z_0-9]+(?:\.[a-z_0-9]+)+)['\"]\s*[,)]")
_COUNTED = re.compile(r"\bt\.many\(\s*['\"]([a-z_0-9.]+)['\"]")
LABELS: dict[str, tuple[str, ...]] = {
    "intent": labels.INTENTS,
    "urgency": labels.URGENCIES,
    "mood": labels.SENTIMENTS,
    "escalation": labels.ESCALATION_REASONS,
    "language": labels.LANGUAGES,
    "channel": CHANNELS,
    "delivery": get_args(DeliveryStatus),
    "kind": tuple(kind for kind in get_args(MessageKind) if kind != "text"),
    "status": get_args(ConversationStatus),
    "role": ROLES,
    "settings": tuple(f"role_{role}" for role in ROLES),
    "scope": SCOPES,
    "keys_page": tuple(f"scope_{scope}" for scope in SCOPES),
    "autonomy": AUTONOMIES,
    "flows.means": AUTONOMIES,
    "flows.group": get_args(Group),
    "team": TEAMS,
    "policy": get_args(PolicyKind),
    "day": get_args(Weekday),
    "source_kind": get_args(SourceKind),
    "alert": ("template_off", "template_category", "template_quality"),
    "template_status": ("APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED", "DELETED"),
    "template_category": ("MARKETING", "UTILITY", "AUTHENTICATION"),
    "template_quality": ("GREEN", "YELLOW", "RED"),
    "action": tuple(kind.__name__ for kind in get_args(Action)),
    "action_status": ("done", "waiting", "asked", "stopped", "rejected", "failed"),
    "verdict": ("go", "wait", "ask", "stop", "none"),
    "points": ("urgency", "authority", "budget", "fit"),
    "priority": ("1", "2", "3", "4", "5"),
    "error": tuple(
        f"{code}.{part}"
        for code in (403, 404, 409, 413, 422, 500, 503)
        for part in ("title", "text")
    ),
    "order_step": ("paid", "cancelled", "reopened"),
    "order_way": ("other", "demo"),
    "done": ("order_paid", "order_cancelled", "order_reopened"),
    "story": (
        *("conversation", "order", "case", "score", "consent", "consent_marketing"),
        *("refusal", "refusal_marketing"),
    ),
    "trigger": tuple(CHURN_POINTS),
    "flows.off": tuple(flow.name for flow in FLOWS if flow.built),
    "today.hello": ("morning", "afternoon", "evening"),
    "permission": (*NUMBER_NEEDS, *PAGE_NEEDS, *INSTAGRAM_NEEDS, *BY_PAGE_NEEDS),
    "number": (*channel_checks.QUALITY, *channel_checks.NAME, *channel_checks.LINE),
    "check": tuple(f"state.{state}" for state in get_args(channel_checks.State)),
    "connect.about": CONNECTABLE,
    "connect.app": CONNECTABLE,
    "connect.hook": CONNECTABLE,
    "connect.token": CONNECTABLE,
    "connect.id": CONNECTABLE,
    "connect.id_text": CONNECTABLE,
    "try_channel": CONNECTABLE,
    "accounts": ("connected", "attention", "off"),
    "channels_page": (
        *("both", "hears", "hears_text", "off", "off_text"),
        *("deaf", "deaf_text", "cut_off", "cut_off_text"),
    ),
    "inbox.empty": ("needs", "mine", "all", "closed"),
    "inbox.empty_text": ("needs", "mine", "all", "closed"),
    "contacts": ("kind_lead", "kind_customer", "sort_recent", "sort_name", "sort_score"),
    "login": ("wrong", "too_many"),
    "menu": ("today", "inbox", "approvals", "contacts", "flows", "knowledge"),
}


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", ["en", "pt"])
def test_a_language_has_the_keys_of_spanish_with_the_same_places(language: str) -> None:
    spanish, other = ui("es"), ui(language)
    assert spanish.keys() == other.keys()
    for key, text in spanish.items():
        assert other[key].strip(), key
        assert _places(text) == _places(other[key]), key


def test_sentences_are_translated_to_both_languages_with_the_same_places() -> None:
    assert sentences("es").keys() == sentences("pt").keys()
    for english, spanish in sentences("es").items():
        assert _places(english) == _places(spanish) == _places(sentences("pt")[english])


def test_every_text_a_template_asks_for_exists() -> None:
    asked = set()
    for path in TEMPLATES:
        text = path.read_text()
        asked |= {(path.name, key) for key in _ASKED.findall(text)}
        for key in _COUNTED.findall(text):
            asked |= {(path.name, f"{key}.one"), (path.name, f"{key}.other")}
    missing = {(name, key) for name, key in asked if key not in ui("es")}
    assert len(asked) > 200
    assert not missing


@pytest.mark.parametrize("group", LABELS)
def test_every_stored_value_has_a_name(group: str) -> None:
    for value in LABELS[group]:
        assert f"{group}.{value}" in ui("es"), f"{group}.{value}"


def test_what_the_pages_may_refuse_is_said_in_the_readers_language() -> None:
    said = {sentence for module in REFUSING for sentence in _refusals(module)}
    assert len(said) > 40
    assert said <= sentences("es").keys()


def test_what_is_told_of_templates_and_late_answers_is_said_in_the_readers_language() -> None:
    constants = {
        value
        for module in (attend, choosing, registry, standing)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and " " in value
    }
    said = {*constants, *choosing._SAID.values(), *sending._SAID.values()}
    assert len(said) > 20
    assert said <= sentences("es").keys()


def _refusals(module: ModuleType) -> Iterator[str]:
    """The plain sentences that this module raises as errors."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            kind, first = getattr(errors, node.func.id, None), node.args[0]
            if isinstance(kind, type) and isinstance(first, ast.Constant):
                yield str(first.value)


def test_every_flow_has_its_title_in_every_language() -> None:
    assert len(FLOWS) == 22
    for flow in FLOWS:
        assert set(flow.titles) == set(flow.does) == set(labels.LANGUAGES)


def test_a_reason_is_told_with_its_figures_in_the_readers_language() -> None:
    english = next(sentence for sentence in sentences("es") if _places(sentence) == {"name"})
    told = Words("es").reason({"sentence": english, "figures": {"name": "Rosa"}})
    assert "Rosa" in told
    assert told != english.format(name="Rosa")
    assert Words("en").reason({"sentence": "a {b}", "figures": {"b": 2}}) == "a 2"


def test_a_reason_whose_figures_are_lost_is_still_told() -> None:
    assert Words("es").reason({"sentence": "score {score}", "figures": {}}) == "score {score}"


def test_a_sign_of_the_mood_is_told_in_words_and_a_quote_stays_as_it_was() -> None:
    figures = {"words": "“product_failure”, “no_answer”"}
    reason = {"sentence": "what shows it: {words}", "figures": figures}
    assert Words("es").reason(reason).endswith("el producto falló, nadie le ha contestado")
    assert Words("pt").reason(reason).endswith("o produto falhou, ninguém respondeu")
    assert Words("en").reason(reason) == "what shows it: the product failed, nobody answered them"
    said = reason | {"figures": {"words": "“no sirve”"}}
    assert Words("es").reason(said).endswith("“no sirve”")
