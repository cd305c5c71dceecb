"""What the pages call people, and what looking, typing and answering an alert do."""

import pytest
from sqlalchemy import delete, select

from cauce.core.clock import FixedClock
from cauce.core.money import Money
from cauce.core.people import code_of
from cauce.engine import access, attend
from cauce.engine.autonomy import set_autonomy
from cauce.store.models import Alert, Approval, Consent, Contact, Conversation, User
from cauce.store.queries import inbox
from cauce.web.i18n import Words
from cauce.web.show import Show
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


@pytest.fixture
async def stranger(office: Office) -> str:
    """What the customer is called once nothing is known of them."""
    async with office.house.store.writing() as session:
        contact = await session.get_one(Contact, office.contact)
        contact.name, contact.emails, contact.phones = None, [], []
    return f"Visitante {code_of(office.contact)}"


async def test_somebody_without_a_name_is_called_the_same_on_every_page(
    office: Office, stranger: str
) -> None:
    thread = f"/app/inbox/{office.conversation}"
    async with visit(office, "owner") as client:
        for address in ("/app", thread, "/app/contacts", f"/app/contacts/{office.contact}"):
            page = (await client.get(address)).text
            assert stranger in page, address
            assert "Sin nombre" not in page, address
        assert stranger in (await client.get("/app/approvals")).text
        page = (await client.get(thread)).text
    assert 'placeholder="Escribe a la persona…"' in page
    assert page.split('id="person"')[1].count(">Lead<") == 1


async def test_a_phone_or_an_e_mail_is_better_than_a_code(office: Office, stranger: str) -> None:
    for field, value in (("emails", "luz@x.example"), ("phones", "+50760000101")):
        async with office.house.store.writing() as session:
            setattr(await session.get_one(Contact, office.contact), field, [value])
        async with visit(office, "owner") as client:
            page = (await client.get("/app/inbox?folder=all")).text
        assert f"<strong>{value}</strong>" in page
        assert stranger not in page


async def test_a_stranger_is_found_by_the_code_they_are_shown_with(
    office: Office, stranger: str
) -> None:
    async with visit(office, "owner") as client:
        for address in ("/app/inbox/list?folder=all&q=", "/app/contacts?q="):
            assert stranger in (await client.get(address + stranger)).text, address
            assert stranger not in (await client.get(f"{address}Visitante zz")).text, address


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


@pytest.mark.parametrize(
    ("scope", "granted", "told"),
    [
        ("all", False, "Pidió no recibir mensajes"),
        ("all", True, "Aceptó recibir mensajes"),
        ("marketing", False, "Pidió no recibir promociones"),
        ("marketing", True, "Aceptó recibir promociones"),
    ],
)
async def test_the_story_tells_a_wish_as_it_was(
    office: Office, scope: str, granted: bool, told: str
) -> None:
    async with office.house.store.writing() as session:
        await session.execute(delete(Consent))
        session.add(Consent(contact_id=office.contact, scope=scope, granted=granted, evidence="x"))
    async with visit(office, "owner") as client:
        page = (await client.get(f"/app/contacts/{office.contact}")).text
    story = page.split('<ul class="story card-body">')[1].split("</ul>")[0]
    assert told in story
    assert "Recibir" not in story


async def test_a_search_shows_the_words_where_they_were_said(office: Office) -> None:
    async with visit(office, "owner") as client:
        said = (await client.get("/app/inbox/list?folder=all&q=gusto")).text
        assert "Con <mark>gusto</mark>." in said
        reached = (await client.get("/app/inbox/list?folder=all&q=1@x.example")).text
        assert "<mark>=1+1@x.example</mark>" in reached


async def test_a_flow_that_is_off_says_what_that_means(office: Office) -> None:
    async with visit(office, "owner") as client:
        means = "Los mensajes se reciben y se muestran"
        assert f'flow-off">{means}' not in (await client.get("/app/flows")).text
        for flow in ("reception", "chatbot"):
            await set_autonomy(office.house, None, flow, "off")
            assert means in (await client.get(f"/app/flows/{flow}")).text
        assert (await client.get("/app/flows")).text.count(f'flow-off">{means}') == 2


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


async def test_an_account_without_a_persons_name_is_greeted_without_one(office: Office) -> None:
    async with office.house.store.writing() as session:
        owner = (await session.scalars(select(User).where(User.role == "owner"))).one()
        owner.name = access.UNNAMED_OWNER
    async with visit(office, "owner") as client:
        page = (await client.get("/app")).text
    assert "<h1>Buenos días</h1>" in page


async def test_who_forgot_the_owners_password_reads_what_to_do(office: Office) -> None:
    async with visit(office, None) as client:
        page = (await client.get("/login")).text
    assert "cauce user password EMAIL" in page


def test_an_amount_is_written_as_in_the_chat(clock: FixedClock) -> None:
    show = Show(Words("es"), clock.now(), country="PA", currency="USD")
    assert show.money(91_000) == "$910"
    assert show.money(91_050) == "$910.50"
    assert show.money(91_000, "MXN") == "$910 MXN"
    assert show.amount(Money.of_minor(91_000, "BRL")) == "R$ 910 BRL"


@pytest.mark.parametrize(
    ("language", "one", "three"),
    [
        ("es", "productos: la respuesta se apoya en 1 registro", "3 registros"),
        ("pt", "produtos: a resposta se apoia em 1 registro", "3 registros"),
        ("en", "products: the answer rests on 1 row of the records", "3 rows"),
    ],
)
def test_a_reason_counts_one_and_many_and_names_its_topic(
    language: str, one: str, three: str
) -> None:
    sentence = "{topic}: the answer rests on {rows} rows of the records"
    words = Words(language)  # type: ignore[arg-type]
    reason = {"sentence": sentence, "figures": {"topic": "products", "rows": 1}}
    assert words.reason(reason) == one
    assert three in words.reason(reason | {"figures": {"topic": "products", "rows": 3}})


def test_a_score_that_no_word_shows_says_so() -> None:
    figures = {"points": 11, "most": 30, "words": "—"}
    told = Words("es").reason({"sentence": "urgency {points}/{most}: {words}", "figures": figures})
    assert told == "urgencia 11/30: sin datos en el mensaje"


async def test_a_line_of_the_inbox_knows_how_to_reach_them(office: Office) -> None:
    async with office.house.store.reading() as session:
        page = await inbox.conversations(session, "all", "user_1")
    assert page.items[0].email == "=1+1@x.example"
