"""The inbox: the list, one thread, and what a person does in it."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from cauce.channels import CHANNELS as INFO
from cauce.core.events import CHANNELS
from cauce.core.file_limits import MEGABYTE
from cauce.core.permissions import role_may
from cauce.engine import attend
from cauce.engine.files.attaching import Upload
from cauce.engine.window import window_for_people
from cauce.errors import BadInput, NotFound, TooLarge
from cauce.store.models import Conversation
from cauce.store.queries import charges, contacts, decisions, files, inbox, users
from cauce.web.page import Look, Page, Talk
from cauce.web.route import pages

router = pages()


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list shows, as it stands in the address."""

    folder: inbox.Folder
    search: str
    channel: str


def filters_of(folder: str = "needs", q: str = "", channel: str = "") -> Filters:
    return Filters(
        folder=next((one for one in inbox.FOLDERS if one == folder), "needs"),
        search=q.strip()[:100],
        channel=channel if channel in CHANNELS else "",
    )


After = Annotated[str | None, Query()]
# No thread will ever be longer than this; a larger number is a typing error.
Place = Annotated[int, Query(ge=0, le=2**31 - 1)]


@router.get("/app/inbox")
async def everything(page: Look, folder: str = "", q: str = "", channel: str = "") -> Response:
    async with page.reading() as session:
        if not folder:
            counted = await inbox.counts(session, page.visitor.user_id)
            folder = "needs" if counted["needs"] else "all"
        context = await _list(session, page, filters_of(folder, q, channel), None)
    return await page.render("inbox/page.html", open_id="", stage=None, **context)


@router.get("/app/inbox/list")
async def only_list(
    page: Look,
    after: After = None,
    folder: str = "needs",
    q: str = "",
    channel: str = "",
    open: str = "",  # noqa: A002
) -> Response:
    """The list alone: when something happened, when somebody searches, or its next page."""
    async with page.reading() as session:
        context = await _list(session, page, filters_of(folder, q, channel), after)
    template = "inbox/_lines.html" if after else "inbox/_list.html"
    return page.piece(template, open_id=open, **context)


@router.get("/app/inbox/{conversation_id}")
async def one(
    page: Look, conversation_id: str, folder: str = "all", q: str = "", channel: str = ""
) -> Response:
    """A thread; for whoever may talk, looking at it makes it read."""
    if page.visitor.may("talk"):
        await attend.mark_read(page.house, conversation_id)
    async with page.reading() as session:
        stage = await stage_of(session, page, conversation_id)
        if page.partial:
            return page.piece("inbox/_stage.html", stage=stage)
        context = await _list(session, page, filters_of(folder, q, channel), None)
    return await page.render("inbox/page.html", open_id=conversation_id, stage=stage, **context)


@router.get("/app/inbox/{conversation_id}/news")
async def news(page: Look, conversation_id: str) -> Response:
    """The parts of an open thread that can have changed; only a visible page asks for them."""
    if page.visitor.may("talk"):
        await attend.mark_read(page.house, conversation_id)
    async with page.reading() as session:
        stage = await stage_of(session, page, conversation_id)
    return page.piece("inbox/_news.html", stage=stage)


@router.get("/app/inbox/{conversation_id}/older")
async def older(page: Look, conversation_id: str, before: Place) -> Response:
    async with page.reading() as session:
        found = await inbox.messages(session, conversation_id, before=before)
        attached = await files.of_messages(session, [one.message for one in found])
        charged = await charges.of_messages(session, [one.message.id for one in found])
    return page.piece(
        "inbox/_older.html",
        messages=found,
        conversation_id=conversation_id,
        files=attached,
        charges=charged,
    )


@router.post("/app/inbox/{conversation_id}/reply")
async def reply(page: Talk, conversation_id: str) -> Response:
    """Writing takes the conversation over: Cauce is silent in it from now on."""
    text, key, upload = page.text("text"), page.text("key"), await _chosen(page)
    if not text and upload is None:
        raise BadInput("Write something first.", "text")
    await attend.reply(page.house, page.visitor.user_id, conversation_id, text, key, upload)
    return await after(page, conversation_id, fresh_composer=True)


async def _chosen(page: Page) -> Upload | None:
    """The file that goes with a reply. Raises TooLarge before it is read into memory."""
    file = page.file("file")
    if file is None or not (file.filename or file.size):
        return None
    if (file.size or 0) > page.house.settings.media_max_mb * MEGABYTE:
        raise TooLarge("The file is too large for this channel.", "file")
    return Upload(file.filename, await file.read())


