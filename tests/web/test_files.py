"""Files in the inbox: for people who may see the conversation, and never run by a browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from cauce.api import site as programs
from cauce.channels.webchat.verify import token_of
from cauce.core.clock import FixedClock
from cauce.engine.files import fetching, links
from cauce.store.models import ContactIdentity, Conversation, File, Message
from cauce.store.session import Store
from cauce.web import errors, site
from tests.houses import rows
from tests.office import Office, form_token, house_of, open_office, visit

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10
VISITOR = "vis_0123456789"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


@pytest.fixture
async def office(store: Store, clock: FixedClock, tmp_path: Path) -> Office:
    return await open_office(house_of(store, clock, data_dir=tmp_path))


async def put(office: Office, content: bytes = PNG, **more: Any) -> str:
    """A file of the customer's message in the office; its id."""
    house = office.house
    async with house.store.writing() as session:
        [message] = [
            one
            for one in await rows(house.store, Message, Message.direction == "in")
            if one.conversation_id == office.conversation
        ]
        row = await session.get_one(Message, message.id)
        row.kind = "image"
        values: dict[str, Any] = {
            "message_id": message.id,
            "conversation_id": office.conversation,
            "contact_id": office.contact,
            "direction": "in",
            "kind": "image",
            "status": "kept",
            "name": 'foto "1" ñ.png',
            "type": "image/png",
            "size": len(content),
        }
        file = File(**(values | more))
        session.add(file)
        await session.flush()
        await house.shelf.put(file.id, content)
        return file.id


async def test_a_picture_is_shown_to_those_who_work_here_and_to_nobody_else(office: Office) -> None:
    file_id = await put(office)
    for role in ("owner", "agent", "viewer"):
        async with visit(office, role) as client:
            got = await client.get(f"/app/files/{file_id}")
            assert (got.status_code, got.content) == (200, PNG), role
            page = (await client.get(f"/app/inbox/{office.conversation}")).text
            assert f'<img src="/app/files/{file_id}"' in page
    async with visit(office, None) as stranger:
        assert (await stranger.get(f"/app/files/{file_id}")).status_code in (303, 401)
        assert (await stranger.get(f"/files/{file_id}")).status_code != 200


async def test_what_is_shown_can_run_nothing(office: Office) -> None:
    file_id = await put(office)
    async with visit(office, "agent") as client:
        got = await client.get(f"/app/files/{file_id}")
    assert got.headers["content-type"] == "image/png"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in got.headers["content-security-policy"]
    assert "default-src 'none'" in got.headers["content-security-policy"]
    assert got.headers["cache-control"] == "no-store"
    assert got.headers["content-disposition"] == (
        "inline; filename=\"foto _1_ _.png\"; filename*=UTF-8''foto%20%221%22%20%C3%B1.png"
    )


@pytest.mark.parametrize(
    "mime", ["image/svg+xml", "text/html", "application/octet-stream", "application/pdf"]
)
async def test_everything_else_is_only_ever_saved_as_mere_bytes(office: Office, mime: str) -> None:
    file_id = await put(office, SVG, type=mime, kind="document", name="x.svg.txt")
    async with visit(office, "agent") as client:
        got = await client.get(f"/app/files/{file_id}")
        page = (await client.get(f"/app/inbox/{office.conversation}")).text
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["content-disposition"].startswith("attachment;")
    assert f'<img src="/app/files/{file_id}"' not in page
    assert f'href="/app/files/{file_id}" download' in page


@pytest.mark.parametrize(
    ("wanted", "status", "range_", "content"),
    [
        ("bytes=0-9", 206, "bytes 0-9/2568", PNG[:10]),
        ("bytes=2560-", 206, "bytes 2560-2567/2568", PNG[2560:]),
        ("bytes=-8", 206, "bytes 2560-2567/2568", PNG[2560:]),
        ("bytes=100-99999", 206, "bytes 100-2567/2568", PNG[100:]),
        ("bytes=2568-", 416, "bytes */2568", b""),
        ("bytes=9-3", 416, "bytes */2568", b""),
    ],
)
async def test_a_player_may_ask_for_a_part(
    office: Office, wanted: str, status: int, range_: str, content: bytes
) -> None:
    file_id = await put(office)
    async with visit(office, "agent") as client:
        got = await client.get(f"/app/files/{file_id}", headers={"Range": wanted})
    assert (got.status_code, got.headers["content-range"]) == (status, range_)
    assert got.content == content


