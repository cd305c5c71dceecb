"""A person of ours sends a file: it reaches the phone once, or the team hears why it did not."""

from datetime import timedelta
from typing import Any

import pytest

from cauce.channels.whatsapp.media import upload
from cauce.core.clock import FixedClock
from cauce.engine import attend, outbox
from cauce.engine.files import leaving
from cauce.engine.files.attaching import Upload
from cauce.errors import BadInput
from cauce.sandbox.world.accounts import WHATSAPP_TOKEN
from cauce.store.models import Alert, Delivery, File, Message, User
from tests.engine.files.street import OGG, PDF, PNG, Street
from tests.houses import forget_jobs, jobs, rows, write

PRICES = Upload("Lista de precios.pdf", PDF)
PICTURE = Upload("laptop.png", PNG)


async def conversation(street: Street, ana: dict[str, Any]) -> str:
    """Ana wrote, so that she may be written to."""
    await street.writes(ana, "¿Me mandan la lista?")
    [message] = await rows(street.house.store, Message)
    await forget_jobs(street.house.store)
    found: str = message.conversation_id
    return found


async def leaves(street: Street) -> list[str]:
    """The jobs of the newest message, one after the other, as the queue would take them."""
    outcomes = []
    for _ in range(4):
        delivery = (await rows(street.house.store, Delivery))[-1]
        outcomes.append(await outbox.deliver(street.house, delivery.id))
        if outcomes[-1] != "waits":
            break
        await forget_jobs(street.house.store)
        outcomes.append(await leaving.upload(street.house, (await street.file()).id))
    return outcomes


async def test_a_document_is_uploaded_and_then_sent_with_its_words_below_it(
    street: Street, agent: User
) -> None:
    ana = await street.customer()
    thread = await conversation(street, ana)
    sent = await attend.reply(street.house, agent.id, thread, "Aquí está", "k1", PRICES)
    assert (sent.kind, sent.content) == ("document", "Aquí está")
    assert await leaves(street) == ["waits", "uploaded", "sent"]
    [shown] = [one for one in await street.phone(ana) if one["side"] == "business"]
    assert shown["content"]["text"] == "Aquí está"
    media = shown["content"]["media"]
    assert media["kind"] == "document"
    file = await street.file()
    assert (file.direction, file.status, file.name) == ("out", "kept", "Lista de precios.pdf")


@pytest.mark.parametrize("channel", ["messenger", "instagram"])
async def test_a_picture_is_fetched_from_us_at_an_address_that_does_not_live_long(
    street: Street, agent: User, channel: str
) -> None:
    ana = await street.customer(channel)
    thread = await conversation(street, ana)
    await attend.reply(street.house, agent.id, thread, "Esta es", "k1", PICTURE)
    assert await leaves(street) == ["sent"]
    shown = [one["content"] for one in await street.phone(ana) if one["side"] == "business"]
    assert len(shown) == 2
    assert f"/files/{(await street.file()).id}?until=" in str(shown[0])
    assert shown[1]["text"] == "Esta es"


async def test_words_too_long_for_a_caption_follow_as_a_message_of_their_own(
    street: Street, agent: User
) -> None:
    ana = await street.customer()
    thread = await conversation(street, ana)
    await attend.reply(street.house, agent.id, thread, "x" * 1500, "k1", PICTURE)
    assert (await leaves(street))[-1] == "sent"
    shown = [one["content"] for one in await street.phone(ana) if one["side"] == "business"]
    assert [one.get("text", "") for one in shown] == ["", "x" * 1500]


async def test_the_same_sending_twice_is_one_message_and_one_file(
    street: Street, agent: User
) -> None:
    thread = await conversation(street, await street.customer())
    first = await attend.reply(street.house, agent.id, thread, "", "k1", PICTURE)
    again = await attend.reply(street.house, agent.id, thread, "", "k1", PICTURE)
    assert first.id == again.id
    assert len(await rows(street.house.store, File)) == 1


