"""What looking, typing, taking over, handing back and answering an alert do on the pages."""

from sqlalchemy import select

from cauce.engine import access, attend
from cauce.store.models import Alert, Approval, Conversation, User
from tests.office import PASSWORD, Office, form_token, visit

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


async def _change(office: Office, **values: object) -> None:
    """The conversation as the machine has it, or as a test says."""
    async with office.house.store.writing() as session:
        thread = await session.get_one(Conversation, office.conversation)
        for name, value in values.items():
            setattr(thread, name, value)


async def _thread(office: Office) -> Conversation:
    async with office.house.store.reading() as session:
        return await session.get_one(Conversation, office.conversation)


async def _id_of(office: Office, role: str) -> str:
    async with office.house.store.reading() as session:
        return (
            await session.scalars(select(User.id).where(User.email == f"{role}@tienda.example"))
        ).one()


async def test_typing_takes_the_conversation_from_the_machine(office: Office) -> None:
    await _change(office, bot_silenced=False, status="active", escalated=False)
    agent = await _id_of(office, "agent")
    async with visit(office, "agent") as client:
        token = await form_token(client) | PARTIAL
        address = f"/app/inbox/{office.conversation}/typing"
        taken = await client.post(address, headers=token)
        assert "Está com você: Cauce fica em silêncio até você devolver." in taken.text
        assert f"/app/inbox/{office.conversation}/hand-back" in taken.text
        assert (await client.post(address, headers=token)).status_code == 204
    thread = await _thread(office)
    assert (thread.bot_silenced, thread.owner_id, thread.status) == (True, agent, "waiting_agent")
    async with office.house.store.reading() as session:
        draft = await session.get_one(Approval, office.approval)
    assert draft.status == "expired"


async def test_typing_in_a_colleagues_conversation_leaves_it_theirs(office: Office) -> None:
    owner = await _id_of(office, "owner")
    await attend.take(office.house, owner, office.conversation)
    agent = await _id_of(office, "agent")
    assert not await attend.typing(office.house, agent, office.conversation)
    assert (await _thread(office)).owner_id == owner


async def test_typing_in_a_closed_conversation_does_not_open_it(office: Office) -> None:
    await _change(office, status="closed", bot_silenced=False)
    agent = await _id_of(office, "agent")
    assert not await attend.typing(office.house, agent, office.conversation)
    thread = await _thread(office)
    assert (thread.status, thread.bot_silenced) == ("closed", False)


async def test_the_customer_is_told_that_somebody_types(office: Office) -> None:
    live = office.house.live
    live.start()
    try:
        news = live.news()
        # It says so once it listens.
        assert (await anext(news))["kind"] == "missed"
        owner = await _id_of(office, "owner")
        await attend.typing(office.house, owner, office.conversation)
        heard = [await anext(news), await anext(news)]
    finally:
        await live.stop()
    assert {"kind": "agent.typing", "conversation": office.conversation} in heard


async def test_a_viewer_cannot_silence_the_machine_by_typing(office: Office) -> None:
    async with visit(office, "viewer") as client:
        token = await form_token(client)
        answer = await client.post(f"/app/inbox/{office.conversation}/typing", headers=token)
    assert answer.status_code == 403


async def test_a_thread_on_the_screen_stays_read(office: Office) -> None:
    thread = f"/app/inbox/{office.conversation}"
    for role, left in (("viewer", 3), ("agent", 0)):
        for address in (thread, f"{thread}/news"):
            await _change(office, unread=3)
            async with visit(office, role) as client:
                assert (await client.get(address)).status_code == 200
            assert (await _thread(office)).unread == left, (role, address)


async def test_the_list_shows_no_badge_on_the_thread_that_is_open(office: Office) -> None:
    async with visit(office, "owner") as client:
        elsewhere = (await client.get("/app/inbox/list?folder=all")).text
        here = (await client.get(f"/app/inbox/list?folder=all&open={office.conversation}")).text
    assert 'class="unread"' in elsewhere
    assert 'class="unread"' not in here


async def test_a_conversation_that_is_only_assigned_is_still_the_machines(office: Office) -> None:
    agent = await _id_of(office, "agent")
    await _change(office, owner_id=agent, bot_silenced=False, status="active")
    async with visit(office, "owner") as client:
        page = (await client.get(f"/app/inbox/{office.conversation}")).text
    assert "Cauce atiende esta conversación. Asignada a Ana agent." in page
    assert "guarda silencio.</span>" not in page


async def test_who_has_a_conversation_reads_that_cauce_is_quiet_and_hands_it_back_at_once(
    office: Office,
) -> None:
    owner = await _id_of(office, "owner")
    await _change(office, bot_silenced=False, status="active", escalated=False)
    await attend.typing(office.house, owner, office.conversation)
    thread = f"/app/inbox/{office.conversation}"
    async with visit(office, "owner") as client:
        page = (await client.get(thread)).text
        assert "La tienes tú: Cauce guarda silencio hasta que la devuelvas." in page
        assert "La tienes tú · Cauce en silencio" in page
        token = await form_token(client) | PARTIAL
        back = (await client.post(f"{thread}/hand-back", headers=token)).text
    assert "Cauce atiende esta conversación." in back
    assert (await _thread(office)).bot_silenced is False


async def test_closing_hands_the_conversation_back(office: Office) -> None:
    owner = await _id_of(office, "owner")
    await attend.take(office.house, owner, office.conversation)
    await attend.close(office.house, owner, office.conversation)
    thread = await _thread(office)
    assert (thread.status, thread.bot_silenced, thread.waiting_since) == ("closed", False, None)
    async with visit(office, "owner") as client:
        page = (await client.get(f"/app/inbox/{office.conversation}")).text
    assert "Conversación cerrada." in page
    assert "Cauce guarda silencio" not in page


async def test_only_those_who_run_the_shop_take_the_contacts_out(office: Office) -> None:
    async with office.house.store.writing() as session:
        await access.make_user(
            session,
            email="manager@tienda.example",
            name="Ana manager",
            role="manager",
            password=PASSWORD,
            language="es",
        )
    for role, status in (("owner", 200), ("manager", 200), ("agent", 403), ("viewer", 403)):
        async with visit(office, role) as client:
            page = (await client.get("/app/contacts")).text
            assert ("/app/contacts.csv" in page) is (status == 200), role
            assert (await client.get("/app/contacts.csv")).status_code == status, role


async def test_an_alert_is_looked_at_and_settled_on_today(office: Office) -> None:
    async with office.house.store.reading() as session:
        alert = (await session.scalars(select(Alert))).one()
    async with visit(office, "agent") as client:
        token = await form_token(client) | PARTIAL
        seen = (await client.post(f"/app/alerts/{alert.id}/acknowledge", headers=token)).text
        assert "Em análise" in seen
        assert f"/app/alerts/{alert.id}/acknowledge" not in seen
        assert alert.id in (await client.get("/app")).text
        gone = (await client.post(f"/app/alerts/{alert.id}/resolve", headers=token)).text
        assert alert.id not in gone
        again = await client.post(f"/app/alerts/{alert.id}/acknowledge", headers=token)
        assert again.status_code == 409
    async with visit(office, "viewer") as client:
        token = await form_token(client)
        answer = await client.post(f"/app/alerts/{alert.id}/resolve", headers=token)
        assert answer.status_code == 403
