"""Whichever flow brings a person in, they read the whole case and have a first answer."""

from dataclasses import replace
from decimal import Decimal

from cauce.core.dialogue import Brief, Draft
from cauce.core.labels import EscalationReason
from cauce.engine.house import House
from cauce.store.models import Case
from tests.houses import ScriptedMind, rows, says, talk

ASKED = "¿La freidora trae canasta de acero para seis personas?"


def _gives_up(brief: Brief) -> Draft:
    reason: EscalationReason = "outside_authority"
    return says("Se lo paso a una persona.", brief, hand_over=reason, unanswered=ASKED)


async def test_the_assistant_hands_over_with_what_nobody_could_answer(
    house: House, mind: ScriptedMind
) -> None:
    await talk(house, ASKED)
    mind.drafts = _gives_up
    await talk(house, "Es que la necesito para el sábado.")
    [case] = await rows(house.store, Case)
    assert f"Ningún dato contesta: “{ASKED}”" in case.description
    assert f"Antes escribió: “{ASKED}”" in case.description
    assert "Último mensaje: “Es que la necesito para el sábado.”" in case.description
    assert f"Sobre tu pregunta: “{ASKED}”." in case.suggested_reply
    assert case.suggested_reply.endswith("Ya leí la conversación y me encargo de esto.")


async def test_an_answer_that_may_not_leave_brings_a_person_with_the_whole_case(
    house: House, mind: ScriptedMind
) -> None:
    mind.drafts = lambda brief: says("Cuesta $3.33 con envío.", brief)
    await talk(house, ASKED)
    [case] = await rows(house.store, Case)
    assert f"Último mensaje: “{ASKED}”" in case.description
    assert case.suggested_reply


async def test_a_chatbot_that_breaks_still_leaves_the_whole_case(
    house: House, mind: ScriptedMind
) -> None:
    mind.drafts = lambda brief: replace(says("x", brief), confidence=Decimal("NaN"))  # type: ignore[arg-type]
    await talk(house, ASKED)
    [case] = await rows(house.store, Case)
    assert f"Último mensaje: “{ASKED}”" in case.description
