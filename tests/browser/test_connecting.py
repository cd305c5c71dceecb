"""Connecting a channel in a real browser: it fits a phone, and what was refused is shown."""

from collections.abc import AsyncIterator

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from cauce.core.clock import SystemClock
from cauce.core.keys import Keys
from cauce.sandbox.defaults import APP_SECRET
from cauce.sandbox.world.accounts import APP_ID, NUMBER_ID, WABA_ID, WHATSAPP_TOKEN
from cauce.store.session import Store
from tests.browser.chromium import MARKS
from tests.browser.office import enter
from tests.office import Office, house_of, open_office
from tests.sandbox.serving import served

pytestmark = MARKS


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    """With the platforms played on a port of their own."""
    clock = SystemClock()
    store = Store(database_url, clock, Keys(clock), pool_size=6)
    with served() as sandbox:
        where = {"meta_graph_url": f"{sandbox}/graph", "meta_instagram_url": f"{sandbox}/instagram"}
        async with httpx.AsyncClient(trust_env=False) as http:
            yield await open_office(house_of(store, clock, http=http, **where))
    await store.close()


async def fits(page: Page) -> bool:
    wide: bool = await page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return not wide


async def test_a_number_is_connected_on_a_phone(
    office: Office, address: str, browser: Browser
) -> None:
    page = await enter(browser, address, width=390)
    for channel in ("messenger", "instagram", "whatsapp"):
        await page.goto(f"{address}/app/settings/channels/{channel}")
        assert await fits(page), channel
    await page.locator("[name=app_id]").fill(APP_ID)
    await page.locator("[name=app_secret]").fill(APP_SECRET)
    await page.get_by_role("button", name="Guardar").first.click()
    await expect(page.get_by_text("Listo", exact=True)).to_be_visible()
    await page.locator("[name=external_id]").fill(NUMBER_ID)
    await page.locator("[name=waba_id]").fill(WABA_ID)
    token = page.locator("[name=token]")
    await token.fill("EAAwrong")
    await page.get_by_role("button", name="Conectar y comprobar").click()
    await expect(token).to_have_attribute("aria-invalid", "true")
    await token.fill(WHATSAPP_TOKEN)
    await page.get_by_role("button", name="Conectar y comprobar").click()
    await expect(page.get_by_text("El token es válido y no termina")).to_be_visible()
    await expect(page.locator(".mark-good")).to_have_count(7)
    assert await fits(page)
