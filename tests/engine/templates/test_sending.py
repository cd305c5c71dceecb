"""A person writes after the window has closed: with a template, once, and as the customer likes."""

from datetime import timedelta
from typing import Any

import pytest

from cauce.channels.whatsapp.client import WhatsAppClient
from cauce.core.delivery import Sent
from cauce.engine import attend
from cauce.engine.bounced import tell_bounced
from cauce.engine.delivery import by_hand
from cauce.engine.templates import choosing, sending
from cauce.errors import BadInput, Conflict, NotFound
from cauce.store.models import (
    Alert,
    AuditEntry,
    ChannelAccount,
    Consent,
    Conversation,
    Delivery,
    Message,
    User,
)
from tests.engine.on_the_phone import OnThePhone
from tests.engine.templates.shop import at_meta, bring_in, template
from tests.houses import rows

ANA = {"body_1": "Ana"}
READS = "Hola Ana, seguimos con tu consulta. ¿Continuamos?"


async def silent(phone: OnThePhone, hours: float = 30) -> Conversation:
    """They wrote, were answered, and said nothing more for so long."""
    await phone.sends(await phone.writes())
    await phone.passes(hours=hours)
    [thread] = await phone.conversations()
    return thread


async def send(phone: OnThePhone, user: User, key: str = "k", **more: Any) -> Message:
    [thread] = await phone.conversations()
    found = await template(phone, more.pop("name", "hello_again"))
    values = more.pop("values", ANA)
    return await sending.send(phone.house, user.id, thread.id, found.id, values, key)


async def test_after_a_day_only_a_template_leaves_and_reads_as_the_customer_reads_it(
    phone: OnThePhone, agent: User
) -> None:
    thread = await silent(phone)
    with pytest.raises(Conflict, match="approved template"):
        await attend.reply(phone.house, agent.id, thread.id, "¿Seguimos?", "r")
    sent = await send(phone, agent)
    assert (sent.content, sent.status, sent.sender) == (READS, "queued", "agent")
    assert await phone.sends(await phone.delivery()) == "sent"
    await phone.passes()
    assert (await phone.texts())[-1] == READS
    shown = (await phone.shown())[-1]["content"]
    assert [one["title"] for one in shown["buttons"]] == ["Sí, continuemos", "Ya no, gracias"]
    kept = await phone.message()
    assert kept.status == "delivered"
    assert [one["title"] for one in kept.extra["quick_replies"]] == [
        "Sí, continuemos",
        "Ya no, gracias",
    ]
    [thread] = await phone.conversations()
    assert (thread.owner_id, thread.bot_silenced) == (agent.id, True)
    [noted] = await rows(phone.house.store, AuditEntry, AuditEntry.action == "template.sent")
    assert (noted.actor, noted.after["message"]) == (agent.id, sent.id)


async def test_once_they_answer_free_text_leaves_again(phone: OnThePhone, agent: User) -> None:
    thread = await silent(phone)
    await send(phone, agent)
    await phone.sends(await phone.delivery())
    await phone.played.writes(phone.customer, "Sí, continuemos")
    await phone.passes(1)
    await attend.reply(phone.house, agent.id, thread.id, "¡Qué bueno!", "r")
    assert await phone.sends(await phone.delivery()) == "sent"


async def test_the_same_key_sends_it_once(phone: OnThePhone, agent: User) -> None:
    await silent(phone)
    first, second = await send(phone, agent), await send(phone, agent)
    assert first.id == second.id
    found = await rows(phone.house.store, Message, Message.extra.has_key("template"))
    assert len(found) == 1
    assert len(await rows(phone.house.store, Delivery, Delivery.message_id == first.id)) == 1


