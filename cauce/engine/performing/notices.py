"""What people of the house should know: alerts, notes, and questions nobody could answer."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert

from cauce.core.actions import NotifyTeam, RaiseAlert, RecordUnanswered
from cauce.core.keys import idempotency_key
from cauce.engine import announcing
from cauce.engine.scene import Scene
from cauce.store.models import UnansweredQuestion


async def raise_alert(scene: Scene, action: RaiseAlert) -> dict[str, Any]:
    """Opens the alert unless one for the same cause is open."""
    opened = await announcing.raise_alert(
        scene.session, scene.keys, scene.now, action, scene.conversation.id
    )
    return {"alert_id": opened}


async def notify_team(scene: Scene, action: NotifyTeam, key: str) -> dict[str, Any]:
    """A note in the house, kept as a low alert so that nobody misses it."""
    alert = RaiseAlert(
        type="note",
        severity="low",
        message=f"{action.title}\n{action.body}",
        cause=key,
        data={"team": action.team, "agent_id": action.agent_id or ""},
    )
    return await raise_alert(scene, alert)


async def record_unanswered(scene: Scene, action: RecordUnanswered) -> dict[str, Any]:
    """Counts the same question once, however it is spaced and capitalised."""
    fingerprint = idempotency_key(action.language, " ".join(action.question.casefold().split()))
    values = {
        "id": scene.keys.new(UnansweredQuestion.prefix),
        "created_at": scene.now,
        "updated_at": scene.now,
        "question": action.question,
        "language": action.language,
        "fingerprint": fingerprint,
        "last_asked_at": scene.now,
        "conversation_id": scene.conversation.id,
    }
    statement = insert(UnansweredQuestion).values(**values)
    await scene.session.execute(
        statement.on_conflict_do_update(
            index_elements=["fingerprint"],
            set_={
                "asked": UnansweredQuestion.asked + 1,
                "last_asked_at": scene.now,
                "updated_at": scene.now,
            },
        )
    )
    return {}
