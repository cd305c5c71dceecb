"""Conversations: the list, one thread, and what a person does in it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from cauce.api.caller import SECURED, Caller, Looks, Talks
from cauce.api.listing import Cursor, Limit, Listed, Search, shown
from cauce.api.once import OnceRoute
from cauce.api.words import Id, Line, Shown, Text, Told
from cauce.core.events import Channel
from cauce.engine import attend
from cauce.errors import NotFound
from cauce.store.queries import inbox

ROUTER = APIRouter(
    prefix="/api/v1/conversations",
    tags=["conversations"],
    route_class=OnceRoute,
    dependencies=SECURED,
)
Status = Literal["active", "waiting_customer", "waiting_agent", "resolved", "closed"]


class ConversationLine(Shown):
    """A conversation as a list shows it. `mood` is its running average, −1 to 1."""

    id: Annotated[str, Field(examples=["conv_01k9…"])]
    contact_id: str
    name: str | None
    company: str | None
    channel: Annotated[str, Field(examples=["whatsapp"])]
    status: Status
    preview: str
    unread: int
    priority: Annotated[int, Field(description="1 (least) to 5.")]
    mood: float | None
    bot_silenced: bool
    owner_id: str | None
    owner: str | None
    score: int | None
    escalation_reason: str | None
    last_message_at: datetime
    waiting_since: datetime | None


class ConversationShown(Shown):
    """One conversation. The bot is silent while `bot_silenced`."""

    id: str
    contact_id: str
    channel: str
    status: Status
    owner_id: str | None
    bot_silenced: bool
    bot_handled: bool
    bot_failures: int
    escalated: bool
    escalation_reason: str | None
    department: str | None
    priority: int
    language: str | None
    last_intent: str | None
    message_count: int
    unread: int
    average_sentiment: float | None
    started_at: datetime
    last_message_at: datetime
    last_inbound_at: datetime | None
    waiting_since: datetime | None
    closed_at: datetime | None


class MessageShown(Shown):
    """One message, in or out.

    `extra` has quick replies, cards, sources and the order summary, and what became of it later:
    `edited` (with the `original`), `withdrawn` (its content is gone), `reactions`, and `outside`
    for what somebody of ours wrote elsewhere.
    """

    id: Annotated[str, Field(examples=["msg_01k9…"])]
    sequence: int
    direction: Literal["in", "out"]
    sender: Literal["customer", "bot", "agent", "system"]
    agent_id: str | None
    kind: str
    content: str
    media: dict[str, Any]
    extra: dict[str, Any]
    status: Literal[
        "queued", "unknown", "accepted", "sent", "delivered", "read", "played", "failed"
    ]
    intent: str | None
    sentiment: float | None
    score: int | None
    decision_id: str | None
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    error: str | None


class Reply(Told):
    """What to say. The same `key` for the same conversation sends it once, whoever calls."""

    text: Annotated[Text, Field(examples=["Con gusto, ya reviso tu pedido."])]
    key: Annotated[Line | None, Field(examples=["crm-8812"])] = None


class Assignment(Told):
    user_id: Annotated[Id, Field(examples=["user_01k9…"])]


@ROUTER.get("", summary="List conversations, the latest first")
async def listed(
    caller: Looks,
    folder: Annotated[
        inbox.Folder,
        Query(description="needs: a person must look; mine; all that are open; closed."),
    ] = "all",
    channel: Annotated[Channel | None, Query(description="Only this channel.")] = None,
    search: Search = "",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[ConversationLine]:
    async with caller.house.store.reading() as session:
        page = await inbox.conversations(
            session,
            folder,
            caller.acts_as or "",
            search=search,
            channel=channel or "",
            after=cursor,
            size=limit,
        )
    return shown(ConversationLine, page)


@ROUTER.get("/{conversation_id}", summary="One conversation")
async def one(caller: Looks, conversation_id: Id) -> ConversationShown:
    async with caller.house.store.reading() as session:
        found = await inbox.thread(session, conversation_id)
    if found is None:
        raise NotFound("There is no such conversation.")
    return ConversationShown.model_validate(found.conversation)


@ROUTER.get("/{conversation_id}/messages", summary="Its messages, oldest first")
async def messages(
    caller: Looks,
    conversation_id: Id,
    before: Annotated[
        int | None,
        Query(ge=1, le=2**31, description="Only those before this sequence number."),
    ] = None,
    limit: Limit = 50,
) -> Listed[MessageShown]:
    """The last `limit` messages; go further back with `before`. `next` is always null."""
    async with caller.house.store.reading() as session:
        if await inbox.thread(session, conversation_id) is None:
            raise NotFound("There is no such conversation.")
        found = await inbox.messages(session, conversation_id, before=before, size=limit)
    return Listed(items=[MessageShown.model_validate(spoken.message) for spoken in found])


@ROUTER.post("/{conversation_id}/reply", status_code=201, summary="Write to the customer")
async def replied(caller: Talks, conversation_id: Id, reply: Reply) -> MessageShown:
    """Takes the conversation over as well: the bot is silent in it until it is handed back."""
    once = reply.key or caller.house.keys.new("once")
    sent = await attend.reply(caller.house, caller.person, conversation_id, reply.text, once)
    return MessageShown.model_validate(sent)


@ROUTER.post("/{conversation_id}/take", summary="Take it over")
async def taken(caller: Talks, conversation_id: Id) -> ConversationShown:
    await attend.take(caller.house, caller.person, conversation_id)
    return await _now(caller, conversation_id)


@ROUTER.post("/{conversation_id}/hand-back", summary="Hand it back to the machine")
async def handed_back(caller: Talks, conversation_id: Id) -> ConversationShown:
    await attend.hand_back(caller.house, caller.person, conversation_id)
    return await _now(caller, conversation_id)


@ROUTER.post("/{conversation_id}/assign", summary="Give it to a colleague")
async def assigned(caller: Talks, conversation_id: Id, to: Assignment) -> ConversationShown:
    await attend.assign(caller.house, caller.person, conversation_id, to.user_id)
    return await _now(caller, conversation_id)


@ROUTER.post("/{conversation_id}/close", summary="Close it")
async def closed(caller: Talks, conversation_id: Id) -> ConversationShown:
    """The next message of the customer opens a fresh one."""
    await attend.close(caller.house, caller.person, conversation_id)
    return await _now(caller, conversation_id)


@ROUTER.post("/{conversation_id}/read", status_code=204, summary="Mark it as read")
async def read(caller: Talks, conversation_id: Id) -> None:
    await attend.mark_read(caller.house, conversation_id)


async def _now(caller: Caller, conversation_id: str) -> ConversationShown:
    return await one(caller, conversation_id)
