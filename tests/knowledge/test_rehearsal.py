"""A conversation can be tried without a database, and nothing outlives it."""

from datetime import UTC, datetime
from importlib.resources import files

from cauce.ai.embedded.composer import compose
from cauce.ai.embedded.search import BusinessIndex
from cauce.core.decisions import Decision
from cauce.core.dialogue import Brief, Draft
from cauce.core.reading import Mood, Reading, ReadingContext
from cauce.core.turn import Turn
from cauce.flows.chatbot.decide import decide as decide_chatbot
from cauce.flows.chatbot.observe import observe as observe_chatbot
from cauce.flows.escalation.decide import decide as decide_escalation
from cauce.flows.escalation.observe import observe as observe_escalation
from cauce.knowledge.business_file import BusinessFile
from cauce.knowledge.rehearsal import Rehearsal
from cauce.knowledge.snapshot import from_file

SHOP = from_file(
    BusinessFile.model_validate_json(
        (files("cauce.demo") / "electro_istmo.json").read_text("utf-8")
    )
)
INDEX = BusinessIndex(SHOP)
NOW = datetime(2026, 11, 23, 16, tzinfo=UTC)


class Plain:
    """Reads nothing but a wish for a person; drafts with the composer."""

    async def read(self, text: str, context: ReadingContext | None = None) -> Reading:
        return Reading(
            language=(context and context.language_hint) or "es",
            intent="purchase_inquiry",
            intent_confidence=0.9,
            mood=Mood("neutral", 0.0, 0.9),
            wants_person="persona" in text,
        )

    async def draft(self, brief: Brief) -> Draft:
        return compose(brief, INDEX)


def _escalation(turn: Turn) -> Decision:
    return decide_escalation(observe_escalation(turn))


def _chatbot(turn: Turn) -> Decision:
    return decide_chatbot(observe_chatbot(turn))


def _rehearsal() -> Rehearsal:
    return Rehearsal(SHOP, Plain(), _escalation, _chatbot, NOW)


def test_a_whole_purchase_can_be_rehearsed() -> None:
    rehearsal = _rehearsal()
    says = [
        "busco una laptop para programar",
        "web, hasta $1200",
        "quiero la Dell",
        "a David",
        "sí",
    ]
    acts = [rehearsal.reply(text)[1] for text in says]
    assert acts == ["ask", "offer", "order", "order", "order"]
    assert rehearsal.orders == 1
    assert [one.sender for one in rehearsal.said] == ["customer", "bot"] * 5


def test_a_wish_for_a_person_is_answered_by_the_escalation() -> None:
    rehearsal = _rehearsal()
    reply, act, reading = rehearsal.reply("quiero hablar con una persona")
    assert act == "escalate"
    assert reply
    assert reading.wants_person
    assert "chatbot" not in rehearsal.last


def test_equal_rehearsals_say_equal_things() -> None:
    first, second = _rehearsal(), _rehearsal()
    for text in ("hola", "tienen neveras?", "la LG", "¿tienen parqueo?"):
        assert first.reply(text)[:2] == second.reply(text)[:2]
