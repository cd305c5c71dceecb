"""Templates: what the business had approved, and one of them sent in a conversation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response

from cauce.core.templates import Gap, Template, filled, gaps
from cauce.engine import accounts
from cauce.engine.templates import choosing, registry, sending
from cauce.errors import BadInput, NotFound
from cauce.store.models import ChannelAccount, Contact, Conversation, MessageTemplate
from cauce.store.queries import accounts as account_queries
from cauce.store.queries import templates as queries
from cauce.web.page import Look, Page, Run, Talk
from cauce.web.pages import inbox, saving

router = saving.forms()
HERE: Final = "/app/settings/templates"


@dataclass(frozen=True, slots=True)
class Shown:
    """A template with its gaps, and how it reads with the values it was approved with."""

    row: MessageTemplate
    template: Template
    gaps: tuple[Gap, ...]
    reads: str


@router.get(HERE)
async def listed(page: Look) -> Response:
    async with page.reading() as session:
        rows = await queries.existing(session)
        connected = await account_queries.connected(session)
    numbers = [one for one in connected if one.channel == "whatsapp"]
    return await page.render(
        "settings/templates.html",
        businesses=[
            (number, [_shown(row) for row in rows if row.waba_id == _business(number)])
            for number in _one_each(numbers)
        ],
        unknown=[one for one in numbers if not _business(one)],
        usable={one.id for one in numbers if accounts.usable(page.house, one)},
    )


@router.post(f"{HERE}/sync")
async def sync(page: Run) -> Response:
    """The list as Meta has it now."""
    async with saving.telling(page):
        await registry.sync(page.house, page.visitor.user_id, page.text("account"))
    return page.go(HERE, "templates_synced")


@router.post(f"{HERE}/{{template_id}}/test")
async def test(page: Run, template_id: str) -> Response:
    """To a number of one's own."""
    async with page.reading() as session:
        row = await session.get(MessageTemplate, template_id)
    if row is None:
        raise NotFound("There is no such template.")
    values = _values(page, registry.template_of(row))
    async with saving.telling(page):
        await _told_plainly(
            page,
            sending.try_out(page.house, page.visitor.user_id, template_id, page.text("to"), values),
        )
    return page.go(HERE, "hello_sent")


@router.get("/app/inbox/{conversation_id}/templates")
async def choices(page: Talk, conversation_id: str) -> Response:
    """Those that may be sent in this conversation now."""
    async with page.reading() as session:
        thread = await session.get(Conversation, conversation_id)
        if thread is None:
            raise NotFound("This conversation no longer exists.")
        offered = await choosing.offered_in(session, thread)
    shown = [(one, filled(one, one.examples)) for one in offered]
    return await _piece(page, "inbox/_templates.html", c=thread, offered=shown)


@router.get("/app/inbox/{conversation_id}/templates/{template_id}")
async def one(page: Talk, conversation_id: str, template_id: str) -> Response:
    """A field for each gap, and how it reads."""
    thread, contact, template = await _chosen(page, conversation_id, template_id)
    return await _piece(
        page,
        "inbox/_template.html",
        c=thread,
        who=contact,
        template=template,
        gaps=gaps(template),
        reads=filled(template, {}),
        key=page.house.keys.token(12),
    )


@router.post("/app/inbox/{conversation_id}/templates/{template_id}/preview")
async def preview(page: Talk, conversation_id: str, template_id: str) -> Response:
    """How it reads with what was typed so far."""
    _, _, template = await _chosen(page, conversation_id, template_id)
    reads = filled(template, _values(page, template))
    return page.piece("inbox/_template_reads.html", template=template, reads=reads)


@router.post("/app/inbox/{conversation_id}/templates/{template_id}")
async def send(page: Talk, conversation_id: str, template_id: str) -> Response:
    _, _, template = await _chosen(page, conversation_id, template_id)
    async with saving.telling(page):
        await _told_plainly(
            page,
            sending.send(
                page.house,
                page.visitor.user_id,
                conversation_id,
                template_id,
                _values(page, template),
                page.text("key"),
            ),
        )
    return await inbox.after(page, conversation_id, fresh_composer=True)


async def _told_plainly(page: Page, doing: Any) -> None:
    """A gap is no field of ours: what is wrong with its value is told by the template's name of it.

    Raises BadInput.
    """
    try:
        await doing
    except BadInput as error:
        if not (error.field or "").startswith("values."):
            raise
        raise BadInput(saving.told(page.words, error.message)) from error


async def _chosen(
    page: Page, conversation_id: str, template_id: str
) -> tuple[Conversation, Contact, Template]:
    async with saving.telling(page), page.reading() as session:
        thread = await session.get(Conversation, conversation_id)
        if thread is None:
            raise NotFound("This conversation no longer exists.")
        contact = await session.get_one(Contact, thread.contact_id)
        return thread, contact, await choosing.chosen(session, thread, template_id)


async def _piece(page: Page, name: str, /, **context: Any) -> Response:
    """Into the open thread; without scripts, a page of its own."""
    if page.partial:
        return page.piece(name, **context)
    return await page.render("inbox/template_page.html", inside=name, **context)


def _values(page: Page, template: Template) -> Mapping[str, str]:
    found = {gap.key: page.text(gap.key) for gap in gaps(template)}
    return {key: value for key, value in found.items() if value}


def _shown(row: MessageTemplate) -> Shown:
    template = registry.template_of(row)
    return Shown(row, template, gaps(template), filled(template, template.examples))


def _business(number: ChannelAccount) -> str:
    return str(number.settings.get("waba_id") or "")


def _one_each(numbers: list[ChannelAccount]) -> list[ChannelAccount]:
    """One number for each business account: what they have is the same."""
    return list({_business(one): one for one in reversed(numbers) if _business(one)}.values())[::-1]
