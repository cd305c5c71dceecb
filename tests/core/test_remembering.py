"""A dialogue's memory survives the database, and older or broken shapes are read kindly."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.core.dialogue import Memory, OrderLine
from cauce.core.money import Money
from cauce.core.remembering import memory_from_json, memory_to_json

_WORDS = st.lists(st.text(max_size=12), max_size=4).map(tuple)
_MEMORIES = st.builds(
    Memory,
    stage=st.sampled_from(["none", "exploring", "offered", "ordering", "confirming", "ordered"]),
    category=st.none() | st.text(max_size=12),
    words=_WORDS,
    shown=_WORDS,
    focus=st.none() | st.text(max_size=12),
    budget=st.none()
    | st.builds(Money, st.decimals(0, 10**9, places=2), st.sampled_from(["USD", "COP", "BRL"])),
    city=st.none() | st.text(max_size=12),
    quantity=st.none() | st.integers(1, 1000),
    lines=st.lists(st.builds(OrderLine, st.text(max_size=8), st.integers(1, 99)), max_size=3).map(
        tuple
    ),
    delivery=st.sampled_from([None, "ship", "pickup"]),
    declined=st.integers(0, 5),
    uses=_WORDS,
    pending=st.none() | st.text(max_size=12),
    greeted=st.booleans(),
    notes=st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3),
)


@given(_MEMORIES)
def test_what_is_remembered_comes_back_the_same(memory: Memory) -> None:
    assert memory_from_json(json.loads(json.dumps(memory_to_json(memory)))) == memory


def test_every_field_of_the_memory_is_kept() -> None:
    assert set(memory_to_json(Memory())) == set(Memory.__dataclass_fields__)


@pytest.mark.parametrize(
    "kept",
    [
        None,
        [],
        "x",
        {},
        {"stage": "dancing", "lines": "no", "budget": 7, "quantity": -1, "notes": [1]},
        {"lines": [{"sku": 5}, 3], "declined": True, "words": {"a": 1}, "delivery": "drone"},
        {"budget": {"amount": "NaN", "currency": "USD"}},
        {"budget": {"amount": "much", "currency": "USD"}},
    ],
)
def test_what_cannot_be_read_is_left_at_its_beginning(kept: Any) -> None:
    assert memory_from_json(kept) == Memory()


def test_an_older_memory_keeps_what_it_knew() -> None:
    read = memory_from_json({"stage": "offered", "lines": [{"sku": "A"}], "gone": 1})
    assert read == Memory(stage="offered", lines=(OrderLine("A", 1),))


def test_no_cent_of_a_budget_is_lost() -> None:
    memory = Memory(budget=Money(Decimal("1299.10"), "USD"))
    assert memory_from_json(memory_to_json(memory)).budget == memory.budget
