"""Coming into the office: somebody of the team logs in with a browser."""

import pytest
from playwright.async_api import Browser, Page

from tests.office import PASSWORD


async def enter(browser: Browser, address: str, role: str = "owner", width: int = 1440) -> Page:
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
