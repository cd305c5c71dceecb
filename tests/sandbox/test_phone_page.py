"""The phone pages in a real browser: what the owner types as a customer, and what comes back."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, FilePayload, Page, expect

from cauce.sandbox.world.accounts import NUMBER_ID, PAGE_ID, PAGE_TOKEN, WHATSAPP_TOKEN
from tests.browser.chromium import MARKS, watched
from tests.sandbox.serving import served

pytestmark = MARKS


@pytest.fixture
def sandbox() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
async def page(context: BrowserContext) -> AsyncIterator[Page]:
    """Whatever its strict policy or its scripts complain about fails the test."""
    async with watched(context, lambda said: said.type == "error") as opened:
        yield opened


async def say(page: Page, words: str) -> None:
    box = page.get_by_role("textbox", name="Mensaje")
    await box.fill(words)
    await box.press("Enter")
    await expect(page.locator(".customer .bubble").last).to_contain_text(words)


async def whoever(sandbox: str, channel: str) -> dict[str, Any]:
    async with httpx.AsyncClient(base_url=sandbox) as client:
        told = await client.get("/control/customers", params={"channel": channel})
    found: dict[str, Any] = told.json()["customers"][-1]
    return found


async def answer(sandbox: str, account: str, token: str, body: dict[str, Any]) -> None:
    async with httpx.AsyncClient(base_url=sandbox) as client:
        headers = {"authorization": f"Bearer {token}"}
        sent = await client.post(f"/graph/{account}/messages", json=body, headers=headers)
    assert sent.status_code == 200, sent.text


async def on_whatsapp(sandbox: str, **message: Any) -> None:
    to = (await whoever(sandbox, "whatsapp"))["address"]
    body = {"messaging_product": "whatsapp", "to": to, **message}
    await answer(sandbox, NUMBER_ID, WHATSAPP_TOKEN, body)


async def test_a_customer_writes_is_answered_and_taps(page: Page, sandbox: str) -> None:
    await page.goto(f"{sandbox}/phone")
    await page.get_by_role("link", name="WhatsApp").click()
    await say(page, "Hola, ¿tienen laptops?")
    reply = {"type": "reply", "reply": {"id": "want", "title": "La quiero"}}
    inner = {"type": "button", "body": {"text": "Sí, a $520"}, "action": {"buttons": [reply]}}
    await on_whatsapp(sandbox, type="interactive", interactive=inner)
    row = page.locator(".row.business").last
    await expect(row.locator(".bubble")).to_contain_text("Sí, a $520")
    await expect(row.locator(".status")).to_have_text("leído")
    await row.get_by_role("button", name="La quiero").click()
    mine = page.locator(".customer .bubble").last
    await expect(mine).to_contain_text("La quiero")
    await expect(mine.locator(".quoted")).to_contain_text("Sí, a $520")


async def test_a_list_opens_and_a_row_is_chosen(page: Page, sandbox: str) -> None:
    await page.goto(f"{sandbox}/phone/whatsapp")
    await say(page, "¿Envían?")
    rows = [{"id": "1", "title": "David", "description": "24 horas"}, {"id": "2", "title": "Colón"}]
    action = {"button": "Ver opciones", "sections": [{"title": "Ciudades", "rows": rows}]}
    inner = {"type": "list", "body": {"text": "¿A dónde?"}, "action": action}
    await on_whatsapp(sandbox, type="interactive", interactive=inner)
    await page.get_by_role("button", name="Ver opciones").click()
    await page.get_by_role("dialog").get_by_role("button", name="David").click()
    await expect(page.locator(".customer .bubble").last).to_contain_text("David")


async def test_a_day_passes_and_a_text_does_not_arrive(page: Page, sandbox: str) -> None:
    await page.goto(f"{sandbox}/phone/whatsapp")
    await say(page, "hola")
    await page.get_by_role("tab", name="Tiempo y fallas").click()
    await page.get_by_role("button", name="Adelantar 25 h").click()
    await expect(page.locator("#presence")).to_have_text("ventana de respuesta cerrada")
    await on_whatsapp(sandbox, text={"body": "¿Sigues ahí?"})
    await expect(page.locator(".row.failed .status")).to_contain_text("131047")
    await page.get_by_role("tab", name="Tráfico").click()
    await expect(page.locator(".crossing.to_platform")).to_contain_text("/messages")
    await expect(page.locator(".crossing.to_cauce").first).to_contain_text("aviso de")


async def test_a_picture_a_reaction_and_another_customer(page: Page, sandbox: str) -> None:
    await page.goto(f"{sandbox}/phone/whatsapp")
    picture = FilePayload(name="a.png", mimeType="image/png", buffer=b"\x89PNG\r\n\x1a\n")
    await page.get_by_role("button", name="Adjuntar").click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Foto").click()
    await (await chooser.value).set_files(files=[picture])
    await expect(page.locator(".customer img")).to_have_count(1)
    await on_whatsapp(sandbox, text={"body": "¡Qué bonita!"})
    bubble = page.locator(".business .bubble").last
    await bubble.hover()
    await bubble.get_by_role("button", name="Opciones del mensaje").click()
    await page.get_by_role("button", name="❤️").click()
    await expect(page.locator(".reaction")).to_have_text("❤️")
    await page.get_by_role("button", name="Otro cliente").click()
    await page.get_by_label("Nombre").fill("Eva")
    await page.get_by_role("button", name="Crear").click()
    await expect(page.locator(".bubble")).to_have_count(0)
    await say(page, "Soy Eva")
    assert (await whoever(sandbox, "whatsapp"))["name"] == "Eva"


async def test_hostile_text_is_only_text(page: Page, sandbox: str) -> None:
    await page.goto(f"{sandbox}/phone/instagram")
    await say(page, "<img src=x onerror=\"document.title='taken'\">")
    assert await page.locator(".bubble img").count() == 0
    assert "taken" not in await page.title()


@pytest.mark.parametrize("channel", ["messenger", "instagram"])
async def test_quick_replies_hang_under_the_last_message(
    page: Page, sandbox: str, channel: str
) -> None:
    await page.goto(f"{sandbox}/phone/{channel}")
    await say(page, "Buenas")
    replies = [{"content_type": "text", "title": "David", "payload": "city:1"}]
    to = {"id": (await whoever(sandbox, channel))["address"]}
    body = {"recipient": to, "message": {"text": "¿A qué ciudad?", "quick_replies": replies}}
    await answer(sandbox, PAGE_ID, PAGE_TOKEN, body)
    await page.locator("#quick").get_by_role("button", name="David").click()
    await expect(page.locator(".customer .bubble").last).to_contain_text("David")
    await expect(page.locator("#quick")).to_be_hidden()


@pytest.mark.parametrize("path", ["", "/whatsapp", "/messenger", "/instagram"])
async def test_no_page_is_wider_than_a_phone(browser: Browser, sandbox: str, path: str) -> None:
    context = await browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True)
    page = await context.new_page()
    await page.goto(f"{sandbox}/phone{path}")
    if path:
        await say(page, "x" * 300)
        await page.get_by_role("button", name="Mandos").click()
        await expect(page.get_by_role("tab", name="Tráfico")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    await context.close()
