"""What the composer says is always backed; a falsehood planted in it is nearly always caught."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cauce.ai.embedded.composer import compose
from cauce.core.business import Knowledge
from cauce.core.dialogue import Brief, Customer, Draft, Memory, ReservedOrder
from cauce.policy.drafted import untrue
from cauce.policy.grounding import Backing, unsupported
from tests.ai.demo_talks import MONDAY, backing_for, business_of, customer_of, reading_of
from tests.ai.free_words import KINDS, sayings

FOLDER = Path(__file__).parent / "dialogues"
LEAST_CAUGHT = 0.99
MOST_FALSE_ALARMS = 0.02


def _answers() -> Iterator[tuple[str, Backing]]:
    """Every answer of every dialogue of the tables, with what backs it."""
    for draft, brief in _drafts():
        yield draft.text, backing_for(brief.knowledge, draft, brief.customer)


def _drafts() -> Iterator[tuple[Draft, Brief]]:
    for path in sorted(FOLDER.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            knowledge, index = business_of(row["business"])
            customer = customer_of(row["business"], row.get("customer"))
            memory = Memory()
            for turn in row["turns"]:
                brief = _brief(turn, row["lang"], memory, knowledge, customer)
                draft = compose(brief, index)
                memory = draft.memory
                yield draft, brief


def _product_answers() -> Iterator[tuple[str, Backing]]:
    """Price, stock, delivery and warranty of every product, in three languages."""
    asks = {
        "es": "{name}: precio, cuántos quedan, garantía y envío a David?",
        "en": "{name}: price, how many left, warranty and shipping to David?",
        "pt": "{name}: preço, quantos restam, garantia e frete para David?",
    }
    knowledge, index = business_of("electro_istmo")
    for product in knowledge.products:
        for language, ask in asks.items():
            turn = {"says": ask.format(name=product.name), "intent": "product_info"}
            customer = Customer("c")
            draft = compose(_brief(turn, language, Memory(), knowledge, customer), index)
            yield draft.text, backing_for(knowledge, draft, customer)


def _brief(
    turn: dict[str, str], language: str, memory: Memory, knowledge: Knowledge, customer: Customer
) -> Brief:
    return Brief(
        now=MONDAY,
        text=turn["says"],
        reading=reading_of(turn, language),
        memory=memory,
        knowledge=knowledge,
        customer=customer,
        reserved=ReservedOrder("ord_1", "T-1", "https://pay.example/T-1"),
    )


_MONEY = re.compile(r"(?:\$|R\$ )\d[\d.,]*\d|\$\d")
_PLANTS: tuple[re.Pattern[str], ...] = (
    _MONEY,
    re.compile(r"\b\d+(?= (?:disponibles|disponíveis|in stock))"),
    re.compile(r"(?<=últimas )\d+|(?<=last )\d+|(?<=queda )\d(?= unidad)"),
    re.compile(r"\b\d+(?= %)"),
    re.compile(r"\b\d+(?= (?:días|dias|working))"),
    re.compile(r"\b\d+(?= meses)|\b\d+(?=-month)"),
    re.compile(r"https://\S+"),
    re.compile(r"\b[A-Z]{2}-\d{4,6}\b"),
    re.compile(r"\b\d{1,2}:\d{2}\b"),
)


def _planted(text: str, chance: Random) -> Iterator[str]:
    """The text with one claim made false, once for each kind of claim in it."""
    for pattern in _PLANTS:
        found = list(pattern.finditer(text))
        if found:
            match = chance.choice(found)
            yield text[: match.start()] + _false(match.group(), chance) + text[match.end() :]


def _false(said: str, chance: Random) -> str:
    if said.startswith("https"):
        return said[:-1] + ("x" if said[-1] != "x" else "y")
    digits = re.sub(r"\D", "", said)
    changed = str(int(digits) + chance.choice((1, 3, 7))).zfill(len(digits))
    if len(changed) != len(digits):
        changed = str(int(digits) - 1).zfill(len(digits))
    places = iter(changed)
    return "".join(next(places) if letter.isdigit() else letter for letter in said)


def test_answers_are_backed_and_planted_falsehoods_are_caught() -> None:
    chance = Random(20261123)
    said = caught = planted = alarms = 0
    missed: list[str] = []
    for text, backing in (*_answers(), *_product_answers()):
        said += 1
        if unsupported(text, backing):
            alarms += 1
            continue
        for lie in _planted(text, chance):
            planted += 1
            if unsupported(lie, backing):
                caught += 1
            else:
                missed.append(lie)
    assert planted >= 400
    assert alarms / said <= MOST_FALSE_ALARMS, (alarms, said)
    assert caught / planted >= LEAST_CAUGHT, (caught, planted, missed[:12])


_SENTENCE = (
    "quiero laptop dell 2 sí no precio envío David $500 gratis garantía cuántos hay "
    "me gusta la segunda compara cancelar retiro sim quero yes one shipping how much "
    "descuento 90% pedido PA-1042 hoy domingo persona iphone 15 nevera barata otra "
    "agrega "
)
_WORDS = _SENTENCE.split()
_TEXTS = st.one_of(
    st.text(max_size=160),
    st.lists(
        st.sampled_from(_WORDS),
        max_size=9,
    ).map(" ".join),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(_TEXTS, min_size=1, max_size=4), st.sampled_from(["es", "en", "pt"]))
def test_whatever_is_written_the_answer_is_backed(texts: list[str], language: str) -> None:
    knowledge, index = business_of("electro_istmo")
    customer = customer_of("electro_istmo", "jose.pinzon@correo.example")
    memory = Memory()
    for text in texts:
        turn = {"says": text, "intent": "purchase_inquiry"}
        brief = _brief(turn, language, memory, knowledge, customer)
        draft = compose(brief, index)
        assert draft == compose(brief, index)
        memory = draft.memory
        _holds(draft, knowledge, customer)


def test_the_door_stops_no_answer_of_the_house() -> None:
    stopped = [(draft.text, wrong) for draft, brief in _drafts() if (wrong := untrue(draft, brief))]
    assert stopped == []


def test_true_answers_pass_where_a_model_is_judged_more_strictly() -> None:
    judged = [
        (draft.text, untrue(replace(draft, prompt_version="drafting@test"), brief))
        for draft, brief in _drafts()
        if draft.order is None and draft.hand_over is None
    ]
    stopped = [one for one in judged if one[1]]
    assert len(stopped) <= MOST_FALSE_ALARMS * len(judged), stopped[:8]


@pytest.mark.parametrize("seed", [9, 10])
def test_what_a_model_says_in_its_own_words_is_checked_as_well(seed: int) -> None:
    knowledge, _ = business_of("electro_istmo")
    turn = {"says": "hola", "intent": "product_info"}
    asked = _brief(turn, "es", Memory(), knowledge, Customer("c"))
    told = list(sayings(knowledge, 300, Random(seed)))
    alarms = [one.true.text for one in told if untrue(one.true, asked)]
    missed = [one.false.text for one in told if not untrue(one.false, asked)]
    assert {one.kind for one in told} == set(KINDS)
    assert len(alarms) <= MOST_FALSE_ALARMS * len(told), alarms[:8]
    assert len(missed) <= (1 - LEAST_CAUGHT) * len(told), missed[:8]


def _holds(draft: Draft, knowledge: Knowledge, customer: Customer) -> None:
    claims = unsupported(draft.text, backing_for(knowledge, draft, customer))
    assert not claims, (draft.text, [str(one) for one in claims])
    assert len(draft.quick_replies) <= 3
    if draft.order is not None:
        assert draft.order.lines
        stock = {one.sku: one.stock for one in knowledge.products}
        for line in draft.order.lines:
            left = stock[line.sku]
            assert left is None or line.quantity <= left
