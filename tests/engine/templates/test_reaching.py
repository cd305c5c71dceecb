"""A flow tells somebody something: freely while it may, else with a template, else not at all."""

from dataclasses import replace

import pytest

from cauce.core.actions import SendMessage
from cauce.core.reasons import because
from cauce.engine.templates.reaching import NOTHING, Fallback, Wish, say
from cauce.errors import NotFound
from cauce.store.models import ActionRow, Approval, Consent, DecisionRow, FlowSetting, Message
from tests.engine.on_the_phone import OnThePhone
from tests.engine.templates.shop import at_meta, bring_in
from tests.houses import rows

WISH = Wish(
    flow="chatbot",
    message=SendMessage("¿Seguimos con su consulta?", "es", purpose="notice"),
    because=(because("it is a legal matter or a complaint to an authority"),),
    key="seq_1.step_1",
    fallback=Fallback("hello_again", {"body_1": "Ana"}),
)


async def silent(phone: OnThePhone, hours: float) -> str:
    await phone.sends(await phone.writes())
    await phone.passes(hours=hours)
    [thread] = await phone.conversations()
    return thread.id


async def test_within_the_window_it_is_said_in_its_own_words(phone: OnThePhone) -> None:
    thread = await silent(phone, 1)
    assert await say(phone.house, thread, WISH) == "go"
    assert await phone.sends(await phone.delivery()) == "sent"
    assert (await phone.texts())[-1] == "¿Seguimos con su consulta?"


async def test_after_it_the_template_says_it_once_and_the_decision_says_why(
    phone: OnThePhone,
) -> None:
    thread = await silent(phone, 30)
    assert await say(phone.house, thread, WISH) == "go"
    assert await say(phone.house, thread, WISH) == "said"
    assert await phone.sends(await phone.delivery()) == "sent"
    await phone.passes()
    assert (await phone.texts())[-1].startswith("Hola Ana, seguimos")
    [action] = await rows(phone.house.store, ActionRow, ActionRow.kind == "SendTemplate")
    assert (action.verdict, action.payload["out"]["name"]) == ("go", "hello_again")
    decision = (await rows(phone.house.store, DecisionRow))[-1]
    assert "template says it" in decision.because[-1]["sentence"]
    message = await phone.message()
    assert (message.sender, message.decision_id) == ("bot", decision.id)


@pytest.mark.parametrize(
    "fallback",
    [
        None,
        Fallback("nobody_knows", {"body_1": "Ana"}),
        Fallback("hello_again", {}),
        Fallback("hello_again", {"body_1": "Ana", "body_2": "x"}),
    ],
)
async def test_without_a_template_that_fits_nothing_is_said(
    phone: OnThePhone, fallback: Fallback | None
) -> None:
    thread = await silent(phone, 30)
    before = len(await rows(phone.house.store, DecisionRow))
    assert await say(phone.house, thread, replace(WISH, fallback=fallback)) == NOTHING
    assert len(await rows(phone.house.store, DecisionRow)) == before


async def test_a_paused_template_is_not_used(phone: OnThePhone) -> None:
    thread = await silent(phone, 30)
    await at_meta(phone, "hello_again", status="PAUSED")
    await bring_in(phone)
    assert await say(phone.house, thread, WISH) == NOTHING


async def test_the_gate_judges_a_template_as_any_message(phone: OnThePhone) -> None:
    thread = await silent(phone, 30)
    [conversation] = await phone.conversations()
    offer = Fallback("weekend_offer", {"body_1": "todo", "body_2": "10 %"})
    assert await say(phone.house, thread, replace(WISH, fallback=offer)) == "stop"
    async with phone.house.store.writing() as session:
        session.add(
            Consent(
                contact_id=conversation.contact_id,
                channel="whatsapp",
                scope="marketing",
                granted=True,
                evidence="sí",
            )
        )
    assert await say(phone.house, thread, replace(WISH, key="2", fallback=offer)) == "go"
    assert len(await rows(phone.house.store, Message, Message.extra.has_key("template"))) == 1


async def test_a_flow_that_asks_asks_for_a_template_too(phone: OnThePhone) -> None:
    thread = await silent(phone, 30)
    async with phone.house.store.writing() as session:
        session.add(FlowSetting(flow="chatbot", autonomy="ask"))
    assert await say(phone.house, thread, WISH) == "ask"
    [asked] = await rows(phone.house.store, Approval)
    assert asked.draft.startswith("Hola Ana, seguimos")


async def test_who_is_not_there_is_not_written_to(phone: OnThePhone) -> None:
    with pytest.raises(NotFound):
        await say(phone.house, "conv_none", WISH)
