"""Every pane of the inbox has room: at the width of a laptop, of a big screen and of a phone."""

import pytest
from playwright.async_api import Browser, Page, expect

from cauce.store.models import Case
from tests.browser.chromium import MARKS
from tests.browser.office import enter
from tests.office import Office

pytestmark = MARKS
LONG = "https://tienda.example/" + "camino-muy-largo-" * 12


async def _width(page: Page, selector: str) -> float:
    box = await page.locator(selector).bounding_box()
    assert box is not None
    return box["width"]


async def _overflows(page: Page, selector: str) -> bool:
    found = page.locator(selector)
    return bool(await found.evaluate("it => it.scrollWidth > it.clientWidth + 1"))


@pytest.fixture
async def told(office: Office) -> Office:
    """A case whose notes hold an address without a space in it."""
    async with office.house.store.writing() as session:
        now = office.house.clock.now()
        session.add(
            Case(
                contact_id=office.contact,
                conversation_id=office.conversation,
                opened_at=now,
                description=LONG,
                reason="customer_request",
            )
        )
    return office


async def test_on_a_laptop_the_thread_has_the_room_and_the_person_comes_over_it(
    told: Office, address: str, browser: Browser
) -> None:
    page = await enter(browser, address, width=1280)
    await page.goto(f"{address}/app/inbox/{told.conversation}")
    assert await _width(page, ".pane-thread") >= 640
    person = page.locator(".pane-person")
    await expect(person).to_be_hidden()
    for words in ("Datos", "Asignar", "Cerrar"):
        await expect(page.locator(".thread-acts").get_by_text(words, exact=True)).to_be_visible()
    await page.get_by_role("button", name="Sobre la persona").first.click()
    await expect(person).to_be_visible()
    assert not await _overflows(page, ".pane-person")
    assert not await _overflows(page, "#list")
    await page.keyboard.press("Escape")
    await expect(person).to_be_hidden()


async def test_on_a_big_screen_the_person_stands_beside_and_stays_as_it_was_left(
    told: Office, address: str, browser: Browser
) -> None:
    page = await enter(browser, address, width=1600)
    thread = f"{address}/app/inbox/{told.conversation}"
    await page.goto(thread)
    person = page.locator(".pane-person")
    await expect(person).to_be_visible()
    assert not await _overflows(page, ".pane-person")
    before = await _width(page, ".pane-thread")
    await page.get_by_role("button", name="Sobre la persona").first.click()
    await expect(person).to_be_hidden()
    assert await _width(page, ".pane-thread") > before
    await page.goto(thread)
    await expect(page.locator("#thread")).to_be_visible()
    await expect(person).to_be_hidden()


async def test_on_a_phone_nothing_is_cut_and_tabs_stay_on_one_line(
    told: Office, address: str, browser: Browser
) -> None:
    page = await enter(browser, address, role="agent", width=390)
    tabs = page.locator(".tabs a > span:first-of-type")
    lines = await tabs.evaluate_all("all => all.map(it => it.getClientRects().length)")
    heights = await tabs.evaluate_all("all => all.map(it => it.offsetHeight)")
    assert set(lines) == {1}
    assert len(set(heights)) == 1
    await page.goto(f"{address}/app/inbox/{told.conversation}")
    for words in ("Dados", "Atribuir", "Fechar"):
        await expect(page.locator(".thread-acts").get_by_text(words, exact=True)).to_be_visible()
    for path in ("/app", "/app/inbox", "/app/knowledge/imports"):
        await page.goto(f"{address}{path}")
        assert not await _overflows(page, "html"), path


async def test_a_password_is_made_with_one_click(
    office: Office, address: str, browser: Browser
) -> None:
    page = await enter(browser, address)
    await page.goto(f"{address}/app/settings/team")
    await page.get_by_text("Añadir persona").first.click()
    form = page.locator("details.fold-card form")
    field = form.locator("[data-secret]")
    await form.get_by_role("button", name="Generar").click()
    first = await field.input_value()
    assert len(first.replace("-", "")) == 16
    assert await field.get_attribute("type") == "text"
    await form.get_by_role("button", name="Generar").click()
    assert await field.input_value() != first
