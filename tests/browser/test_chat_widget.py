"""The website chat in a real browser: what a customer sees, taps and loses nothing of."""

import asyncio

from playwright.async_api import Page, expect
from sqlalchemy import text

from cauce.store.session import Store
from tests.browser.chromium import MARKS
from tests.browser.website import Site, open_chat, reply, say, stored

pytestmark = MARKS


async def test_a_customer_writes_and_is_answered(page: Page, shop: Store) -> None:
    await open_chat(page)
    await expect(page.locator(".bubble")).to_contain_text("Soy Alba")
    await say(page, "Hola, ¿tienen laptops?")
    mine = page.locator(".customer .bubble")
    await expect(mine).to_contain_text("¿tienen laptops?")
    await expect(mine.get_by_role("img", name="Entregado")).to_be_visible()
    await expect(page.locator(".dots")).to_be_visible()
    await reply(shop, "¡Hola! Claro que sí.")
    await expect(page.locator(".bot .bubble").last).to_contain_text("Claro que sí")
    await expect(mine.get_by_role("img", name="Leído")).to_be_visible()
    await expect(page.locator(".dots")).to_have_count(0)
    messages = await stored(shop)
    assert [one.content for one in messages] == ["Hola, ¿tienen laptops?", "¡Hola! Claro que sí."]


async def test_quick_replies_say_what_they_mean_and_are_used_up(page: Page, shop: Store) -> None:
    await open_chat(page)
    await page.get_by_role("button", name="Envíos").click()
    await expect(page.locator(".customer .bubble")).to_contain_text("¿Hacen envíos?")
    await expect(page.locator(".customer").get_by_role("img", name="Entregado")).to_be_visible()
    await expect(page.locator(".chip")).to_have_count(0)
    offered = [{"title": "A David", "says": "¿Cuánto cuesta el envío a David?"}]
    await reply(shop, "Sí, a todo el país.", quick_replies=offered)
    await page.get_by_role("button", name="A David").click()
    await expect(page.locator(".customer .bubble").last).to_contain_text("el envío a David")


async def test_cards_and_orders_are_drawn_with_todays_figures(page: Page, shop: Store) -> None:
    await open_chat(page)
    await say(page, "laptops")
    await expect(page.locator(".customer").get_by_role("img", name="Entregado")).to_be_visible()
    summary = {
        "lines": [{"sku": "LAP-HP-15", "quantity": 2}],
        "delivery": "ship",
        "shipping": {"amount": "8", "currency": "USD"},
        "total": {"amount": "1048", "currency": "USD"},
    }
    await reply(shop, "Esta:", cards=["LAP-HP-15"], summary=summary)
    card = page.locator(".card")
    await expect(card).to_contain_text("$520")
    await expect(page.locator(".order")).to_contain_text("$1,048")
    await card.get_by_role("button", name="Me interesa").click()
    await expect(page.locator(".customer .bubble").last).to_contain_text(
        "Me interesa: Laptop HP 15"
    )


async def test_nothing_is_lost_while_the_server_is_away(
    page: Page, shop: Store, site: Site
) -> None:
    await open_chat(page)
    await say(page, "uno")
    await expect(page.locator(".customer").get_by_role("img", name="Entregado")).to_be_visible()
    site.stop()
    await say(page, "dos")
    await say(page, "tres")
    await expect(page.get_by_role("status").filter(has_text="Sin conexión")).to_be_visible()
    await expect(page.get_by_role("img", name="Pendiente")).to_have_count(2)
    await reply(shop, "Mientras tanto…")
    site.start()
    await expect(page.get_by_role("img", name="Pendiente")).to_have_count(0)
    await expect(page.locator(".bot .bubble").last).to_contain_text("Mientras tanto")
    await expect(page.locator(".notice")).to_be_hidden()
    said = [one.content for one in await stored(shop)]
    assert said == ["uno", "Mientras tanto…", "dos", "tres"]


