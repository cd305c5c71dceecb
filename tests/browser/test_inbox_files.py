"""Files in a real browser: looked at, listened to, attached and taken away again."""

import base64
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from cauce.store.models import File, Message
from tests.browser.chromium import MARKS
from tests.browser.office import enter
from tests.houses import rows
from tests.office import Office

pytestmark = MARKS

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGNgGAWjYBSMglEwCgAFAAABz9mB5QAAAABJRU5ErkJggg=="
)


@pytest.fixture
def files(office: Office, tmp_path: Path) -> Office:
    office.house.settings.data_dir = tmp_path
    return office


async def put(office: Office, number: int, content: bytes, **more: Any) -> None:
    async with office.house.store.writing() as session:
        sequence = 10 + number
        message = Message(
            conversation_id=office.conversation,
            contact_id=office.contact,
            channel="webchat",
            sequence=sequence,
            direction="in",
            sender="customer",
            kind=more["kind"],
            content=more.pop("said", ""),
            extra=more.pop("extra", {}),
            status="delivered",
            handled=True,
        )
        session.add(message)
        await session.flush()
        file = File(
            message_id=message.id,
            conversation_id=office.conversation,
            contact_id=office.contact,
            direction="in",
            size=len(content),
            **({"status": "kept"} | more),
        )
        session.add(file)
        await session.flush()
        await office.house.shelf.put(file.id, content)


async def everything(office: Office) -> None:
    await put(office, 1, PNG, kind="image", type="image/png", name="laptop.png", said="Esta")
    heard = {"heard": {"status": "done", "by": "whisper"}}
    await put(
        office,
        2,
        b"OggS",
        kind="audio",
        type="audio/ogg",
        name="nota.ogg",
        extra=heard,
        said="Hola",
    )
    name = "Lista de precios de marzo con todos los descuentos.pdf"
    await put(office, 3, b"%PDF-" * 90_000, kind="document", type="application/pdf", name=name)
    why = "The file could not be fetched from the platform."
    await put(office, 4, b"", kind="image", name="foto.jpg", status="failed", problem=why)
    await put(office, 5, b"", kind="video", status="waiting", name="video.mp4")


@pytest.mark.parametrize("width", [1440, 390])
async def test_every_kind_of_file_fits_its_bubble(
    files: Office, address: str, browser: Browser, width: int
) -> None:
    await everything(files)
    page = await enter(browser, address, width=width)
    await page.goto(f"{address}/app/inbox/{files.conversation}")
    await expect(page.locator(".file-picture img")).to_be_visible()
    await expect(page.locator("audio")).to_be_visible()
    await expect(page.get_by_text("Transcripción automática")).to_be_visible()
    await expect(page.get_by_role("button", name="Intentar de nuevo")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await page.evaluate(
        "(() => { const box = document.querySelector('#messages-box');"
        " return box.scrollWidth <= box.clientWidth; })()"
    )
    await page.locator(".file-picture").click()
    await expect(page.locator("#lightbox img")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#lightbox img")).to_be_hidden()


async def test_a_file_is_chosen_taken_away_and_sent_without_a_word(
    files: Office, address: str, browser: Browser
) -> None:
    page = await enter(browser, address, width=390)
    await page.goto(f"{address}/app/inbox/{files.conversation}")
    chosen = page.locator("[data-unattach]")
    await expect(chosen).to_be_hidden()
    picture = {"name": "laptop.png", "mimeType": "image/png", "buffer": PNG}
    await page.locator("[data-attach]").set_input_files(picture)  # type: ignore[arg-type]
    await expect(chosen).to_contain_text("laptop.png")
    await chosen.click()
    await expect(chosen).to_be_hidden()
    await page.locator("[data-attach]").set_input_files(picture)  # type: ignore[arg-type]
    await page.get_by_role("button", name="Enviar").click()
    await expect(page.locator(".said-agent .file-picture img")).to_be_visible()
    await expect(page.locator("[data-unattach]")).to_be_hidden()
    [file] = await rows(files.house.store, File)
    assert (file.direction, file.type, file.name) == ("out", "image/png", "laptop.png")
