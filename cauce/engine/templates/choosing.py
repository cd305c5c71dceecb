"""Which templates a conversation may be sent, and one of them filled in, ready to be judged."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.channels import CHANNELS
from cauce.core.actions import Purpose, SendTemplate
from cauce.core.templates import Template, Wrong, filled, outgoing, wrong_with
from cauce.engine.templates.registry import template_of
from cauce.errors import BadInput, Conflict, NotFound
from cauce.knowledge.wording import Wording
from cauce.store.models import Conversation, MessageTemplate
from cauce.store.queries import accounts
from cauce.store.queries import templates as queries

OFF: Final = "This template cannot be sent now. Choose another one."
NOT_HERE: Final = "This template does not belong to the number this conversation came in by."
# What is wrong with a value, in words.
_SAID: Final[Mapping[str, str]] = {
    "missing": "Fill in “{name}”.",
    "layout": "“{name}” must be one line, without tabs or long gaps.",
    "long": "“{name}” is too long for this template.",
    "link": "“{name}” needs the address of a file that begins with https://.",
    "unknown": "This template has no “{name}”.",
}


async def business_of(session: AsyncSession, thread: Conversation) -> str:
    """The business account whose templates may go out here; "" where there is none."""
    if not CHANNELS[thread.channel].templates:
        return ""
    account = await accounts.speaking_for(session, thread.channel, thread.account_id)
    return "" if account is None else str(account.settings.get("waba_id") or "")


async def offered_in(session: AsyncSession, thread: Conversation) -> Sequence[Template]:
    """Those that may be sent here now, by name."""
    business = await business_of(session, thread)
    if not business:
        return ()
    rows = await queries.of_business(session, business)
    return [one for one in map(template_of, rows) if one.offered]


async def chosen(session: AsyncSession, thread: Conversation, template_id: str) -> Template:
    """The template, if it may be sent here now. Raises NotFound and Conflict."""
    row = await session.get(MessageTemplate, template_id)
    if row is None:
        raise NotFound("There is no such template.")
    if row.waba_id != await business_of(session, thread):
        raise Conflict(NOT_HERE)
    template = template_of(row)
    if not template.offered:
        raise Conflict(OFF)
    return template


async def called(
    session: AsyncSession, thread: Conversation, name: str, language: str
) -> Template | None:
    """The one of this name that may be sent here, in the language or the nearest there is."""
    business = await business_of(session, thread)
    rows = await queries.called(session, business, name) if business else ()
    found = [one for one in map(template_of, rows) if one.offered]
    near = [one for one in found if one.language.partition("_")[0] == language.partition("_")[0]]
    exact = [one for one in found if one.language == language]
    return next(iter((*exact, *near, *found)), None)


def action_of(
    template: Template, values: Mapping[str, str], purpose: Purpose = "reply"
) -> SendTemplate:
    """The template filled in. Raises BadInput where the platform would refuse it."""
    wrong = wrong_with(template, values)
    if wrong is not None:
        raise refusal(wrong)
    return SendTemplate(
        template_id=template.id,
        category=template.category,
        text=filled(template, values),
        out=outgoing(template, values),
        purpose=purpose,
        buttons=tuple(button.text for button in template.buttons),
    )


def refusal(wrong: Wrong) -> BadInput:
    return BadInput(Wording(_SAID[wrong.why], name=wrong.name), f"values.{wrong.key}")