async def test_a_message_typed_just_before_leaving_is_sent_on_coming_back(
    page: Page, shop: Store, site: Site
) -> None:
    await open_chat(page)
    await say(page, "uno")
    await expect(page.locator(".customer").get_by_role("img", name="Entregado")).to_be_visible()
    await page.route("**/chat/api/messages", lambda route: route.abort())
    await say(page, "dos")
    await expect(page.get_by_role("img", name="Pendiente")).to_be_visible()
    await page.unroute("**/chat/api/messages")
    await page.reload()
    await open_chat(page)
    await expect(page.locator(".customer .bubble")).to_have_count(2)
    await expect(page.get_by_role("img", name="Pendiente")).to_have_count(0)
    assert [one.content for one in await stored(shop)] == ["uno", "dos"]


async def test_answers_to_a_closed_chat_are_counted_on_its_button(page: Page, shop: Store) -> None:
    await open_chat(page)
    await say(page, "hola")
    await expect(page.locator(".customer").get_by_role("img", name="Entregado")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(page.locator(".launch")).to_be_focused()
    await reply(shop, "uno")
    await reply(shop, "dos", sender="agent")
    await expect(page.locator(".badge")).to_have_text("2")
    await page.reload()
    await expect(page.locator(".badge")).to_have_text("2")
    await page.get_by_role("button", name="Abrir chat, 2 sin leer").click()
    await expect(page.locator(".agent .bubble")).to_contain_text("dos")
    await expect(page.locator(".badge")).to_be_hidden()
    async with asyncio.timeout(15):
        while {one.status for one in (await stored(shop))[1:]} != {"read"}:
            await page.evaluate("new Promise(requestAnimationFrame)")


async def test_hostile_text_is_only_text_and_links_are_safe(page: Page, shop: Store) -> None:
    await open_chat(page)
    hostile = "<img src=x onerror=\"document.title='taken'\"> javascript:alert(1)"
    await say(page, hostile)
    mine = page.locator(".customer .bubble")
    await expect(mine).to_contain_text(hostile)
    await expect(mine.get_by_role("img", name="Entregado")).to_be_visible()
    await reply(shop, "Mira https://shop.example/a?b=1. Y javascript:alert(1)")
    links = page.locator(".bot .bubble a")
    await expect(links).to_have_count(1)
    await expect(links).to_have_attribute("href", "https://shop.example/a?b=1")
    await expect(links).to_have_attribute("rel", "noopener noreferrer")
    assert await page.title() == "Electro Istmo"
    assert await mine.locator("img[src]").count() == 0


async def test_the_keyboard_stays_inside_the_open_chat(page: Page) -> None:
    await open_chat(page)
    await expect(page.locator("textarea")).to_be_focused()
    inside = "document.activeElement.tagName === 'CAUCE-CHAT'"
    for _ in range(9):
        await page.keyboard.press("Tab")
        assert await page.evaluate(inside)
    for _ in range(9):
        await page.keyboard.press("Shift+Tab")
        assert await page.evaluate(inside)


async def test_a_button_of_the_page_asks_in_the_chat(page: Page, shop: Store) -> None:
    await page.locator("article [data-chat-ask]").first.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await expect(page.locator(".customer .bubble")).to_contain_text("¿me cuentas más sobre")
    await expect(page.locator(".customer").get_by_role("img", name="Entregado")).to_be_visible()


async def test_a_customer_pays_a_demo_order_and_the_chat_knows(page: Page, shop: Store) -> None:
    await open_chat(page)
    await say(page, "lo llevo")
    await expect(page.locator(".customer").get_by_role("img", name="Entregado")).to_be_visible()
    async with shop.writing() as session:
        await session.execute(
            text("""
                INSERT INTO orders (id, created_at, updated_at, number, token, contact_id,
                    conversation_id, source, status, subtotal_minor, total_minor, currency,
                    delivery, placed_at)
                SELECT 'ord_1', now(), now(), 'PA-7', 'tok_12345678', contact_id, id, 'webchat',
                    'awaiting_payment', 52000, 52000, 'USD', 'pickup', now() FROM conversations
            """)
        )
    await reply(shop, "Paga aquí: https://cauce.example/pay/tok_12345678")
    async with page.context.expect_page() as opening:
        await page.get_by_role("link", name="Pagar ahora").click()
    payment = await opening.value
    await payment.get_by_role("button", name="Pagar $520").click()
    await expect(payment.get_by_role("status")).to_contain_text("Pago recibido")
    await expect(page.locator(".order .paid")).to_have_text("Pagado")