async def test_a_file_that_failed_says_why_and_can_be_tried_again_by_those_who_talk(
    office: Office,
) -> None:
    file_id = await put(office, status="failed", problem=fetching.GONE, source={"url": "x"})
    async with visit(office, "owner") as client:
        page = (await client.get(f"/app/inbox/{office.conversation}")).text
        assert "La plataforma ya no tiene este archivo." in page
        assert f"/app/files/{file_id}/again" in page
        assert (await client.get(f"/app/files/{file_id}")).status_code == 404
        again = await client.post(f"/app/files/{file_id}/again", headers=await form_token(client))
        assert again.status_code == 303
    [row] = await rows(office.house.store, File, File.id == file_id)
    assert (row.status, row.problem) == ("waiting", None)
    async with visit(office, "viewer") as client:
        refused = await client.post(f"/app/files/{file_id}/again", headers=await form_token(client))
        assert refused.status_code == 403


@pytest.mark.parametrize("status", ["erased", "gone", "waiting", "refused", "too_large"])
async def test_what_is_not_kept_is_not_handed_out(office: Office, status: str) -> None:
    file_id = await put(office, status=status)
    async with visit(office, "owner") as client:
        assert (await client.get(f"/app/files/{file_id}")).status_code == 404
    async with visit(office, None) as anybody:
        link = links.for_customer(office.house, file_id)
        assert (await anybody.get(httpx.URL(link).raw_path.decode())).status_code == 404


async def test_a_transcript_is_shown_for_what_it_is(office: Office) -> None:
    await put(office, kind="audio", type="audio/ogg", name="nota.ogg")
    async with office.house.store.writing() as session:
        [file] = await rows(office.house.store, File)
        message = await session.get_one(Message, file.message_id)
        message.content, message.kind = "<b>¿Hay stock?</b>", "audio"
        message.extra = {"heard": {"status": "done", "by": "whisper"}}
    async with visit(office, "owner") as client:
        page = (await client.get(f"/app/inbox/{office.conversation}")).text
    assert "<audio" in page
    assert "Transcripción automática" in page
    assert "&lt;b&gt;¿Hay stock?&lt;/b&gt;" in page


@pytest.mark.parametrize("change", ["sign", "until", "file", "late"])
async def test_a_signed_address_opens_one_file_for_a_while(
    office: Office, clock: FixedClock, change: str
) -> None:
    file_id, other = await put(office), await put(office)
    url = httpx.URL(links.for_platform(office.house, file_id))
    async with visit(office, None) as platform:
        good = await platform.get(url.raw_path.decode())
        assert (good.status_code, good.content) == (200, PNG)
        assert "sandbox" in good.headers["content-security-policy"]
        if change == "late":
            clock.at += links.FOR_PLATFORMS * 1.01
        elif change == "file":
            url = url.copy_with(path=url.path.replace(file_id, other))
        else:
            url = url.copy_set_param(change, str(int(url.params["until"]) + 1))
        assert (await platform.get(url.raw_path.decode())).status_code == 404


async def test_a_reply_takes_a_file_along_and_the_visitor_gets_it(office: Office) -> None:
    async with visit(office, "agent") as client:
        headers = await form_token(client)
        page = (await client.get(f"/app/inbox/{office.conversation}")).text
        assert 'type="file" name="file" accept="image/jpeg,' in page
        answer = await client.post(
            f"/app/inbox/{office.conversation}/reply",
            headers=headers,
            data={"text": "", "key": "k1"},
            files={"file": ("foto.png", PNG, "text/html")},
        )
        assert answer.status_code == 303
    [file] = await rows(office.house.store, File)
    assert (file.direction, file.type, file.size) == ("out", "image/png", len(PNG))
    async with office.house.store.writing() as session:
        thread = await session.get_one(Conversation, office.conversation)
        identity = await session.get_one(ContactIdentity, thread.identity_id)
        identity.external_id = VISITOR
    async with chat(office) as visitor:
        told = (await visitor.get("/chat/api/messages")).json()["messages"][-1]
        assert [(one["name"], one["as"]) for one in told["files"]] == [("foto.png", "image")]
        got = await visitor.get(httpx.URL(told["files"][0]["url"]).raw_path.decode())
        assert got.content == PNG
        assert got.headers["cross-origin-resource-policy"] == "cross-origin"


async def test_a_reply_without_words_or_file_is_refused(office: Office) -> None:
    async with visit(office, "agent") as client:
        headers = await form_token(client)
        answer = await client.post(
            f"/app/inbox/{office.conversation}/reply",
            headers=headers,
            data={"text": " ", "key": "k1"},
            files={"file": ("", b"", "application/octet-stream")},
        )
        assert answer.status_code == 422


@asynccontextmanager
async def chat(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    """The browser of the visitor whose conversation the office has."""
    app = FastAPI()
    app.state.house = office.house
    programs.install(app, office.house.keys, errors.answer)
    site.install(app)
    token = token_of(VISITOR, office.house.settings.secret.get_secret_value())
    transport = httpx.ASGITransport(app)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://cauce.example", headers=headers
    ) as client:
        yield client
