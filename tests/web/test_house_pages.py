"""Every page, for every role and language: whole, safe, and only for those who may."""

import pytest
from sqlalchemy import select

from cauce.store.models import Conversation, FaqRow, Order, Product, User
from cauce.store.queries import inbox, today
from cauce.web.i18n import ui
from tests.office import TROUBLE, Office, form_token, visit

PAGES = (
    "/app",
    "/app/inbox",
    "/app/inbox?folder=closed",
    "/app/inbox/{conversation}",
    "/app/inbox/{conversation}/news",
    "/app/why/{decision}",
    "/app/approvals",
    "/app/contacts",
    "/app/contacts?sort=score&kind=lead&q=script",
    "/app/contacts/{contact}",
    "/app/orders",
    "/app/orders?show=all",
    "/app/orders/{order}",
    "/app/flows",
    "/app/flows/chatbot",
    "/app/flows/try",
    "/app/knowledge",
    "/app/knowledge/terms",
    "/app/knowledge/archive/products",
    "/app/knowledge/archive/faqs",
    "/app/knowledge/archive/policies",
    "/app/knowledge/products",
    "/app/knowledge/products?q=laptop",
    "/app/knowledge/faqs",
    "/app/knowledge/policies",
    "/app/knowledge/unanswered",
    "/app/knowledge/imports",
    "/app/settings",
    "/app/settings/me",
    "/app/settings/team",
    "/app/settings/channels",
    "/app/settings/channels/whatsapp",
    "/app/settings/channels/messenger",
    "/app/settings/channels/instagram",
    "/app/unreadable",
    "/app/menu",
)
OWNERS_PAGES = ("/app/settings/models", "/app/settings/keys", "/app/settings/webhooks")


def _filled(address: str, office: Office) -> str:
    return address.format(
        conversation=office.conversation,
        decision=office.decision,
        contact=office.contact,
        order=office.order,
    )


@pytest.mark.parametrize(("role", "language"), [("owner", "es"), ("agent", "pt"), ("viewer", "en")])
async def test_every_page_shows_in_the_language_of_who_looks(
    office: Office, role: str, language: str
) -> None:
    async with visit(office, role) as client:
        for address in PAGES + (OWNERS_PAGES if role == "owner" else ()):
            answer = await client.get(_filled(address, office))
            assert answer.status_code == 200, f"{address}: {answer.text[:2000]}"
            if "<html" in answer.text:
                assert f'<html lang="{language}"' in answer.text
                assert ui(language)["menu.settings"] in answer.text


async def test_a_name_that_is_a_script_is_only_a_name(office: Office) -> None:
    async with visit(office, "owner") as client:
        for address in PAGES:
            page = (await client.get(_filled(address, office))).text
            assert "<script>alert" not in page, address
            assert TROUBLE not in page, address


async def test_nobody_sees_a_page_without_logging_in(office: Office) -> None:
    async with visit(office, None) as client:
        for address in (*PAGES, *OWNERS_PAGES, "/app/contacts.csv", "/app/live", "/app/nowhere"):
            answer = await client.get(_filled(address, office))
            assert answer.status_code == 303, address
            assert answer.headers["Location"].startswith("/login")


async def test_only_owners_reach_keys_and_webhooks(office: Office) -> None:
    for role in ("agent", "viewer"):
        async with visit(office, role) as client:
            for address in OWNERS_PAGES:
                assert (await client.get(address)).status_code == 403


async def test_a_viewer_cannot_write_approve_teach_or_steer(office: Office) -> None:
    async with visit(office, "viewer") as client:
        token = await form_token(client)
        for address in (
            f"/app/inbox/{office.conversation}/reply",
            f"/app/inbox/{office.conversation}/take",
            f"/app/approvals/{office.approval}/approve",
            "/app/knowledge/faqs",
            "/app/flows/chatbot",
            "/app/settings/business",
            "/app/settings/team",
            f"/app/contacts/{office.contact}",
            *(f"/app/orders/{office.order}/{step}" for step in ("paid", "cancel", "undo")),
        ):
            answer = await client.post(address, data={"text": "x"}, headers=token)
            assert answer.status_code == 403, address


async def test_a_form_without_its_token_changes_nothing(office: Office) -> None:
    async with visit(office, "owner") as client:
        form = {"question": "¿?", "answer": "no", "language": "es"}
        for token in ({}, {"X-CSRF-Token": "0" * 64}):
            answer = await client.post("/app/knowledge/faqs", data=form, headers=token)
            assert answer.status_code == 403
    async with office.house.store.reading() as session:
        assert await session.scalar(select(FaqRow).where(FaqRow.question == "¿?")) is None


