"""Templates on the pages: seen under Settings, and chosen in the inbox once free text is over."""

import re
from datetime import timedelta

import httpx
import pytest

from cauce.core.clock import FixedClock
from cauce.store.models import AuditEntry, ChannelAccount, Message
from cauce.store.session import Store
from tests.engine.on_the_phone import OnThePhone
from tests.engine.templates.shop import at_meta, opened, template
from tests.houses import ScriptedMind, rows
from tests.office import Office, form_token, open_office, visit

HERE = "/app/settings/templates"
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
SHUT = "WhatsApp solo deja enviar una plantilla aprobada"


@pytest.fixture
async def phone(store: Store, clock: FixedClock) -> OnThePhone:
    return await opened(store, ScriptedMind())


@pytest.fixture
async def shop(phone: OnThePhone) -> Office:
    made = await open_office(phone.house)
    await phone.sends(await phone.writes())
    return made


async def thread_of(phone: OnThePhone) -> str:
    return next(one.id for one in await phone.conversations() if one.channel == "whatsapp")


async def post(client: httpx.AsyncClient, path: str, **form: str) -> httpx.Response:
    headers = await form_token(client) | PARTIAL
    return await client.post(path, data=form, headers=headers)


async def test_templates_are_shown_with_status_quality_and_examples_in_plain_words(
    shop: Office, phone: OnThePhone
) -> None:
    await at_meta(phone, "hello_again", status="PAUSED", quality="RED")
    async with visit(shop, "owner") as client:
        [account] = await rows(shop.house.store, ChannelAccount)
        answer = await client.post(
            f"{HERE}/sync", data={"account": account.id}, headers=await form_token(client)
        )
        assert answer.headers["location"] == f"{HERE}?done=templates_synced"
        page = (await client.get(f"{HERE}?done=templates_synced")).text
    assert "Plantillas traídas de Meta" in page
    assert "En pausa" in page
    assert "Muchas quejas" in page
    assert "Hola {{1}}, seguimos con tu consulta." in page
    assert page.count("Enviarme una prueba") == 3
    async with visit(shop, "viewer") as client:
        seen = await client.get(HERE)
        assert seen.status_code == 200
        assert "Send me a test" not in seen.text
        refused = await client.post(
            f"{HERE}/sync", data={"account": account.id}, headers=await form_token(client)
        )
        assert refused.status_code == 403


async def test_without_a_number_the_page_says_where_to_begin(office: Office) -> None:
    async with visit(office, "owner") as client:
        page = (await client.get(HERE)).text
    assert "No hay un número de WhatsApp conectado" in page


async def test_an_owner_sends_themselves_a_test(shop: Office, phone: OnThePhone) -> None:
    found = await template(phone)
    async with visit(shop, "owner") as client:
        path = f"{HERE}/{found.id}/test"
        told = {"to": f"+{phone.customer['address']}", "body_1": "Ana"}
        sent = await client.post(path, data=told, headers=await form_token(client))
        assert sent.headers["location"] == f"{HERE}?done=hello_sent"
        refused = await post(client, path, to="12", body_1="Ana")
        assert (refused.status_code, refused.headers["X-Refused-Field"]) == (422, "to")
        empty = await post(client, path, to=told["to"])
        assert "Rellena «1»." in empty.text
    assert (await phone.texts())[-1].startswith("Hola Ana, seguimos")
    assert (
        len(await rows(shop.house.store, AuditEntry, AuditEntry.action == "template.tested")) == 1
    )


async def test_the_composer_says_until_when_and_then_offers_templates(
    shop: Office, phone: OnThePhone
) -> None:
    thread = await thread_of(phone)
    async with visit(shop, "owner") as client:
        page = (await client.get(f"/app/inbox/{thread}")).text
        assert "Puedes escribir libremente hasta" in page
        assert SHUT not in page
        phone.clock.at += timedelta(hours=30)
    async with visit(shop, "owner") as client:
        page = (await client.get(f"/app/inbox/{thread}")).text
        assert "Puedes escribir libremente" not in page
        assert SHUT in page
        assert f"/app/inbox/{thread}/templates" in page
        news = await client.get(f"/app/inbox/{thread}/news", headers=PARTIAL)
        assert SHUT in news.text
        refused = await post(client, f"/app/inbox/{thread}/reply", text="¿Seguimos?", key="k")
        assert refused.status_code == 409
        assert "WhatsApp solo acepta ahora una plantilla aprobada" in refused.text
    assert await rows(shop.house.store, Message, Message.sender == "agent") == []