@pytest.mark.parametrize(
    ("channel", "upload", "why"),
    [
        ("whatsapp", Upload("a.exe", b"MZ" + b"0" * 10), "harm"),
        ("whatsapp", Upload("a.html", b"<html>"), "kind of file"),
        ("whatsapp", Upload("a.gif", b"GIF89a" + b"0" * 10), "kind of file"),
        ("whatsapp", Upload("a.png", PNG + b"0" * 6_000_000), "too large"),
        ("instagram", PRICES, "kind of file"),
        ("whatsapp", Upload("a.png", b""), "empty"),
    ],
)
async def test_what_the_channel_does_not_take_is_said_before_anything_is_sent(
    street: Street, agent: User, channel: str, upload: Upload, why: str
) -> None:
    thread = await conversation(street, await street.customer(channel))
    with pytest.raises(BadInput, match=why) as refused:
        await attend.reply(street.house, agent.id, thread, "toma", "k1", upload)
    assert refused.value.field == "file"
    assert await rows(street.house.store, File) == []
    assert await jobs(street.house.store) == []


@pytest.mark.parametrize(
    "fault", [{"kind": "reset"}, {"kind": "answer_lost"}, {"kind": "overloaded"}]
)
async def test_an_upload_that_breaks_is_done_again_and_the_customer_sees_it_once(
    street: Street, agent: User, clock: FixedClock, fault: dict[str, Any]
) -> None:
    ana = await street.customer()
    thread = await conversation(street, ana)
    await attend.reply(street.house, agent.id, thread, "", "k1", PICTURE)
    await street.fault("meta.media", **fault)
    outcomes = await leaves(street)
    assert outcomes[1] == "retried"
    assert outcomes[-2:] == ["uploaded", "sent"]
    [shown] = [one for one in await street.phone(ana) if one["side"] == "business"]
    assert shown["content"]["media"]["kind"] == "image"
    [delivery] = await rows(street.house.store, Delivery)
    assert delivery.status == "sent"


async def test_a_refused_token_ends_it_and_tells_a_person(street: Street, agent: User) -> None:
    ana = await street.customer()
    thread = await conversation(street, ana)
    sent = await attend.reply(street.house, agent.id, thread, "", "k1", PICTURE)
    await street.control(f"tokens/{WHATSAPP_TOKEN}", {"alive": False}, "PATCH")
    [delivery] = await rows(street.house.store, Delivery)
    assert await outbox.deliver(street.house, delivery.id) == "waits"
    assert await leaving.upload(street.house, (await street.file()).id) == "failed"
    [message] = await rows(street.house.store, Message, Message.id == sent.id)
    assert message.status == "failed"
    assert "channel_disconnected" in [one.type for one in await rows(street.house.store, Alert)]
    assert [one for one in await street.phone(ana) if one["side"] == "business"] == []


class Killed(BaseException):
    """What ends a process without a word."""


async def test_killed_between_the_upload_and_its_commit_nothing_is_sent_twice(
    street: Street, agent: User, monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    ana = await street.customer()
    thread = await conversation(street, ana)
    await attend.reply(street.house, agent.id, thread, "", "k1", PICTURE)
    [delivery] = await rows(street.house.store, Delivery)
    await outbox.deliver(street.house, delivery.id)

    async def dies(*given: Any) -> str:
        await upload(*given)
        raise Killed

    # WhatsApp has the file; the line after `_uploaded` in `upload` was not reached.
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(leaving, "upload_to_whatsapp", dies)
        await leaving.upload(street.house, (await street.file()).id)
    clock.at += timedelta(minutes=2)
    assert (await leaves(street))[-1] == "sent"
    assert len([one for one in await street.phone(ana) if one["side"] == "business"]) == 1


async def test_a_voice_note_of_ours_carries_no_caption(street: Street, agent: User) -> None:
    ana = await street.customer()
    thread = await conversation(street, ana)
    note = Upload("nota.ogg", OGG)
    await attend.reply(street.house, agent.id, thread, "Escucha", "k1", note)
    assert (await leaves(street))[-1] == "sent"
    shown = [one["content"] for one in await street.phone(ana) if one["side"] == "business"]
    assert [one.get("text", "") for one in shown] == ["", "Escucha"]


async def test_on_the_website_storing_is_sending(street: Street, agent: User) -> None:
    landed = await write(street.house)
    await forget_jobs(street.house.store)
    sent = await attend.reply(street.house, agent.id, landed.conversation_id, "Mira", "k1", PICTURE)
    assert (sent.status, sent.kind) == ("sent", "image")
    assert await rows(street.house.store, Delivery) == []
    assert (await street.file()).message_id == sent.id