async def test_a_form_from_another_website_is_refused_even_with_the_token(office: Office) -> None:
    async with visit(office, "owner") as client:
        token = await form_token(client)
        for foreign in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = await client.post("/app/settings/duty", headers=token | foreign)
            assert answer.status_code == 403


async def test_typing_takes_the_conversation_over(office: Office) -> None:
    async with visit(office, "agent") as client:
        token = await form_token(client)
        reply = f"/app/inbox/{office.conversation}/reply"
        form = {"text": "Hola, soy Ana.", "key": "k1"}
        assert (await client.post(reply, data=form, headers=token)).status_code == 303
        assert (await client.post(reply, data=form, headers=token)).status_code == 303
        page = (await client.get(f"/app/inbox/{office.conversation}")).text
    assert page.count("Hola, soy Ana.</p>") == 1
    async with office.house.store.reading() as session:
        thread = await session.get_one(Conversation, office.conversation)
        owner = await session.get_one(User, thread.owner_id)
    assert (owner.role, thread.bot_silenced) == ("agent", True)


async def test_an_answer_to_an_open_question_becomes_knowledge(office: Office) -> None:
    async with visit(office, "owner") as client:
        form = {"question": "¿Aceptan trueque?", "answer": "No, solo dinero."}
        token = await form_token(client)
        address = f"/app/knowledge/unanswered/{office.question}"
        assert (await client.post(address, data=form, headers=token)).status_code == 303
        assert form["question"] not in (await client.get("/app/knowledge/unanswered")).text
    async with office.house.store.reading() as session:
        known = await office.house.knowledge.current(session)
    assert any(faq.answer == form["answer"] for faq in known.faqs)


async def test_a_removed_question_comes_back_with_undo(office: Office) -> None:
    async with office.house.store.reading() as session:
        faq = (await session.scalars(select(FaqRow).limit(1))).one()
    async with visit(office, "owner") as client:
        token = await form_token(client) | {"HX-Request": "true", "HX-Request-Type": "partial"}
        gone = await client.post(f"/app/knowledge/faqs/{faq.id}/remove", headers=token)
        assert f"/app/knowledge/faqs/{faq.id}/restore" in gone.text
        assert f'id="faq-{faq.id}"' not in (await client.get("/app/knowledge/faqs")).text
        await client.post(f"/app/knowledge/faqs/{faq.id}/restore", headers=token)
        assert f'id="faq-{faq.id}"' in (await client.get("/app/knowledge/faqs")).text


async def test_a_price_that_is_no_number_is_refused_in_the_readers_language(office: Office) -> None:
    async with office.house.store.reading() as session:
        product = (await session.scalars(select(Product).limit(1))).one()
    async with visit(office, "owner") as client:
        token = await form_token(client) | {"Accept-Language": "es"}
        address = f"/app/knowledge/products/{product.id}"
        answer = await client.post(address, data={"price": "mucho"}, headers=token)
        assert answer.status_code == 422
        assert "Precio: “mucho” no es un monto" in answer.text


