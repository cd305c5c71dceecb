"""What customers send is fetched after reception, checked, kept, and told of when it cannot be."""

import hashlib
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from cauce.core.clock import FixedClock
from cauce.engine import chores, contacts
from cauce.engine.files import fetching
from cauce.engine.files.downloading import download
from cauce.store.models import File
from tests.engine.files.street import OGG, PDF, PNG, Street
from tests.houses import forget_jobs, jobs, rows, work_off

EXE = b"MZ\x90\x00" + b"\x00" * 100
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


@pytest.mark.parametrize("channel", ["whatsapp", "messenger", "instagram"])
@pytest.mark.parametrize(
    ("kind", "content", "mime"),
    [
        ("image", PNG, "image/png"),
        ("audio", OGG, "audio/ogg"),
        ("document", PDF, "application/pdf"),
    ],
)
async def test_a_file_is_fetched_by_a_job_and_kept_whole(
    street: Street, channel: str, kind: str, content: bytes, mime: str
) -> None:
    message = await street.sends(await street.customer(channel), kind)
    waiting = await street.file()
    assert (waiting.message_id, waiting.status, waiting.direction) == (message.id, "waiting", "in")
    assert ("fetch_file", "todo") in await jobs(street.house.store)
    await work_off(street.house, queues=("files",), leaving="turn")
    kept = await street.file()
    assert (kept.status, kept.kind, kept.type, kept.size) == ("kept", kind, mime, len(content))
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert await street.house.shelf.part(kept.id, 0, 10_000) == content


async def test_a_message_that_comes_twice_is_fetched_once(street: Street) -> None:
    await street.fault("meta.webhook.messages", "answer_lost")
    await street.sends(await street.customer())
    await street.control("clock", {"seconds": 60})
    assert len(await rows(street.house.store, File)) == 1


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        ("meta.media", {"kind": "reset"}),
        ("meta.media", {"kind": "status", "status": 502}),
        ("meta.media", {"kind": "rate_limit"}),
        ("meta.media", {"kind": "token_dead"}),
        ("meta.media", {"kind": "malformed"}),
    ],
)
async def test_what_fails_now_is_tried_again_later(
    street: Street, clock: FixedClock, place: str, fault: dict[str, Any]
) -> None:
    await street.sends(await street.customer())
    await forget_jobs(street.house.store)
    row = await street.file()
    await street.fault(place, **fault)
    assert await fetching.fetch(street.house, row.id) == "retried"
    row = await street.file()
    assert (row.status, row.attempts) == ("waiting", 1)
    assert row.next_try is not None and row.next_try >= clock.now() + timedelta(seconds=5)
    assert row.problem in (fetching.NOT_NOW, fetching.NOT_OURS)
    assert await jobs(street.house.store) == [("fetch_file", "todo")]
    assert await fetching.fetch(street.house, row.id) == "kept"
    assert (await street.file()).problem is None


async def test_after_the_last_try_a_person_sees_why_and_can_try_again(street: Street) -> None:
    await street.sends(await street.customer())
    row = await street.file()
    await street.fault("meta.media", "status", status=500, times=None)
    outcomes = [
        await fetching.fetch(street.house, row.id) for _ in range(len(fetching.BACKOFF) + 1)
    ]
    assert outcomes == ["retried"] * len(fetching.BACKOFF) + ["failed"]
    row = await street.file()
    assert (row.status, row.problem) == ("failed", fetching.NOT_NOW)
    await street.control("faults", method="DELETE")
    await forget_jobs(street.house.store)
    assert await fetching.try_again(street.house, row.id) == row.conversation_id
    assert (await street.file()).status == "waiting"
    await work_off(street.house, queues=("files",))
    assert (await street.file()).status == "kept"


async def test_what_is_too_large_is_not_even_read(street: Street) -> None:
    big = PNG + b"0" * (street.house.settings.media_max_mb * 1024 * 1024)
    street.house.settings.media_max_mb = 1
    await street.sends(await street.customer("messenger"), content=big[: 2 * 1024 * 1024])
    row = await street.file()
    assert await fetching.fetch(street.house, row.id) == "too_large"
    row = await street.file()
    assert (row.status, row.problem) == ("too_large", fetching.TOO_LARGE)
    assert await street.house.shelf.part(row.id, 0, 1) is None


@pytest.mark.parametrize(("content", "name"), [(EXE, "lista.pdf"), (PDF, "lista.pdf.exe")])
async def test_a_program_is_not_kept_whatever_it_is_called(
    street: Street, content: bytes, name: str
) -> None:
    await street.sends(await street.customer(), "document", content, name)
    row = await street.file()
    assert await fetching.fetch(street.house, row.id) == "refused"
    assert await street.house.shelf.part(row.id, 0, 1) is None
    assert (await street.file()).problem == fetching.DANGEROUS


