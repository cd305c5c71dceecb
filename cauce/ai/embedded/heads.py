"""The questions a trained reader answers about a message, and how a score becomes a probability."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from cauce.ai.embedded.features import Floats
from cauce.core.labels import (
    ATTACKS,
    BUYING_SIGNALS,
    COMMENT_TYPES,
    EMOTIONS,
    INTENTS,
    LANGUAGES,
    OBJECTIONS,
    SENTIMENTS,
    URGENCIES,
)

# choice: exactly one holds; flags: each holds or not by itself; amounts: numbers.
HeadKind = Literal["choice", "flags", "amounts"]
OPT_OUTS = ("no", "partial", "yes")
CLOSURES = ("confirmed", "not", "unclear")
LEAD_CRITERIA = ("urgency", "authority", "budget", "fit")


@dataclass(frozen=True, slots=True)
class HeadPlan:
    """A question: its name, what can be answered, and the table it is learnt from."""

    name: str
    kind: HeadKind
    labels: tuple[str, ...]
    table: str


HEADS: tuple[HeadPlan, ...] = (
    HeadPlan("language", "choice", LANGUAGES, "messages"),
    HeadPlan("intent", "choice", INTENTS, "messages"),
    HeadPlan("mention", "flags", INTENTS, "messages"),
    HeadPlan("sentiment", "choice", SENTIMENTS, "mood"),
    HeadPlan("score", "amounts", ("score",), "mood"),
    HeadPlan("urgency", "choice", URGENCIES, "messages"),
    HeadPlan("emotions", "flags", EMOTIONS, "messages"),
    HeadPlan("objections", "flags", OBJECTIONS, "messages"),
    HeadPlan("signals", "flags", BUYING_SIGNALS, "messages"),
    HeadPlan("is_lead", "flags", ("lead",), "messages"),
    HeadPlan("lead", "amounts", LEAD_CRITERIA, "leads"),
    HeadPlan("asks", "flags", ("person", "legal"), "asks"),
    HeadPlan("opt_out", "choice", OPT_OUTS, "optout"),
    HeadPlan("attack", "flags", ("attack",), "injection"),
    HeadPlan("attack_kind", "choice", ATTACKS, "attacks"),
    HeadPlan("comment", "choice", COMMENT_TYPES, "comments"),
    HeadPlan("needs_dm", "flags", ("needs_dm",), "private"),
)
CLOSURE_HEADS: tuple[HeadPlan, ...] = (HeadPlan("closure", "choice", CLOSURES, "closure"),)


@dataclass(frozen=True, slots=True)
class Head:
    """A trained question: which columns hold its scores and how they are calibrated."""

    plan: HeadPlan
    first: int
    mix: Floats
    offset: Floats
    cut: Floats

    def judge(self, scores: Floats) -> Floats:
        """Probabilities per label (choice, flags) or values (amounts)."""
        own = scores[self.first : self.first + len(self.plan.labels)]
        mixed = own @ self.mix + self.offset
        if self.plan.kind == "amounts":
            return np.asarray(mixed, np.float32)
        if self.plan.kind == "flags":
            return np.asarray(1.0 / (1.0 + np.exp(-mixed)), np.float32)
        raised = np.exp(mixed - mixed.max())
        return np.asarray(raised / raised.sum(), np.float32)


@dataclass(frozen=True, slots=True)
class Judgement:
    """All answers about one message."""

    answers: Mapping[str, Floats]
    heads: Mapping[str, Head]

    def best(self, name: str) -> tuple[str, float]:
        """The most probable label of a choice."""
        answer = self.answers[name]
        place = int(answer.argmax())
        return self.heads[name].plan.labels[place], float(answer[place])

    def chance(self, name: str, label: str) -> float:
        return float(self.answers[name][self.heads[name].plan.labels.index(label)])

    def needed(self, name: str, label: str) -> float:
        """The probability from which a flag holds."""
        head = self.heads[name]
        return float(head.cut[head.plan.labels.index(label)])

    def held(self, name: str) -> dict[str, float]:
        """The flags that hold, with their probabilities."""
        head = self.heads[name]
        return {
            label: float(chance)
            for label, chance, cut in zip(
                head.plan.labels, self.answers[name], head.cut, strict=True
            )
            if chance >= cut
        }

    def values(self, name: str) -> dict[str, float]:
        answer = self.answers[name]
        return dict(zip(self.heads[name].plan.labels, map(float, answer), strict=True))
