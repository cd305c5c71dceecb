"""The pages in a real browser: what an agent sees live, types, and does with the keyboard."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn
from playwright.async_api import Browser, Page, async_playwright, expect
from sqlalchemy import select

from cauce.core.clock import SystemClock
from cauce.core.keys import Keys
from cauce.engine import attend
from cauce.store.models import Conversation, FlowSetting, Message, User
from cauce.store.queries.live import tell
from cauce.store.session import Store
from tests.browser.chromium import CHROMIUM, FLAGS, MARKS
from tests.browser.serving import Announcing
from tests.office import PASSWORD, Office, house_of, open_office

pytestmark = MARKS
# Milliseconds: generous, for a machine that has other work to do.
expect.set_options(timeout=15_000)


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    clock = SystemClock()
    store = Store(database_url, clock, Keys(clock), pool_size=6)
    yield await open_office(house_of(store, clock))
    await store.close()


@pytest.fixture
async def address(office: Office) -> AsyncIterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(
        office.app, port=port, log_level="error", timeout_graceful_shutdown=1, lifespan="off"
    )
    up = asyncio.Event()
    server = Announcing(config, up)
    office.house.live.start()
    running = asyncio.create_task(server.serve())
    await up.wait()
    yield f"http://127.0.0.1:{port}"
    await office.house.live.stop()
    server.should_exit = True
    await running


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        await launched.close()


async def _enter(browser: Browser, address: str, role: str = "owner", width: int = 1440) -> Page:
    """Logged in; whatever the browser complains about fails the test."""
    context = await browser.new_context(viewport={"width": width, "height": 860}, locale="es-PA")
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script: {error}"))
    page.on("console", lambda told: _quiet(told.type, told.text))
    await page.goto(f"{address}/login")
    await page.get_by_label("Correo electrónico").fill(f"{role}@tienda.example")
    await page.get_by_label("Contraseña").fill(PASSWORD)
    await page.get_by_role("button", name="Entrar").click()
    await page.wait_for_url("**/app")
    return page


def _quiet(kind: str, text: str) -> None:
    """A refused form is told by the browser as well; that is no mistake of the page."""
    if "Content Security Policy" in text or (kind == "error" and "status of 4" not in text):
        pytest.fail(f"console: {text}")


async def _listening(page: Page) -> None:
    """Once its stream of news is open."""
    await expect(page.locator("html[data-listening]")).to_be_attached()


async def _hear(office: Office, text: str) -> None:
    """The customer writes once more."""
    async with office.house.store.writing() as session:
        thread = await session.get_one(Conversation, office.conversation)
        thread.message_count += 1
        thread.unread += 1
        thread.preview = text
        session.add(
            Message(
                conversation_id=thread.id,
                contact_id=thread.contact_id,
                channel=thread.channel,
                sequence=thread.message_count,
                direction="in",
                sender="customer",
                content=text,
                status="delivered",
            )
        )
        await tell(session, "message.received", conversation=thread.id)


async def test_a_message_appears_while_the_thread_is_open(
    office: Office, address: str, browser: Browser
) -> None:
    page = await _enter(browser, address)
    await page.get_by_role("link", name="Bandeja").first.click()
    await page.locator("[data-thread]").first.click()
    await expect(page.locator("#thread")).to_be_visible()
    assert office.conversation in page.url
    await expect(page.locator("#messages .said")).to_have_count(2)
    await _listening(page)
    await _hear(office, "¿Siguen ahí?")
    await expect(page.locator("#messages .said")).to_have_count(3)
    await expect(page.locator("#list .thread-text").first).to_have_text("¿Siguen ahí?")


async def test_typing_takes_over_and_handing_back_is_one_click(
    office: Office, address: str, browser: Browser
) -> None:
    page = await _enter(browser, address)
    await page.goto(f"{address}/app/inbox/{office.conversation}")
    await page.keyboard.press("r")
    await page.keyboard.type("Hola, te ayudo yo.")
    await page.keyboard.press("Enter")
    await expect(page.locator(".said-agent .bubble-text")).to_have_text("Hola, te ayudo yo.")
    await expect(page.locator(".banner")).to_contain_text("La tienes tú: Cauce guarda silencio")
    await expect(page.locator("[data-compose]")).to_have_value("")
    await page.get_by_role("button", name="Devolver a Cauce").click()
    await expect(page.locator(".banner")).to_contain_text("Cauce atiende")
    async with office.house.store.reading() as session:
        thread = await session.get_one(Conversation, office.conversation)
        sent = (await session.scalars(select(Message).where(Message.sender == "agent"))).all()
    assert (thread.bot_silenced, len(sent)) == (False, 1)


async def test_two_letters_take_the_conversation_and_deleting_them_offers_it_back(
    office: Office, address: str, browser: Browser
) -> None:
    async with office.house.store.writing() as session:
        thread = await session.get_one(Conversation, office.conversation)
        thread.bot_silenced, thread.status = False, "active"
    page = await _enter(browser, address)
    told: list[str] = []
    page.on("request", lambda sent: told.append(sent.url) if "/typing" in sent.url else None)
    await page.goto(f"{address}/app/inbox/{office.conversation}")
    area = page.locator("[data-compose]")
    await area.press_sequentially("H")
    await expect(page.locator(".banner")).to_contain_text("Cauce atiende")
    assert told == []
    await area.press_sequentially("ola, soy Ana")
    await expect(page.locator(".banner")).to_contain_text("La tienes tú: Cauce guarda silencio")
    await expect(area).to_have_value("Hola, soy Ana")
    assert len(told) == 1
    await area.fill("")
    await page.get_by_role("button", name="Devolver a Cauce").click()
    await expect(page.locator(".banner")).to_contain_text("Cauce atiende")
    async with office.house.store.reading() as session:
        sent = (await session.scalars(select(Message).where(Message.sender == "agent"))).all()
    assert sent == []


async def test_what_is_on_the_screen_has_no_unread_badge(
    office: Office, address: str, browser: Browser
) -> None:
    page = await _enter(browser, address)
    await page.goto(f"{address}/app/inbox?folder=all")
    await expect(page.locator("#list .unread")).to_have_count(1)
    await page.locator("[data-thread]").first.click()
    await expect(page.locator("#list .unread")).to_have_count(0)
    await _listening(page)
    await _hear(office, "¿Siguen ahí?")
    await expect(page.locator("#list .thread-text").first).to_have_text("¿Siguen ahí?")
    await expect(page.locator("#list .unread")).to_have_count(0)
    async with office.house.store.reading() as session:
        assert (await session.get_one(Conversation, office.conversation)).unread == 0


async def test_an_alert_is_settled_with_one_click(
    office: Office, address: str, browser: Browser
) -> None:
    page = await _enter(browser, address)
    await page.get_by_role("button", name="La veo yo").click()
    await expect(page.locator("#alerts")).to_contain_text("En revisión")
    await page.get_by_role("button", name="Resuelta").click()
    await expect(page.locator("#alerts .alert")).to_have_count(0)


async def test_what_somebody_types_survives_news(
    office: Office, address: str, browser: Browser
) -> None:
    page = await _enter(browser, address)
    await page.goto(f"{address}/app/inbox/{office.conversation}")
    await page.locator("[data-compose]").fill("a medio escr")
    await _listening(page)
    await _hear(office, "¿Hola?")
    await expect(page.locator("#messages .said")).to_have_count(3)
    await expect(page.locator("[data-compose]")).to_have_value("a medio escr")


async def test_the_why_of_a_machine_message_opens_beside_it_and_closes_with_escape(
    office: Office, address: str, browser: Browser
) -> None:
    page = await _enter(browser, address)
    await page.goto(f"{address}/app/inbox/{office.conversation}")
    await page.locator(".said-why").first.click()
    await expect(page.locator("#drawer")).to_be_visible()
    await expect(page.locator("#drawer")).to_contain_text("este flujo está apagado")
    await page.keyboard.press("Escape")
    await expect(page.locator("#drawer")).to_be_hidden()


async def test_a_colleagues_work_shows_without_loading_again(
    office: Office, address: str, browser: Browser
) -> None:
    page = await _enter(browser, address)
    await page.goto(f"{address}/app/inbox/{office.conversation}")
    await _listening(page)
    async with office.house.store.reading() as session:
        colleague = await session.scalar(select(User).where(User.role == "agent"))
    assert colleague is not None
    await attend.take(office.house, colleague.id, office.conversation)
    await expect(page.locator(".banner")).to_contain_text(f"La tiene {colleague.name}")


async def test_a_flow_is_set_free_and_bound_with_one_click(
    office: Office, address: str, browser: Browser
) -> None:
    page = await _enter(browser, address)
    await page.goto(f"{address}/app/flows")
    row = page.locator("#flow-chatbot")
    await row.get_by_role("button", name="Preguntar").click()
    await expect(row.get_by_role("button", name="Preguntar")).to_have_attribute(
        "aria-pressed", "true"
    )
    async with office.house.store.reading() as session:
        setting = await session.scalar(select(FlowSetting).where(FlowSetting.flow == "chatbot"))
    assert setting is not None
    assert setting.autonomy == "ask"


async def test_the_keyboard_reaches_the_inbox_and_the_search(
    office: Office, address: str, browser: Browser
) -> None:
    page = await _enter(browser, address)
    await page.keyboard.press("?")
    await expect(page.locator("#help")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("g")
    await page.keyboard.press("i")
    await page.wait_for_url("**/app/inbox")
    await page.keyboard.press("/")
    await expect(page.locator("[data-search]")).to_be_focused()
    await page.keyboard.type("nadie se llama así")
    await expect(page.locator("#list")).to_contain_text("Sin resultados")
    await page.locator("[data-search]").fill("")
    await expect(page.locator("[data-thread]")).to_have_count(1)
    await page.keyboard.press("Escape")
    await page.keyboard.press("j")
    await expect(page.locator("#thread")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_page_is_wider_than_a_phone(
    office: Office, address: str, browser: Browser, scheme: str
) -> None:
    page = await _enter(browser, address, width=390)
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in (
        "",
        "/inbox",
        f"/inbox/{office.conversation}",
        "/approvals",
        "/contacts",
        f"/contacts/{office.contact}",
        "/flows",
        "/flows/chatbot",
        "/knowledge",
        "/knowledge/products",
        "/knowledge/imports",
        "/settings/team",
        "/settings/keys",
        "/settings/channels",
    ):
        await page.goto(f"{address}/app{path}")
        beyond = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert beyond <= 0, path


async def test_a_form_that_is_refused_keeps_what_was_typed(
    office: Office, address: str, browser: Browser
) -> None:
    page = await _enter(browser, address)
    await page.goto(f"{address}/app/settings/me")
    await page.get_by_label("Contraseña actual").fill("no es esta clave")
    await page.get_by_label("Contraseña nueva").fill("otro rio muy largo")
    await page.get_by_role("button", name="Cambiar contraseña").click()
    await expect(page.locator(".toast")).to_have_text("La contraseña actual no es correcta.")
    await expect(page.get_by_label("Contraseña nueva")).to_have_value("otro rio muy largo")
    assert page.url.endswith("/app/settings/me")


async def test_a_removed_question_is_back_with_one_click(
    office: Office, address: str, browser: Browser
) -> None:
    page = await _enter(browser, address)
    await page.goto(f"{address}/app/knowledge/faqs")
    first = page.locator(".faq").first
    name = await first.get_attribute("id")
    await first.locator("summary").click()
    await first.get_by_role("button", name="Archivar").click()
    await expect(page.locator(f"#{name}")).to_have_count(0)
    await page.get_by_role("button", name="Deshacer").click()
    await expect(page.locator(f"#{name}")).to_have_count(1)


async def test_a_message_is_tried_without_a_trace(
    office: Office, address: str, browser: Browser
) -> None:
    page = await _enter(browser, address)
    await page.goto(f"{address}/app/flows/try")
    await page.get_by_role("button", name="¿Cuánto cuesta el envío?").click()
    await page.get_by_role("button", name="Probar", exact=True).click()
    await expect(page.locator(".tried-answer")).to_have_text("Con gusto.")
    await expect(page.locator("#tried .decision")).not_to_have_count(0)
    async with office.house.store.reading() as session:
        assert (await session.scalars(select(FlowSetting))).all() == []
        assert len((await session.scalars(select(Message))).all()) == 2