async def test_a_picture_that_is_none_is_only_ever_a_download(street: Street) -> None:
    await street.sends(await street.customer(), "image", SVG)
    row = await street.file()
    assert await fetching.fetch(street.house, row.id) == "kept"
    row = await street.file()
    assert (row.kind, row.type) == ("document", "application/octet-stream")


async def test_bytes_that_are_not_those_the_platform_spoke_of_are_not_kept(street: Street) -> None:
    await street.sends(await street.customer())
    row = await street.file()
    async with street.house.store.writing() as session:
        mine = await session.get_one(File, row.id)
        mine.source = {**mine.source, "sha256": "bm90IHRoZSBzYW1l"}
    assert await fetching.fetch(street.house, row.id) == "retried"
    assert await street.house.shelf.part(row.id, 0, 1) is None


async def test_a_file_the_platform_has_no_more_is_told_of_at_once(street: Street) -> None:
    await street.sends(await street.customer())
    await street.control("clock", {"hours": 31 * 24})
    row = await street.file()
    assert await fetching.fetch(street.house, row.id) == "failed"
    assert (await street.file()).problem == fetching.GONE


async def test_a_story_that_mentions_us_is_never_fetched(street: Street) -> None:
    ana = await street.customer("instagram")
    await street.control(f"customers/{ana['id']}/say", {"kind": "story_mention"})
    await street.control("clock", {"seconds": 5})
    assert await rows(street.house.store, File) == []


class Killed(BaseException):
    """What ends a process without a word."""


@pytest.mark.parametrize("line", ["before the bytes came", "after they were kept"])
async def test_a_worker_killed_while_it_fetches_leaves_the_work_to_another(
    street: Street, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    await street.sends(await street.customer())
    row = await street.file()

    async def dies(*_: Any, **__: Any) -> None:
        raise Killed

    # `fetch` ends in front of this line: nothing after it has happened.
    where = "_content" if line.startswith("before") else "_kept"
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(fetching, where, dies)
        await fetching.fetch(street.house, row.id)
    on_shelf = await street.house.shelf.part(row.id, 0, 10_000)
    assert (on_shelf is None) is line.startswith("before")
    assert (await street.file()).status == "waiting"
    assert await fetching.fetch(street.house, row.id) == "kept"
    assert await street.house.shelf.part(row.id, 0, 10_000) == PNG


async def test_a_file_whose_job_was_lost_is_found_again(street: Street, clock: FixedClock) -> None:
    await street.sends(await street.customer())
    await forget_jobs(street.house.store)
    assert await chores.queue_left_files(street.house) == 0
    clock.at += timedelta(minutes=2)
    assert await chores.queue_left_files(street.house) == 1
    assert await jobs(street.house.store) == [("fetch_file", "todo")]
    assert await chores.queue_left_files(street.house) == 0


async def test_who_is_erased_takes_their_files_along(street: Street) -> None:
    await street.sends(await street.customer(), "document")
    row = await street.file()
    await fetching.fetch(street.house, row.id)
    await forget_jobs(street.house.store)
    await contacts.erase(street.house, None, row.contact_id)
    row = await street.file()
    assert (row.status, row.name, row.sha256, row.source) == ("erased", None, None, {})
    assert await street.house.shelf.part(row.id, 0, 1) is not None
    await work_off(street.house, queues=("files",))
    assert await street.house.shelf.part(row.id, 0, 1) is None
    assert (await street.file()).status == "gone"


async def test_bytes_that_come_after_their_sender_was_erased_are_thrown_away(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    await street.sends(await street.customer())
    row = await street.file()

    async def slowly(*given: Any) -> bytes:
        content = await download(*given)
        await contacts.erase(street.house, None, row.contact_id)
        return content

    monkeypatch.setattr(fetching, "download", slowly)
    assert await fetching.fetch(street.house, row.id) == "gone"
    assert await street.house.shelf.part(row.id, 0, 1) is None


async def test_the_webhook_itself_fetches_nothing(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[httpx.Request] = []
    send = street.house.http.send

    async def noted(request: httpx.Request, **more: Any) -> httpx.Response:
        asked.append(request)
        return await send(request, **more)

    monkeypatch.setattr(street.house.http, "send", noted)
    await street.sends(await street.customer())
    assert [one.url.path for one in asked if "control" not in one.url.path] == []
    async with street.house.store.reading() as session:
        count = await session.scalar(text("SELECT count(*) FROM files WHERE status = 'waiting'"))
    assert count == 1
