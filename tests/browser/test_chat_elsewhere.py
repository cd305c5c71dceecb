"""The website chat in a real browser, on a small screen and on somebody else's page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, BrowserContext, expect

from cauce.store.session import Store
from tests.browser.chromium import MARKS
from tests.browser.website import Site, open_chat, say, stored

pytestmark = MARKS


async def test_on_a_phone_the_chat_takes_the_whole_screen(browser: Browser, site: Site) -> None:
    context = await browser.new_context(
        locale="es-PA", viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True
    )
    page = await context.new_page()
    await page.goto(f"{site.address}/demo/shop")
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


@asynccontextmanager
async def another_website(site: Site) -> AsyncIterator[str]:
    """Somebody's page on another address, as strict as a page can be; where it is."""
    policy = f"default-src 'none'; script-src {site.address}; connect-src {site.address}"
    script = f"{site.address}/chat/widget.js"
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
    context: BrowserContext, site: Site, shop: Store
) -> None:
    page = await context.new_page()
    async with another_website(site) as address:
        await page.goto(address)
        # The page is in English; whoever looks at it reads Spanish.
        await page.get_by_role("button", name="Abrir chat").click()
    colour = await page.locator(".launch").evaluate("it => getComputedStyle(it).backgroundColor")
    assert colour == "rgb(15, 107, 92)"
    await page.get_by_role("textbox", name="Escribe un mensaje").fill("hola")
    await page.keyboard.press("Enter")
    await expect(page.locator(".customer").get_by_role("img", name="Entregado")).to_be_visible()
    (message,) = await stored(shop)
    assert message.media["page"] == address
