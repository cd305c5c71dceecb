"""Choosing a template on a phone-sized screen: filled in, seen as it will be read, and sent."""

from datetime import timedelta

from playwright.async_api import Browser, expect

from cauce.engine.house import House
from cauce.store.models import (
    ChannelAccount,
    Contact,
    ContactIdentity,
    Conversation,
    MessageTemplate,
)
from tests.browser.chromium import MARKS
from tests.browser.office import enter
from tests.office import Office

pytestmark = MARKS
WORDS = "Hola {{1}}, tu pedido {{2}} está listo. ¿Pasas hoy?"


async def _long_ago(house: House) -> str:
    """Somebody wrote on WhatsApp two days ago; the conversation."""
    wrote = house.clock.now() - timedelta(days=2)
    async with house.store.writing() as session:
        session.add(
            ChannelAccount(
                channel="whatsapp",
                external_id="1001",
                name="+507 6000-0001 · Tienda",
                token="x",
                settings={"waba_id": "77"},
            )
        )
        session.add(
            MessageTemplate(
                waba_id="77",
                provider_id="5",
                name="order_ready",
                language="es",
                category="UTILITY",
                status="APPROVED",
                quality="GREEN",
                body=WORDS,
                buttons=[{"kind": "QUICK_REPLY", "text": "Sí, paso", "url": ""}],
                examples={"body_1": "Ana", "body_2": "A-12"},
            )
        )
        contact = Contact(name="Berta Ruiz", emails=[], phones=["+50760000002"])
        session.add(contact)
        await session.flush()
        identity = ContactIdentity(
            contact_id=contact.id, channel="whatsapp", external_id="50760000002"
        )
        session.add(identity)
        await session.flush()
        thread = Conversation(
            contact_id=contact.id,
            identity_id=identity.id,
            channel="whatsapp",
            account_id="1001",
            started_at=wrote,
            last_message_at=wrote,
            last_inbound_at=wrote,
            wrote_at=wrote,
        )
        session.add(thread)
        await session.flush()
    return thread.id


async def test_a_template_is_filled_in_and_seen_before_it_is_sent(
    office: Office, address: str, browser: Browser
) -> None:
    thread = await _long_ago(office.house)
    page = await enter(browser, address, width=390)
    await page.goto(f"{address}/app/inbox/{thread}")
    await expect(page.locator("#window-note")).to_contain_text("plantilla aprobada")
    await page.get_by_role("link", name="Elegir una plantilla").click()
    await page.locator("#template-box").get_by_role("link", name="order_ready").click()
    assert page.url.endswith(thread)
    await page.get_by_label("Texto · 1").fill("Berta")
    await expect(page.locator("#template-reads")).to_contain_text("Hola Berta, tu pedido {{2}}")
    await page.get_by_label("Texto · 2").fill("B-7")
    reads = "Hola Berta, tu pedido B-7 está listo. ¿Pasas hoy?"
    await expect(page.locator("#template-reads")).to_contain_text(reads)
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    await page.locator("#template-form").get_by_role("button", name="Enviar").click()
    await expect(page.locator("#messages .said-agent")).to_contain_text(reads)
    await expect(page.locator("#template-form")).to_have_count(0)


async def test_the_list_of_templates_fits_a_phone(
    office: Office, address: str, browser: Browser
) -> None:
    await _long_ago(office.house)
    page = await enter(browser, address, width=390)
    await page.goto(f"{address}/app/settings/templates")
    await expect(page.get_by_text("Hola Ana, tu pedido A-12 está listo.")).to_be_visible()
    await expect(page.get_by_text("Aprobada")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