async def test_a_template_is_chosen_filled_in_seen_and_sent(
    shop: Office, phone: OnThePhone
) -> None:
    await phone.passes(hours=30)
    thread, found = await thread_of(phone), await template(phone)
    path = f"/app/inbox/{thread}/templates"
    async with visit(shop, "owner") as client:
        choice = (await client.get(path, headers=PARTIAL)).text
        assert "hello_again" in choice
        assert "weekend_offer" in choice
        form = (await client.get(f"{path}/{found.id}", headers=PARTIAL)).text
        assert 'name="body_1"' in form
        assert not re.search(r"<script|\son\w+=|style=", form)
        key = form.split('name="key" value="')[1].split('"')[0]
        shown = await post(client, f"{path}/{found.id}/preview", body_1="<b>Ana</b>")
        assert "Hola &lt;b&gt;Ana&lt;/b&gt;, seguimos" in shown.text
        empty = await post(client, f"{path}/{found.id}", key=key)
        assert empty.status_code == 422
        assert "Rellena «1»." in empty.text
        for _ in range(2):
            sent = await post(client, f"{path}/{found.id}", key=key, body_1="Ana")
            assert "Hola Ana, seguimos con tu consulta" in sent.text
    assert await phone.sends(await phone.delivery()) == "sent"
    assert (await phone.texts())[-1].startswith("Hola Ana, seguimos")
    ours = await rows(shop.house.store, Message, Message.extra.has_key("template"))
    assert len(ours) == 1


async def test_without_scripts_choosing_is_a_page_of_its_own(
    shop: Office, phone: OnThePhone
) -> None:
    thread, found = await thread_of(phone), await template(phone)
    async with visit(shop, "owner") as client:
        for path in ("templates", f"templates/{found.id}"):
            page = await client.get(f"/app/inbox/{thread}/{path}")
            assert page.status_code == 200
            assert "<html" in page.text
        sent = await client.post(
            f"/app/inbox/{thread}/templates/{found.id}",
            data={"body_1": "Ana", "key": "k"},
            headers=await form_token(client),
        )
        assert sent.headers["location"] == f"/app/inbox/{thread}"


async def test_advertising_is_refused_in_the_readers_language(
    shop: Office, phone: OnThePhone
) -> None:
    thread, found = await thread_of(phone), await template(phone, "weekend_offer")
    async with visit(shop, "owner") as client:
        path = f"/app/inbox/{thread}/templates/{found.id}"
        refused = await post(client, path, key="k", body_1="todo", body_2="10 %")
    assert refused.status_code == 409
    assert "el cliente nunca aceptó recibir ofertas" in refused.text


async def test_a_viewer_chooses_no_template(shop: Office, phone: OnThePhone) -> None:
    thread = await thread_of(phone)
    async with visit(shop, "viewer") as client:
        assert (await client.get(f"/app/inbox/{thread}/templates")).status_code == 403


async def test_the_tick_for_late_answers_is_kept(shop: Office) -> None:
    async with shop.house.store.writing() as session:
        page = ChannelAccount(channel="messenger", external_id="1", name="Tienda", token="x")
        session.add(page)
    async with visit(shop, "owner") as client:
        steps = "/app/settings/channels"
        assert "HUMAN_AGENT" in (await client.get(f"{steps}/messenger")).text
        headers = await form_token(client)
        await client.post(f"{steps}/{page.id}/human-agent", data={"allowed": "1"}, headers=headers)
        shown = (await client.get(f"{steps}/messenger")).text
        assert 'name="allowed" value="1" checked' in shown
        await client.post(f"{steps}/{page.id}/human-agent", data={}, headers=headers)
        shown = (await client.get(f"{steps}/messenger")).text
        assert 'name="allowed" value="1" checked' not in shown
