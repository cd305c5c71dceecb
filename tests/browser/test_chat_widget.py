"""The website chat in a real browser: what a customer sees, taps and loses nothing of."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect
from sqlalchemy import select, text

from cauce.core.clock import SystemClock
from cauce.core.keys import Keys
from cauce.store.models import Message
from cauce.store.session import Store
from tests.browser.chromium import CHROMIUM, FLAGS, MARKS
from tests.browser.serving import Announcing
from tests.public_app import answer, app_of, house_of, open_demo_shop

pytestmark = MARKS
# Milliseconds: generous, for a machine that has other work to do.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


class Server:
    """The public side of Cauce on a port of its own, which can go away and come back."""

    def __init__(self, database_url: str) -> None:
        self.url = database_url
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._up = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)
        self._thread.start()
        assert self._up.wait(20), "the server did not start"

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        assert not self._thread.is_alive(), "the server did not stop"

    async def _run(self) -> None:
        clock = SystemClock()
        store = Store(self.url, clock, Keys(clock), pool_size=4)
        house = house_of(store, clock, port=self.port)
        config = uvicorn.Config(
            app_of(house), port=self.port, log_level="error", timeout_graceful_shutdown=1
        )
        self._server = Announcing(config, self._up)
        house.live.start()
        await self._server.serve()
        await house.live.stop()
        await store.close()


@pytest.fixture
async def shop(store: Store) -> Store:
    await open_demo_shop(store)
    return store


@pytest.fixture
def server(shop: Store) -> Iterator[Server]:
    running = Server(shop.url)
    running.start()
    yield running
    if running._thread.is_alive():
        running.stop()


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        await opened.close()


@pytest.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    opened = await browser.new_context(locale="es-PA", viewport={"width": 1280, "height": 860})
    opened.set_default_timeout(PATIENCE)
    yield opened
    await opened.close()


@pytest.fixture
async def page(context: BrowserContext, server: Server) -> AsyncIterator[Page]:
    """The demo shop; whatever its strict policy or its scripts complain about fails the test."""
    opened = await context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console",
        lambda said: complaints.append(said.text) if "Content Security" in said.text else None,
    )
    await opened.goto(f"{server.address}/demo/shop")
    yield opened
    assert complaints == []


async def open_chat(page: Page) -> None:
    await page.get_by_role("button", name="Abrir chat").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def say(page: Page, words: str) -> None:
    box = page.get_by_role("textbox", name="Escribe un mensaje")
    await box.fill(words)
    await box.press("Enter")


async def stored(store: Store) -> list[Message]:
    async with store.reading() as session:
        found = await session.scalars(
            select(Message).order_by(Message.conversation_id, Message.sequence)
        )
        return list(found)


async def reply(store: Store, words: str, **extra: Any) -> Message:
    (first, *_) = await stored(store)
    return await answer(store, first.conversation_id, words, SystemClock().now(), **extra)


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
    page: Page, shop: Store, server: Server
) -> None:
    await open_chat(page)
    await say(page, "uno")
    await expect(page.locator(".customer").get_by_role("img", name="Entregado")).to_be_visible()
    server.stop()
    await say(page, "dos")
    await say(page, "tres")
    await expect(page.get_by_role("status").filter(has_text="Sin conexión")).to_be_visible()
    await expect(page.get_by_role("img", name="Pendiente")).to_have_count(2)
    await reply(shop, "Mientras tanto…")
    server.start()
    await expect(page.get_by_role("img", name="Pendiente")).to_have_count(0)
    await expect(page.locator(".bot .bubble").last).to_contain_text("Mientras tanto")
    await expect(page.locator(".notice")).to_be_hidden()
    said = [one.content for one in await stored(shop)]
    assert said == ["uno", "Mientras tanto…", "dos", "tres"]


async def test_a_message_typed_just_before_leaving_is_sent_on_coming_back(
    page: Page, shop: Store, server: Server
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


async def test_on_a_phone_the_chat_takes_the_whole_screen(browser: Browser, server: Server) -> None:
    context = await browser.new_context(
        locale="es-PA", viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True
    )
    page = await context.new_page()
    await page.goto(f"{server.address}/demo/shop")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await open_chat(page)
    # It slides in; where it ends is what counts.
    await page.locator(".panel").evaluate(
        "panel => Promise.all(panel.getAnimations().map(one => one.finished))"
    )
    box = await page.locator(".panel").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 360, "height": 640}
    await expect(page.locator(".launch")).to_be_hidden()
    await say(page, "una palabra larguísima " + "x" * 300)
    await expect(page.locator(".customer .bubble")).to_be_visible()
    assert await page.locator(".log").evaluate("log => log.scrollWidth <= log.clientWidth")
    await page.get_by_role("button", name="Cerrar chat").click()
    await expect(page.locator(".launch")).to_be_visible()
    await context.close()


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


@asynccontextmanager
async def another_website(server: Server) -> AsyncIterator[str]:
    """Somebody's page on another address, as strict as a page can be; where it is."""
    policy = f"default-src 'none'; script-src {server.address}; connect-src {server.address}"
    script = f"{server.address}/chat/widget.js"
    shown = f'<html lang="en"><h1>Shop</h1><script src="{script}" defer></script>'

    async def serve(asked: asyncio.StreamReader, said: asyncio.StreamWriter) -> None:
        await asked.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Security-Policy: {policy}"
        said.write(f"{head}\r\nConnection: close\r\n\r\n{shown}".encode())
        await said.drain()
        said.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with listening:
        yield f"http://localhost:{listening.sockets[0].getsockname()[1]}/"


async def test_another_website_with_a_strict_policy_can_show_the_chat(
    context: BrowserContext, server: Server, shop: Store
) -> None:
    page = await context.new_page()
    async with another_website(server) as address:
        await page.goto(address)
        await page.get_by_role("button", name="Open chat").click()
    colour = await page.locator(".launch").evaluate("it => getComputedStyle(it).backgroundColor")
    assert colour == "rgb(15, 107, 92)"
    await page.get_by_role("textbox", name="Write a message").fill("hello")
    await page.keyboard.press("Enter")
    await expect(page.locator(".customer").get_by_role("img", name="Delivered")).to_be_visible()
    (message,) = await stored(shop)
    assert message.media["page"] == address


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
