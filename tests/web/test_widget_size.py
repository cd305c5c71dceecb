"""The widget is one small script that a strict website can show."""

import gzip
import re
from collections.abc import AsyncIterator

import httpx
import pytest

from cauce.api.chat.widget_words import WORDS
from cauce.core.clock import FixedClock
from cauce.core.labels import LANGUAGES
from cauce.store.session import Store
from cauce.web.assets import FOLDER
from tests.public_app import app_of, house_of

SCRIPT = (FOLDER / "chat" / "widget.js").read_text()
MOST_BYTES = 30_000


@pytest.fixture
async def client(store: Store, clock: FixedClock) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app_of(house_of(store, clock)))
    async with httpx.AsyncClient(transport=transport, base_url="http://cauce") as open_client:
        yield open_client


def test_the_widget_weighs_less_than_thirty_kilobytes() -> None:
    assert len(SCRIPT.encode()) < MOST_BYTES
    assert len(gzip.compress(SCRIPT.encode())) < MOST_BYTES / 2


@pytest.mark.parametrize(
    "forbidden",
    ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "import("],
)
def test_nothing_is_ever_made_of_markup(forbidden: str) -> None:
    assert forbidden not in SCRIPT


def test_the_widget_loads_nothing_from_anywhere_else() -> None:
    addresses = set(re.findall(r"https?://[\w.]+", SCRIPT))
    assert addresses <= {"http://www.w3.org"}


def test_every_word_the_widget_says_exists_in_every_language() -> None:
    used = set(re.findall(r"\bt\.(\w+)", SCRIPT)) | {"queued", "sent", "delivered", "read"}
    for language in LANGUAGES:
        assert used == set(WORDS[language]), language


async def test_the_script_is_served_packed_and_only_when_it_changed(
    client: httpx.AsyncClient,
) -> None:
    got = await client.get("/chat/widget.js")
    assert got.status_code == 200
    assert got.headers["content-type"].startswith("text/javascript")
    assert got.headers["content-encoding"] == "gzip"
    assert got.text == SCRIPT
    assert int(got.headers["content-length"]) < 12_000
    plain = await client.get("/chat/widget.js", headers={"Accept-Encoding": "identity"})
    assert plain.text == SCRIPT
    again = await client.get("/chat/widget.js", headers={"If-None-Match": got.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age" in again.headers["cache-control"]