async def test_gaps_are_filled_by_name_where_the_template_names_them(
    phone: OnThePhone, agent: User
) -> None:
    await silent(phone)
    values = {"body_name": "Ana", "body_order": "A-12"}
    await send(phone, agent, name="order_ready", values=values)
    assert await phone.sends(await phone.delivery()) == "sent"
    await phone.passes()
    assert (await phone.texts())[-1] == "Ana, tu pedido A-12 está listo."


@pytest.mark.parametrize(
    ("values", "field"),
    [({}, "values.body_1"), ({"body_1": "a\nb"}, "values.body_1"), (ANA | {"x": "1"}, "values.x")],
)
async def test_values_that_do_not_fit_are_refused_before_anything_is_stored(
    phone: OnThePhone, agent: User, values: dict[str, str], field: str
) -> None:
    await silent(phone)
    with pytest.raises(BadInput) as refused:
        await send(phone, agent, values=values)
    assert refused.value.field == field
    assert await rows(phone.house.store, Message, Message.sender == "agent") == []


async def wishes(phone: OnThePhone, scope: str, *, granted: bool) -> None:
    [thread] = await phone.conversations()
    async with phone.house.store.writing() as session:
        session.add(
            Consent(
                contact_id=thread.contact_id,
                channel="whatsapp",
                scope=scope,
                granted=granted,
                evidence="dicho por teléfono",
            )
        )


OFFER: dict[str, Any] = {"name": "weekend_offer", "values": {"body_1": "todo", "body_2": "10 %"}}


async def test_advertising_leaves_only_to_who_said_yes(phone: OnThePhone, agent: User) -> None:
    await silent(phone)
    with pytest.raises(Conflict, match="never said yes"):
        await send(phone, agent, **OFFER)
    await wishes(phone, "marketing", granted=True)
    sent = await send(phone, agent, **OFFER)
    assert await phone.sends(await phone.delivery()) == "sent"
    await wishes(phone, "marketing", granted=False)
    with pytest.raises(Conflict, match="does not want offers"):
        await send(phone, agent, key="k2", **OFFER)
    assert sent.extra["template"]["category"] == "MARKETING"


async def test_who_asked_us_to_stop_gets_no_template(phone: OnThePhone, agent: User) -> None:
    await silent(phone)
    await wishes(phone, "all", granted=False)
    with pytest.raises(Conflict, match="asked us to stop"):
        await send(phone, agent)


async def test_a_fourth_template_in_a_row_is_too_many_until_they_write(
    phone: OnThePhone, agent: User
) -> None:
    await silent(phone)
    for number in range(3):
        await send(phone, agent, key=f"k{number}")
        await phone.passes(60)
    with pytest.raises(Conflict, match="several templates unanswered"):
        await send(phone, agent, key="k4")
    await phone.played.writes(phone.customer, "hola")
    await phone.passes(60)
    await send(phone, agent, key="k5")


async def test_a_template_that_was_paused_is_not_offered_and_not_sent(
    phone: OnThePhone, agent: User
) -> None:
    thread = await silent(phone)
    await at_meta(phone, "hello_again", status="PAUSED")
    await bring_in(phone)
    async with phone.house.store.reading() as session:
        offered = await choosing.offered_in(session, thread)
    assert "hello_again" not in [one.name for one in offered]
    with pytest.raises(Conflict, match="cannot be sent now"):
        await send(phone, agent)


async def test_one_that_is_paused_while_it_waits_never_leaves(
    phone: OnThePhone, agent: User
) -> None:
    await silent(phone)
    await send(phone, agent)
    before = len(await phone.shown())
    await at_meta(phone, "hello_again", status="PAUSED")
    await bring_in(phone)
    assert await phone.sends(await phone.delivery()) == "stopped"
    message = await phone.message()
    assert (message.status, message.problem) == ("failed", "template_off")
    assert len(await phone.shown()) == before


