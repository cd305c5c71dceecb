"""Which corpus rows teach which questions, and what the right answers are."""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from cauce.ai.embedded.corpus import (
    ATTACK_FILES,
    OPT_OUT_FILES,
    Row,
    corpus_rows,
    message_rows,
    rows_of_files,
)
from cauce.ai.embedded.features import Floats
from cauce.ai.embedded.heads import HeadPlan

# Ordinary messages that also serve as counter-examples to opt-outs and demands.
_COUNTER_EXAMPLE_SHARE = 3


@dataclass(frozen=True)
class Table:
    """Rows to learn from, as places in the list of all texts."""

    rows: tuple[Row, ...]
    places: tuple[int, ...]


def _sampled(row: Row) -> bool:
    return zlib.crc32(row["text"].encode()) % _COUNTER_EXAMPLE_SHARE == 0


# Praise and complaints under a post teach the mood as well; the other comments say too little.
_COMMENT_SCORES = {"praise": 0.75, "complaint": -0.6, "question": 0.0}
_LIKES, _DISLIKES = 0.5, -0.4

Keep = Callable[[Row], bool]


def every_row(_row: Row) -> bool:
    return True


def build_tables(keep: Keep = every_row) -> tuple[tuple[Row, ...], dict[str, Table]]:
    """All rows once, and for each table the ones it uses; `keep` holds rows back for measuring."""
    messages = kept_rows(message_rows(), keep)
    comments = kept_rows(corpus_rows("comments"), keep)
    injection = kept_rows(rows_of_files(ATTACK_FILES), keep)
    escalation = kept_rows(corpus_rows("escalation"), keep)
    optout = kept_rows(rows_of_files(OPT_OUT_FILES), keep)
    everything = (*messages, *comments, *injection, *escalation, *optout)
    table_rows: dict[str, Sequence[Row]] = {
        "messages": messages,
        "asks": [*(r for r in messages if _asks(r) or _sampled(r)), *escalation],
        "optout": [*(r for r in messages if r.get("opt_out") or _sampled(r)), *optout],
        "injection": [*injection, *messages],
        "attacks": [row for row in injection if row.get("attack")],
        "mood": [*messages, *(r for r in comments if r["type"] in _COMMENT_SCORES)],
        "leads": [row for row in messages if "lead" in row],
        "comments": [*comments, *(row for row in messages if _comment_like(row))],
        "private": comments,
    }
    place_of = {id(row): place for place, row in enumerate(everything)}
    tables = {
        name: Table(tuple(rows), tuple(place_of[id(row)] for row in rows))
        for name, rows in table_rows.items()
    }
    return everything, tables


def kept_rows(rows: Sequence[Row], keep: Keep) -> tuple[Row, ...]:
    return tuple(row for row in rows if keep(row))


def _asks(row: Row) -> bool:
    return bool(row.get("wants_human") or row.get("legal"))


def _one_of(plan: HeadPlan, label: str) -> list[float]:
    return [1.0 if label == known else -1.0 for known in plan.labels]


def _any_of(plan: HeadPlan, labels: Sequence[str]) -> list[float]:
    return [1.0 if known in labels else -1.0 for known in plan.labels]


def sentiment_label(score: float) -> str:
    """The corpus states a score; the label follows from it."""
    return "negative" if score < -0.2 else "positive" if score > 0.2 else "neutral"


def opt_out_label(value: object) -> str:
    return "partial" if value == "partial" else "yes" if value else "no"


def _mood_score(row: Row) -> float:
    return float(row["sentiment"] if "sentiment" in row else _COMMENT_SCORES[row["type"]])


def _comment_like(row: Row) -> str | None:
    """Messages that could stand under a post as well, and the type they would have there."""
    intent, score = row["intent"], row["sentiment"]
    if intent == "spam":
        return "spam"
    if intent == "complaint" and score < _DISLIKES:
        return "complaint"
    if intent in ("pricing_question", "product_info") and abs(score) <= 0.2:
        return "question"
    return "praise" if intent == "general_inquiry" and score > _LIKES else None


def _comment_type(row: Row) -> str:
    return str(row.get("type") or _comment_like(row))


def _person_or_legal(row: Row) -> list[str]:
    reason = row.get("reason")
    asks = ["person"] if row.get("wants_human") or reason == "customer_request" else []
    return [*asks, *(["legal"] if row.get("legal") or reason == "legal" else [])]


def _lead_points(row: Row) -> list[float]:
    lead = row.get("lead", {})
    return [float(lead.get(name, 0)) / 30.0 for name in ("urgency", "authority", "budget", "fit")]


_ANSWERS: dict[str, Callable[[HeadPlan, Row], list[float]]] = {
    "language": lambda plan, row: _one_of(plan, row["lang"]),
    "intent": lambda plan, row: _one_of(plan, row["intent"]),
    "mention": lambda plan, row: _any_of(plan, [row["intent"], *row.get("secondary", ())]),
    "sentiment": lambda plan, row: _one_of(plan, sentiment_label(_mood_score(row))),
    "score": lambda _, row: [_mood_score(row)],
    "urgency": lambda plan, row: _one_of(plan, row.get("urgency", "low")),
    "emotions": lambda plan, row: _any_of(plan, row.get("emotions", ())),
    "objections": lambda plan, row: _any_of(plan, row.get("objections", ())),
    "signals": lambda plan, row: _any_of(plan, row.get("buying_signals", ())),
    "is_lead": lambda _, row: [1.0 if "lead" in row else -1.0],
    "lead": lambda _, row: _lead_points(row),
    "asks": lambda plan, row: _any_of(plan, _person_or_legal(row)),
    "opt_out": lambda plan, row: _one_of(plan, opt_out_label(row.get("opt_out"))),
    "attack": lambda _, row: [1.0 if row.get("attack") else -1.0],
    "attack_kind": lambda plan, row: _one_of(plan, row["attack"]),
    "comment": lambda plan, row: _one_of(plan, _comment_type(row)),
    "needs_dm": lambda _, row: [1.0 if row.get("needs_dm") else -1.0],
    "closure": lambda plan, row: _one_of(plan, row["closure"]),
}


def right_answers(plan: HeadPlan, rows: Sequence[Row]) -> Floats:
    """Rows by labels: 1 and -1, or the amounts."""
    answer = _ANSWERS[plan.name]
    return np.asarray([answer(plan, row) for row in rows], np.float32)
