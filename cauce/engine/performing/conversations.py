"""Who has the conversation: the machine, a team, a person, or nobody any more."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.actions import Assign, CloseConversation, HandOver
from cauce.engine.announcing import announce_conversation
from cauce.engine.scene import Scene
from cauce.store.models import Case, User
from cauce.store.queries.live import tell

CHATBOT = "chatbot"


async def assign(scene: Scene, action: Assign) -> dict[str, Any]:
    """Gives the conversation a team, a priority, and an owner when one was found."""
    thread = scene.conversation
    thread.priority = action.priority
    thread.department = None if action.team == CHATBOT else action.team
    if action.agent_id is not None and thread.owner_id is None:
        await _own(scene, action.agent_id)
    return {"team": action.team, "agent_id": action.agent_id}


async def hand_over(scene: Scene, action: HandOver) -> dict[str, Any]:
    """The bot falls silent here, a case holds what the person needs, and the team hears of it."""
    thread = scene.conversation
    thread.status = "waiting_agent"
    thread.bot_silenced = True
    thread.escalated = True
    thread.escalation_reason = action.reason
    thread.department = action.team
    thread.priority = max(action.priority, thread.priority)
    thread.waiting_since = scene.now
    thread.bot_failures = 0
    if action.agent_id is not None and thread.owner_id != action.agent_id:
        await _own(scene, action.agent_id)
    case = await open_case(scene.session, thread.id)
    if case is None:
        case = Case(
            id=scene.keys.new(Case.prefix),
            contact_id=scene.contact.id,
            conversation_id=thread.id,
            opened_at=scene.now,
            description=action.summary,
        )
        scene.session.add(case)
    case.description = action.summary
    case.reason = action.reason
    case.priority = action.priority
    case.entities = dict(action.entities)
    case.suggested_reply = action.suggested_reply
    case.assigned_to = thread.owner_id
    await tell(
        scene.session,
        "conversation.handed_over",
        conversation=thread.id,
        team=action.team,
        agent=thread.owner_id,
    )
    await announce_conversation(
        scene.session, scene.keys, scene.now, "conversation.handed_over", thread
    )
    return {"case_id": case.id, "agent_id": thread.owner_id}


async def close(scene: Scene, action: CloseConversation) -> dict[str, Any]:
    """Nothing more to do; the next message opens a fresh conversation."""
    thread = scene.conversation
    if thread.unhandled > len(scene.burst_ids):
        return {"kept_open": "the customer has written again"}
    thread.status = "closed"
    thread.closed_at = scene.now
    thread.unread = 0
    await announce_conversation(scene.session, scene.keys, scene.now, "conversation.closed", thread)
    return {"reason": action.reason}


async def open_case(session: AsyncSession, conversation_id: str) -> Case | None:
    """The case people work on in this conversation, if there is one."""
    found = await session.scalars(
        select(Case)
        .where(Case.conversation_id == conversation_id, Case.status.not_in(("resolved", "closed")))
        .order_by(Case.id.desc())
        .limit(1)
    )
    return found.first()


async def _own(scene: Scene, agent_id: str) -> None:
    scene.conversation.owner_id = agent_id
    await scene.session.execute(
        update(User).where(User.id == agent_id).values(last_assigned_at=scene.now)
    )
