"""What became of our messages, in words a shop owner understands, and what can be done about it."""

import pytest
from sqlalchemy import select

from cauce.core.delivery import REMEDIES
from cauce.core.labels import LANGUAGES, Language
from cauce.store.models import AuditEntry, Conversation, Delivery, Message, MessageCharge
from cauce.web.i18n import Words
from tests.houses import rows
from tests.office import Office, form_token, visit

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


async def ours(office: Office, status: str, problem: str | None) -> str:
    """A message of ours on WhatsApp that came so far; its id."""
    house = office.house
    async with house.store.writing() as session:
        thread = await session.get_one(Conversation, office.conversation)
        thread.message_count += 1
        message = Message(
            id=house.keys.new("msg"),
            conversation_id=thread.id,
            contact_id=thread.contact_id,
            channel="whatsapp",
            sequence=thread.message_count,
            direction="out",
            sender="bot",
            content="Su pedido salió.",
            status=status,
            problem=problem,
            error="131047 raw words" if problem else None,
            handled=True,
        )
        session.add(message)
        session.add(
            Delivery(
                message_id=message.id,
                conversation_id=thread.id,
                channel="whatsapp",
                key=message.id,
                status="unknown" if status == "unknown" else "failed",
                attempts=1,
            )
        )
    return message.id


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("remedy", REMEDIES)
def test_every_problem_has_words_in_every_language(language: Language, remedy: str) -> None:
    assert Words(language)(f"problem.{remedy}")


async def test_a_message_nobody_knows_of_offers_both_answers(office: Office) -> None:
    message = await ours(office, "unknown", "unknown")
    async with visit(office, "agent") as client:
        shown = await client.get(f"/app/inbox/{office.conversation}")
    words = Words("pt" if "Chegou, sim" in shown.text else "es")
    assert words("problem.unknown") in shown.text
    assert f"/app/messages/{message}/arrived" in shown.text
    assert f"/app/messages/{message}/again" in shown.text


async def test_who_may_only_look_decides_nothing(office: Office) -> None:
    message = await ours(office, "unknown", "unknown")
    async with visit(office, "viewer") as client:
        shown = await client.get(f"/app/inbox/{office.conversation}")
        assert f"/app/messages/{message}/" not in shown.text
        token = await form_token(client)
        answer = await client.post(f"/app/messages/{message}/again", headers=token)
    assert answer.status_code == 403


async def test_a_person_says_that_it_arrived_and_that_is_on_record(office: Office) -> None:
    message = await ours(office, "unknown", "unknown")
    async with visit(office, "agent") as client:
        token = await form_token(client) | PARTIAL
        answer = await client.post(f"/app/messages/{message}/arrived", headers=token)
        assert answer.status_code == 200
        assert f"/app/messages/{message}/" not in answer.text
        again = await client.post(f"/app/messages/{message}/arrived", headers=token)
    assert again.status_code == 409
    [kept] = await rows(office.house.store, Message, Message.id == message)
    assert (kept.status, kept.problem) == ("accepted", None)
    audited = await rows(office.house.store, AuditEntry, AuditEntry.subject == message)
    assert [one.action for one in audited] == ["message.said_arrived"]


async def test_what_failed_says_why_and_is_sent_again_by_a_person(office: Office) -> None:
    message = await ours(office, "failed", "template")
    async with visit(office, "agent") as client:
        shown = await client.get(f"/app/inbox/{office.conversation}")
        assert "24 h" in shown.text
        assert f"/app/messages/{message}/arrived" not in shown.text
        token = await form_token(client) | PARTIAL
        await client.post(f"/app/messages/{message}/again", headers=token)
    async with office.house.store.reading() as session:
        statement = select(Delivery.status).where(Delivery.message_id == message)
        assert await session.scalar(statement) == "queued"


async def test_what_it_costs_is_under_the_message_and_summed_beside_it(office: Office) -> None:
    first, second = await ours(office, "failed", None), await ours(office, "failed", None)
    async with office.house.store.writing() as session:
        for message, micros in ((first, 6800), (second, None)):
            session.add(
                MessageCharge(
                    message_id=message,
                    channel="whatsapp",
                    provider_id=message,
                    category="utility",
                    billable=True,
                    micros=micros,
                    currency=None if micros is None else "USD",
                )
            )
    async with visit(office, "agent") as client:
        shown = await client.get(f"/app/inbox/{office.conversation}")
    assert shown.text.count("0.0068 USD") == 2
    assert any(Words(one)("charge.unknown") in shown.text for one in LANGUAGES)
