"""Sending a template: stored as the customer will read it, and as it leaves."""

from typing import Any

from cauce.core.actions import SendTemplate
from cauce.engine.performing import messages
from cauce.engine.scene import Scene
from cauce.engine.words import as_json
from cauce.store.models import Message


async def send(scene: Scene, action: SendTemplate, key: str) -> dict[str, Any]:
    """As any message; the conversation stays whose it is."""
    message = message_of(action, key)
    message.id = scene.keys.new(Message.prefix)
    message.sender = "bot" if scene.author is None else "agent"
    message.agent_id = scene.author
    message.decision_id = scene.decision_id
    await messages.put(scene.session, scene.keys, scene.now, scene.conversation, message)
    if not scene.conversation.bot_silenced and scene.conversation.status != "closed":
        scene.conversation.status = "waiting_customer"
    scene.sent.append(message)
    return {"message_id": message.id}


def message_of(action: SendTemplate, key: str) -> Message:
    """`extra.template` is all that delivery needs: what was chosen leaves as it was then."""
    extra: dict[str, Any] = {
        "template": {
            "id": action.template_id,
            "name": action.out.name,
            "language": action.out.language,
            "category": action.category,
            "purpose": action.purpose,
            "out": as_json(action.out),
        }
    }
    if action.buttons:
        extra["quick_replies"] = [{"title": one, "says": one} for one in action.buttons]
    return Message(content=action.text, extra=extra, key=key)
