"""The inbox in a real browser: what an agent sees live, types and takes over."""

from playwright.async_api import Browser, Page, expect
from sqlalchemy import select

from cauce.engine import attend
from cauce.store.models import Conversation, Message, User
from cauce.store.queries.live import tell
from tests.browser.chromium import MARKS
from tests.browser.office import enter
from tests.office import Office

pytestmark = MARKS


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
    page = await enter(browser, address)
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
    page = await enter(browser, address)
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
    page = await enter(browser, address)
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
    page = await enter(browser, address)
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


async def test_what_somebody_types_survives_news(
    office: Office, address: str, browser: Browser
) -> None:
    page = await enter(browser, address)
    await page.goto(f"{address}/app/inbox/{office.conversation}")
    await page.locator("[data-compose]").fill("a medio escr")
    await _listening(page)
    await _hear(office, "¿Hola?")
    await expect(page.locator("#messages .said")).to_have_count(3)
    await expect(page.locator("[data-compose]")).to_have_value("a medio escr")


async def test_the_why_of_a_machine_message_opens_beside_it_and_closes_with_escape(
    office: Office, address: str, browser: Browser
) -> None:
    page = await enter(browser, address)
    await page.goto(f"{address}/app/inbox/{office.conversation}")
    await page.locator(".said-why").first.click()
    await expect(page.locator("#drawer")).to_be_visible()
    await expect(page.locator("#drawer")).to_contain_text("este flujo está apagado")
    await page.keyboard.press("Escape")
    await expect(page.locator("#drawer")).to_be_hidden()


async def test_a_colleagues_work_shows_without_loading_again(
    office: Office, address: str, browser: Browser
) -> None:
    page = await enter(browser, address)
    await page.goto(f"{address}/app/inbox/{office.conversation}")
    await _listening(page)
    async with office.house.store.reading() as session:
        colleague = await session.scalar(select(User).where(User.role == "agent"))
    assert colleague is not None
    await attend.take(office.house, colleague.id, office.conversation)
    await expect(page.locator(".banner")).to_contain_text(f"La tiene {colleague.name}")