async def test_an_export_runs_no_formula_in_a_spreadsheet(office: Office) -> None:
    async with visit(office, "owner") as client:
        answer = await client.get("/app/contacts.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "'=1+1@x.example" in answer.text
    assert ",=1+1" not in answer.text


async def test_addresses_that_lead_nowhere_say_so(office: Office) -> None:
    async with visit(office, "owner") as client:
        for address in ("/app/nowhere", "/app/inbox/conv_none", "/app/contacts/x", "/app/why/x"):
            answer = await client.get(address)
            assert answer.status_code == 404
            assert 'href="/app"' in answer.text


async def test_a_page_of_a_list_that_was_made_up_is_a_mistake_not_a_failure(office: Office) -> None:
    async with visit(office, "owner") as client:
        for after in ("zzz", "W10", "WyJhIiwyXQ", "%00"):
            for page in ("contacts", "contacts?sort=score", "inbox/list", "unreadable"):
                mark = "&" if "?" in page else "?"
                answer = await client.get(f"/app/{page}{mark}after={after}")
                assert answer.status_code == 422, (page, after)
        for address in ("contacts?q=%00", "inbox/%00", "why/a%00b"):
            assert (await client.get(f"/app/{address}")).status_code == 422, address


async def test_a_link_cannot_send_somebody_elsewhere_after_login(office: Office) -> None:
    async with visit(office, None) as client:
        for trap in (
            "https://evil.example",
            "//evil.example",
            "/app//evil",
            "/app\\evil",
            "/other",
        ):
            form = {"email": "owner@tienda.example", "password": "un rio muy largo", "next": trap}
            answer = await client.post("/login", data=form)
            assert answer.headers["Location"] == "/app", trap
            client.cookies.clear()


async def test_the_cookie_is_out_of_reach_of_scripts(office: Office) -> None:
    async with visit(office, None) as client:
        form = {"email": "owner@tienda.example", "password": "un rio muy largo"}
        cookie = (await client.post("/login", data=form)).headers["Set-Cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


async def test_pages_allow_nothing_foreign_and_no_inline_code(office: Office) -> None:
    async with visit(office, "owner") as client:
        for address in ("/login", "/app", f"/app/inbox/{office.conversation}"):
            answer = await client.get(address)
            policy = answer.headers.get("Content-Security-Policy", "")
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Cache-Control"] == "no-store"
            assert " style=" not in answer.text
            assert " onclick=" not in answer.text


async def test_a_file_of_ours_is_kept_by_its_content(office: Office) -> None:
    async with visit(office, "owner") as client:
        page = (await client.get("/app")).text
        for piece in page.split('="/static/')[1:]:
            address = "/static/" + piece.split('"')[0]
            answer = await client.get(address)
            assert answer.status_code == 200, address
            assert "immutable" in answer.headers["Cache-Control"]


async def test_today_keeps_its_figures_during_a_visit(office: Office) -> None:
    house = office.house
    clock = house.clock
    start = clock.now()
    async with house.store.writing() as session:
        first = await today.looked(session, house.keys, "user_1", start)
        later = await today.looked(session, house.keys, "user_1", start + today.VISIT / 2)
        back = await today.looked(session, house.keys, "user_1", start + today.VISIT * 3)
    assert first == later
    assert back == start + today.VISIT / 2


async def test_todays_figures_are_what_happened(office: Office) -> None:
    now = office.house.clock.now()
    async with office.house.store.reading() as session:
        figures = await today.figures(session, now)
        sold = await today.sales(session, now)
    assert (figures.answered, figures.sent, figures.handed_over) == (1, 1, 1)
    assert (figures.approvals, figures.unanswered, figures.hot_leads) == (1, 1, 1)
    assert [(one.number, one.total_minor, one.paid_minor) for one in sold] == [(1, 90_400, 0)]
    assert figures.unpaid == 1


async def test_the_orders_of_today_are_those_behind_its_sum(office: Office) -> None:
    now = office.house.clock.now()
    async with office.house.store.writing() as session:
        order = await session.get_one(Order, office.order)
        order.total_minor = 2**31
        gone = {
            name: getattr(order, name) for name in ("contact_id", "conversation_id", "currency")
        }
        session.add(
            Order(
                **gone,
                number="EI-2",
                token="t2",
                source="webchat",
                status="cancelled",
                subtotal_minor=1,
                total_minor=1,
                delivery="pickup",
                placed_at=now,
            )
        )
    async with office.house.store.reading() as session:
        [sold] = await today.sales(session, now)
        listed = await today.orders_since(session, now)
    assert (sold.number, sold.total_minor) == (1, 2**31)
    assert [order.number for order, _ in listed] == ["EI-1"]
    async with visit(office, "owner") as client:
        assert (await client.get("/app")).status_code == 200


async def test_the_inbox_shows_who_needs_a_person(office: Office) -> None:
    async with office.house.store.reading() as session:
        page = await inbox.conversations(session, "needs", "user_1")
        counted = await inbox.counts(session, "user_1")
    assert [line.id for line in page.items] == [office.conversation]
    assert counted == {"needs": 1, "mine": 0, "all": 1}


async def test_a_webhooks_secret_is_shown_once_and_what_is_no_address_is_refused(
    office: Office,
) -> None:
    async with visit(office, "owner") as client:
        token = await form_token(client)
        form = {"url": "https://n8n.example.com/hook", "events": "order.placed"}
        made = await client.post("/app/settings/webhooks", data=form, headers=token)
        assert made.status_code == 200
        assert "whsec_" in made.text
        again = (await client.get("/app/settings/webhooks")).text
        assert "whsec_" not in again
        assert form["url"] in again
        for url in ("n8n", "javascript:alert(1)", "https://user:pw@x.example"):
            answer = await client.post("/app/settings/webhooks", data={"url": url}, headers=token)
            assert answer.status_code == 422, url


async def test_a_contacts_phone_is_stored_as_everybody_can_call_it(office: Office) -> None:
    async with visit(office, "agent") as client:
        token = await form_token(client)
        address = f"/app/contacts/{office.contact}"
        answer = await client.post(address, data={"phone": "6000-0101"}, headers=token)
        assert answer.status_code == 303
        assert "+50760000101" in (await client.get(address)).text
        assert (await client.post(address, data={"phone": "x"}, headers=token)).status_code == 422
