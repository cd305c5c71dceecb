"""The other pages in a real browser: what fits a phone, and what one click or key does."""

import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import select

from cauce.store.models import FlowSetting, Message
from tests.browser.chromium import MARKS
from tests.browser.office import enter
from tests.office import Office

pytestmark = MARKS


async def test_an_alert_is_settled_with_one_click(
    office: Office, address: str, browser: Browser
) -> None:
    page = await enter(browser, address)
    await page.get_by_role("button", name="La veo yo").click()
    await expect(page.locator("#alerts")).to_contain_text("En revisión")
    await page.get_by_role("button", name="Resuelta").click()
    await expect(page.locator("#alerts .alert")).to_have_count(0)


async def test_a_flow_is_set_free_and_bound_with_one_click(
    office: Office, address: str, browser: Browser
) -> None:
    page = await enter(browser, address)
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
    page = await enter(browser, address)
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
    page = await enter(browser, address, width=390)
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in (
        "",
        "/inbox",
        f"/inbox/{office.conversation}",
        "/approvals",
        "/contacts",
        f"/contacts/{office.contact}",
        "/orders",
        f"/orders/{office.order}",
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
    page = await enter(browser, address)
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
    page = await enter(browser, address)
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
    page = await enter(browser, address)
    await page.goto(f"{address}/app/flows/try")
    await page.get_by_role("button", name="¿Cuánto cuesta el envío?").click()
    await page.get_by_role("button", name="Probar", exact=True).click()
    await expect(page.locator(".tried-answer")).to_have_text("Con gusto.")
    await expect(page.locator("#tried .decision")).not_to_have_count(0)
    async with office.house.store.reading() as session:
        assert (await session.scalars(select(FlowSetting))).all() == []
        assert len((await session.scalars(select(Message))).all()) == 2
