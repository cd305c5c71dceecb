"""What the pages call people, and the words they have for wishes, amounts and reasons."""

import pytest
from sqlalchemy import delete, select

from cauce.core.clock import FixedClock
from cauce.core.money import Money
from cauce.core.people import code_of
from cauce.engine import access
from cauce.engine.autonomy import set_autonomy
from cauce.store.models import Consent, Contact, User
from cauce.store.queries import inbox
from cauce.web.i18n import Words
from cauce.web.show import Show
from tests.office import Office, visit


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
