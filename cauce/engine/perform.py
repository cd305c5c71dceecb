"""Carries out an action that the gate let through: every kind has its place, none is forgotten."""

from typing import Any, assert_never

from cauce.core.actions import (
    Action,
    Assign,
    CloseConversation,
    HandOver,
    NotifyTeam,
    RaiseAlert,
    RecordUnanswered,
    Remember,
    Said,
    SendMessage,
    SendTemplate,
    SetConsent,
    SetScore,
    TakeOrder,
)
from cauce.engine.performing import (
    conversations,
    leads,
    messages,
    notices,
    orders,
    remembering,
    templates,
)
from cauce.engine.scene import Scene


async def perform(scene: Scene, action: Action, key: str) -> dict[str, Any]:
    """Does it, with the scene's transaction; what to remember of it. `key` makes it happen once.

    Raises FactsChanged when what the action rests on is no longer so.
    """
    match action:
        case SendMessage() | SendTemplate():
            return await _say(scene, action, key)
        case SetScore():
            return await leads.set_score(scene, action)
        case SetConsent():
            return await leads.set_consent(scene, action)
        case TakeOrder():
            return await orders.take(scene, action)
        case Assign():
            return await conversations.assign(scene, action)
        case HandOver():
            return await conversations.hand_over(scene, action)
        case CloseConversation():
            return await conversations.close(scene, action)
        case RaiseAlert():
            return await notices.raise_alert(scene, action)
        case NotifyTeam():
            return await notices.notify_team(scene, action, key)
        case RecordUnanswered():
            return await notices.record_unanswered(scene, action)
        case Remember():
            remembering.remember(scene, action)
            return {}
        case _:
            assert_never(action)


async def _say(scene: Scene, action: Said, key: str) -> dict[str, Any]:
    if isinstance(action, SendTemplate):
        return await templates.send(scene, action, key)
    return await messages.send(scene, action, key)
