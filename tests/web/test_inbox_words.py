"""The inbox says who wrote, who has to answer and since when, and what a score means."""

import pytest
from sqlalchemy import delete, select

from cauce.engine import approvals
from cauce.store.models import (
    Contact,
    ContactIdentity,
    Conversation,
    Lead,
    LeadClassification,
    User,
)
from cauce.store.queries import contacts
from tests.office import Office, visit


async def _left(office: Office, **values: object) -> None:
    """The conversation as the machine attended it, or as a test says."""
    async with office.house.store.writing() as session:
        thread = await session.get_one(Conversation, office.conversation)
        given = {"bot_silenced": False, "status": "active", "escalated": False, "owner_id": None}
        for name, value in (given | values).items():
            setattr(thread, name, value)


async def _id_of(office: Office, role: str) -> str:
    async with office.house.store.reading() as session:
        wanted = select(User.id).where(User.email == f"{role}@tienda.example")
        return (await session.scalars(wanted)).one()


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("owner", "Rechazaste el borrador: te toca responder."),
        ("agent", "Ana agent rechazó el borrador: falta responder."),
    ],
)
async def test_after_a_no_the_customer_is_somebodys_to_answer(
    office: Office, who: str, told: str
) -> None:
    await _left(office)
    await approvals.reject(office.house, await _id_of(office, who), office.approval)
    async with visit(office, "owner") as client:
        page = (await client.get(f"/app/inbox/{office.conversation}?folder=needs")).text
    assert told in page
    assert "banner-wants" in page
    assert "Cauce atiende esta conversación" not in page
    line = page.split(f"line-{office.conversation}")[1].split("</li>")[0]
    assert "Te toca responder" in line
    assert "Atiende Cauce" not in line


async def test_what_nobody_answered_is_told_without_a_no(office: Office) -> None:
    await _left(office, status="waiting_agent")
    async with visit(office, "viewer") as client:
        page = (await client.get(f"/app/inbox/{office.conversation}/news")).text
    assert "Rechazaste" not in page
    # The draft of the shop waits for a yes: that is what is asked.
    assert "Cauce attends this conversation." in page
    await approvals.approve(office.house, await _id_of(office, "owner"), office.approval)


async def test_the_list_says_who_wrote_and_how_long_they_wait(office: Office) -> None:
    async with visit(office, "owner") as client:
        page = (await client.get("/app/inbox?folder=needs")).text
    line = page.split(f"line-{office.conversation}")[1].split("</li>")[0]
    assert '<span class="thread-by">Cauce:</span>' in line
    assert "thread-waits" in line


async def test_the_story_tells_a_score_only_when_the_heat_changed(office: Office) -> None:
    async with office.house.store.writing() as session:
        lead = (await session.scalars(select(Lead).where(Lead.contact_id == office.contact))).one()
        lead.score, lead.category = 85, "hot"
        await session.execute(delete(LeadClassification))
        for score, heat in ((20, "cold"), (30, "cold"), (60, "warm"), (70, "warm"), (85, "hot")):
            session.add(
                LeadClassification(
                    lead_id=lead.id,
                    score=score,
                    category=heat,
                    points={},
                    evidence={"urgency": "hoy mismo"},
                    recommended_action="x",
                    model="lead_scoring",
                )
            )
            await session.flush()
    async with office.house.store.reading() as session:
        story = await contacts.story(session, office.contact)
    assert [one.detail for one in story if one.what == "score"] == ["85", "60", "20"]
    async with visit(office, "owner") as client:
        page = (await client.get(f"/app/inbox/{office.conversation}")).text
    assert "85 · Caliente" in page
    assert "Quiere comprar ya: no lo hagas esperar." in page
    assert "hoy mismo" in page


async def test_the_code_of_a_visitor_is_not_shown(office: Office) -> None:
    async with office.house.store.writing() as session:
        found = await session.get_one(Contact, office.contact)
        session.add(
            ContactIdentity(contact_id=found.id, channel="webchat", external_id="vis_01abc")
        )
    async with visit(office, "owner") as client:
        page = (await client.get(f"/app/contacts/{office.contact}")).text
    assert "vis_01abc" not in page
    assert "Visitante del sitio web" in page


async def test_the_tab_of_the_inbox_has_a_short_name_on_a_phone(office: Office) -> None:
    async with visit(office, "agent") as client:
        page = (await client.get("/app")).text
    tabs = page.split('<nav class="tabs"')[1]
    assert "<span>Caixa</span>" in tabs
    assert "Caixa de entrada" not in tabs