@pytest.mark.parametrize(
    ("status", "kept"), [("PAUSED", "PAUSED"), ("DISABLED", "DISABLED"), ("REJECTED", "DELETED")]
)
async def test_a_refusal_at_the_door_stops_offering_it_and_tells_a_person(
    phone: OnThePhone, agent: User, status: str, kept: str
) -> None:
    await silent(phone)
    await send(phone, agent)
    await at_meta(phone, "hello_again", status=status)
    assert await phone.sends(await phone.delivery()) == "rejected"
    message = await phone.message()
    assert (message.status, message.problem) == ("failed", "template_off")
    assert (await template(phone)).status == kept
    assert "template_off" in [one.type for one in await rows(phone.house.store, Alert)]


async def test_a_closed_window_the_platform_tells_of_asks_for_a_template_which_then_leaves(
    phone: OnThePhone, agent: User
) -> None:
    delivery = await phone.writes()
    await phone.fault("wrong", code=131047)
    await phone.sends(delivery)
    await phone.passes()
    refused = await phone.message()
    await tell_bounced(phone.house, refused.id, "131047")
    assert (await phone.message()).problem == "template"
    await send(phone, agent)
    assert await phone.sends(await phone.delivery()) == "sent"


async def test_a_template_sent_again_by_hand_is_the_same_template(
    phone: OnThePhone, agent: User
) -> None:
    await silent(phone)
    sent = await send(phone, agent)
    await at_meta(phone, "hello_again", status="PAUSED")
    await phone.sends(await phone.delivery())
    await at_meta(phone, "hello_again", status="APPROVED")
    phone.clock.at += timedelta(minutes=1)
    await bring_in(phone)
    await by_hand.send_again(phone.house, agent.id, sent.id)
    assert await phone.sends(await phone.delivery()) == "sent"
    await phone.passes()
    assert (await phone.texts())[-1] == READS


async def test_a_template_of_another_business_account_does_not_leave_here(
    phone: OnThePhone, agent: User
) -> None:
    await silent(phone)
    async with phone.house.store.writing() as session:
        [account] = await rows(phone.house.store, ChannelAccount)
        (await session.get_one(ChannelAccount, account.id)).settings = {"waba_id": "999"}
    with pytest.raises(Conflict, match="does not belong"):
        await send(phone, agent)
    [thread] = await phone.conversations()
    with pytest.raises(NotFound):
        await sending.send(phone.house, agent.id, thread.id, "tmpl_none", {}, "k")


async def test_a_test_goes_to_a_number_of_ones_own(phone: OnThePhone) -> None:
    found = await template(phone)
    sent = await sending.try_out(
        phone.house, "user_1", found.id, f"+{phone.customer['address']}", ANA
    )
    assert sent.startswith("wamid.")
    assert (await phone.texts())[-1] == READS
    with pytest.raises(BadInput, match="country code"):
        await sending.try_out(phone.house, "user_1", found.id, "12", ANA)
    with pytest.raises(BadInput, match="Fill in"):
        await sending.try_out(phone.house, "user_1", found.id, "+50761234567", {})
    assert await rows(phone.house.store, Message) == []


async def test_a_worker_that_dies_while_it_sends_leaves_a_question_and_never_sends_twice(
    phone: OnThePhone, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after Meta took the template and before its answer was written down."""
    await silent(phone)
    sent = await send(phone, agent)
    leaves = WhatsAppClient.send_template

    async def die(client: WhatsAppClient, *given: Any) -> Sent:
        await leaves(client, *given)
        raise KeyboardInterrupt

    delivery, before = await phone.delivery(), len(await phone.shown())
    with monkeypatch.context() as patched:
        patched.setattr(WhatsAppClient, "send_template", die)
        with pytest.raises(KeyboardInterrupt):
            await phone.sends(delivery)
    assert await phone.sends(delivery) == "unknown"
    assert await phone.sends(delivery) == "nothing"
    assert len(await phone.shown()) == before + 1
    await phone.passes()
    kept = await phone.message()
    assert (kept.id, kept.status) == (sent.id, "delivered")
