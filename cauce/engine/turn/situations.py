"""What the gate may know of an action: the circumstances of this very moment, told in its words."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from cauce.core.business import Profile
from cauce.engine.scene import Scene
from cauce.engine.turn.looking import Circumstances
from cauce.engine.window import window_in
from cauce.policy.situation import QuietHours, Situation
from cauce.store.models import Conversation


def situation_of(
    scene: Scene,
    circumstances: Circumstances,
    flow: str,
    customer_wrote_at: datetime | None,
    **more: Any,
) -> Situation:
    """`more` are fields of the situation that only the caller knows."""
    autonomy, limit_minor = circumstances.autonomies[flow]
    profile = scene.knowledge.profile
    known: dict[str, Any] = {
        "now": scene.now,
        "flow": flow,
        "autonomy": autonomy,
        "limit_minor": limit_minor,
        "silenced": scene.conversation.bot_silenced,
        "waiting_since": _waiting_since(scene.conversation),
        "opted_out_at": circumstances.opted_out_at,
        "opt_out_confirmed": circumstances.opt_out_confirmed,
        "customer_wrote_at": customer_wrote_at,
        "marketing_allowed": circumstances.marketing_allowed,
        "marketing_refused": circumstances.marketing_refused,
        "bot_messages_lately": circumstances.bot_messages_lately,
        "window": window_in(scene.conversation, "machine"),
        "time_zone": scene.contact.time_zone or profile.time_zone,
        "quiet": QuietHours(rest_days=frozenset(_closed(profile))),
    }
    return Situation(**(known | more))


def _closed(profile: Profile) -> Iterator[date]:
    return (day.date for day in profile.holidays if day.opens is None)


def _waiting_since(thread: Conversation) -> datetime | None:
    """Since when the customer waits for a person; None once somebody has answered."""
    return thread.waiting_since if thread.status == "waiting_agent" else None
