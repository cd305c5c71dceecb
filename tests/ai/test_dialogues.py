"""Whole dialogues with both demo businesses, in three languages, turn by turn."""

import json
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cauce.ai.embedded.composer import compose
from cauce.core.dialogue import Brief, Customer, Draft, Memory, ReservedOrder, Said
from cauce.core.remembering import memory_from_json, memory_to_json
from cauce.policy.grounding import unsupported
from tests.ai.demo_talks import MONDAY, backing_for, business_of, customer_of, reading_of

FOLDER = Path(__file__).parent / "dialogues"
ROWS = [
    json.loads(line)
    for path in sorted(FOLDER.glob("*.jsonl"))
    for line in path.read_text("utf-8").splitlines()
    if line.strip()
]
# A little over what a phone shows at once; an order's summary may be longer.
MOST_WORDS = 90


@dataclass
class Talk:
    """One dialogue as it goes on; memory passes through JSON as it does in the database."""

    row: Mapping[str, Any]
    memory: Memory = field(default_factory=Memory)
    said: list[Said] = field(default_factory=list)

    def turn(self, turn: Mapping[str, Any]) -> Draft:
        knowledge, index = business_of(self.row["business"])
        customer = customer_of(self.row["business"], self.row.get("customer"))
        now = datetime.fromisoformat(self.row["now"]) if "now" in self.row else MONDAY
        brief = Brief(
            now=now,
            text=turn["says"],
            reading=reading_of(turn, self.row["lang"]),
            memory=self.memory,
            knowledge=knowledge,
            customer=customer,
            history=tuple(self.said),
            reserved=ReservedOrder("ord_1", "T-1", "https://pay.example/T-1"),
        )
        draft = compose(brief, index)
        self.memory = memory_from_json(json.loads(json.dumps(memory_to_json(draft.memory))))
        for sender, text in (("customer", turn["says"]), ("bot", draft.text)):
            number = len(self.said) + 1
            self.said.append(Said(f"s{number}", number, sender, text, now))  # type: ignore[arg-type]
        claims = unsupported(draft.text, backing_for(knowledge, draft, customer))
        assert not claims, (draft.text, [str(one.why) for one in claims])
        return draft


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_dialogue_goes_as_the_owner_would_want(row: Mapping[str, Any]) -> None:
    talk = Talk(row)
    for turn in row["turns"]:
        draft = talk.turn(turn)
        where = f"{turn['says']!r} → [{draft.act}] {draft.text!r}"
        _check_words(turn, draft, where)
        _check_deeds(turn, draft, where)
        _check_shape(draft, where)


def _check_words(turn: Mapping[str, Any], draft: Draft, where: str) -> None:
    text = draft.text.casefold()
    wanted = turn.get("any")
    assert not wanted or any(one.casefold() in text for one in wanted), where
    for one in turn.get("all", ()):
        assert one.casefold() in text, (one, where)
    for one in turn.get("none", ()):
        assert one.casefold() not in text, (one, where)


def _check_deeds(turn: Mapping[str, Any], draft: Draft, where: str) -> None:
    acts = turn.get("act")
    assert acts is None or draft.act in ([acts] if isinstance(acts, str) else acts), where
    assert draft.hand_over == turn.get("hand_over", draft.hand_over), where
    if "unanswered" in turn:
        assert (draft.unanswered is not None) == turn["unanswered"], where
    if "order" not in turn:
        assert draft.order is None, where
        return
    assert draft.order is not None, where
    for name, value in turn["order"].items():
        got = getattr(draft.order, name)
        got = got.amount if name in ("total", "shipping") else got
        assert (got == Decimal(value)) if isinstance(got, Decimal) else (got == value), where


def _check_shape(draft: Draft, where: str) -> None:
    assert len(draft.quick_replies) <= 3, where
    assert all(0 < len(reply.title) <= 20 for reply in draft.quick_replies), where
    if draft.summary is None:
        assert len(draft.text.split()) <= MOST_WORDS, where
    assert "{" not in draft.text, where
    assert "|" not in draft.text, where


def test_there_are_enough_dialogues_in_every_language() -> None:
    assert len(ROWS) >= 40
    assert {row["lang"] for row in ROWS} == {"es", "en", "pt"}
    assert {row["business"] for row in ROWS} == {"electro_istmo", "clinica_sonrisa"}
    assert len({row["id"] for row in ROWS}) == len(ROWS)


def test_an_answer_is_composed_in_a_few_milliseconds() -> None:
    says = [turn for row in ROWS if row["business"] == "electro_istmo" for turn in row["turns"]][
        :60
    ]
    knowledge, index = business_of("electro_istmo")
    spent = []
    for turn in says:
        brief = Brief(
            MONDAY, turn["says"], reading_of(turn, "es"), Memory(), knowledge, Customer("c")
        )
        started = time.process_time()
        compose(brief, index)
        spent.append(time.process_time() - started)
    # About 1 ms where this was written; the bound leaves room for slow machines.
    assert statistics.median(spent) < 0.02