@router.post("/app/inbox/{conversation_id}/typing")
async def typing(page: Talk, conversation_id: str) -> Response:
    """Somebody types a reply: the customer sees it, and Cauce does not talk over them."""
    if not await attend.typing(page.house, page.visitor.user_id, conversation_id):
        return Response(status_code=204)
    return await after(page, conversation_id)


@router.post("/app/inbox/{conversation_id}/take")
async def take(page: Talk, conversation_id: str) -> Response:
    await attend.take(page.house, page.visitor.user_id, conversation_id)
    return await after(page, conversation_id)


@router.post("/app/inbox/{conversation_id}/hand-back")
async def hand_back(page: Talk, conversation_id: str) -> Response:
    await attend.hand_back(page.house, page.visitor.user_id, conversation_id)
    return await after(page, conversation_id)


@router.post("/app/inbox/{conversation_id}/assign")
async def assign(page: Talk, conversation_id: str) -> Response:
    agent_id = page.text("agent") or page.visitor.user_id
    await attend.assign(page.house, page.visitor.user_id, conversation_id, agent_id)
    return await after(page, conversation_id)


@router.post("/app/inbox/{conversation_id}/close")
async def close(page: Talk, conversation_id: str) -> Response:
    await attend.close(page.house, page.visitor.user_id, conversation_id)
    return await after(page, conversation_id, fresh_composer=True)


async def after(page: Page, conversation_id: str, *, fresh_composer: bool = False) -> Response:
    """The thread as it is now, with what is being typed left alone unless a fresh composer is due.

    Without scripts, its whole page.
    """
    if not page.partial:
        return page.go(f"/app/inbox/{conversation_id}")
    async with page.reading() as session:
        stage = await stage_of(session, page, conversation_id)
    return page.piece("inbox/_news.html", stage=stage, fresh_composer=fresh_composer)


async def _list(
    session: AsyncSession, page: Page, filters: Filters, after: str | None
) -> dict[str, Any]:
    lines = await inbox.conversations(
        session,
        filters.folder,
        page.visitor.user_id,
        search=filters.search,
        channel=filters.channel,
        after=after,
    )
    counted = await inbox.counts(session, page.visitor.user_id) if after is None else {}
    return {"filters": filters, "lines": lines, "counts": counted}


async def stage_of(session: AsyncSession, page: Page, conversation_id: str) -> dict[str, Any]:
    """All that the thread and the panel beside it show."""
    thread = await inbox.thread(session, conversation_id)
    if thread is None:
        raise NotFound("This conversation no longer exists.")
    contact_id = thread.contact.id
    intent, mood = await contacts.last_reading(session, contact_id)
    messages = await inbox.messages(session, conversation_id)
    return {
        "thread": thread,
        "messages": messages,
        "outside": _outside(messages),
        "files": await files.of_messages(session, [one.message for one in messages]),
        "charges": await charges.of_messages(session, [one.message.id for one in messages]),
        "spent": await charges.of_conversation(session, conversation_id),
        "approvals": await decisions.waiting_of(session, conversation_id),
        "colleagues": await users.who_can_talk(session),
        "window": await window_for_people(session, thread.conversation),
        "later": INFO[thread.conversation.channel].person_window_hours is not None,
        "now": page.house.clock.now(),
        "may_talk": role_may(page.visitor.role, "talk"),
        "takes": ",".join(INFO[thread.conversation.channel].files),
        "key": page.house.keys.token(12),
        "rejected": await _rejected(session, thread.conversation),
        "lead": await contacts.lead(session, contact_id),
        "scored": next(iter(await contacts.score_history(session, contact_id, 1)), None),
        "intent": intent,
        "mood": mood,
        "orders": await contacts.orders(session, contact_id, 3),
        "cases": await contacts.cases(session, contact_id, 3),
        "story": await contacts.story(session, contact_id, 8),
    }


def _outside(messages: list[inbox.Spoken]) -> bool:
    """Whether the last answer came from outside Cauce, which is why it is silent."""
    ours = [one.message for one in messages if one.message.direction == "out"]
    return bool(ours) and ours[-1].extra.get("outside") is True


async def _rejected(session: AsyncSession, thread: Conversation) -> decisions.Answered | None:
    """The no that left the customer without an answer."""
    if thread.status != "waiting_agent" or thread.bot_silenced:
        return None
    last = await decisions.last_answered(session, thread.id)
    return last if last is not None and last.approval.status == "rejected" else None
