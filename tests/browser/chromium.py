"""The Chromium that browser tests drive, where one is installed."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    async_playwright,
    expect,
)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MARKS = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed on this machine"),
]
# Milliseconds: generous, for a machine that has other work to do.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        await opened.close()


@pytest.fixture
async def browser(chromium: Browser) -> AsyncIterator[Browser]:
    """Chromium for one test, which leaves no page open for the next."""
    yield chromium
    for context in chromium.contexts:
        await context.close()


@pytest.fixture
async def context(browser: Browser) -> BrowserContext:
    opened = await browser.new_context(locale="es-PA", viewport={"width": 1280, "height": 860})
    opened.set_default_timeout(PATIENCE)
    return opened


@asynccontextmanager
async def watched(
    context: BrowserContext, complains: Callable[[ConsoleMessage], bool]
) -> AsyncIterator[Page]:
    """A page whose scripts may not fail, nor its console say anything that `complains`."""
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if complains(said) else None)
    yield page
    assert complaints == []
