"""What flows say that may come late: freely while they may, else with a template, else not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.actions import SendMessage, SendTemplate
from cauce.core.decisions import Decision
from cauce.core.keys import idempotency_key
from cauce.core.reasons import Reason, because
from cauce.core.reply_window import freely_or_by_template
from cauce.engine.house import House
from cauce.engine.recording import Origin, name_of, record
from cauce.engine.scene import Scene
from cauce.engine.templates.choosing import action_of, called
from cauce.engine.turn import checking
from cauce.engine.turn.looking import Looked, look
from cauce.engine.turn.situations import situation_of
from cauce.engine.window import window_in
from cauce.errors import BadInput, NotFound
from cauce.policy.frequency import TEMPLATES_WITHIN
from cauce.store.queries import templates as queries
from cauce.store.queries import turns

NOTHING: Final = "nothing_fits"


@dataclass(frozen=True, slots=True)
class Fallback:
    """The template that says the same: by its name, with what fills it in by the keys of its gaps.

    The customer's language is preferred, and of a language its nearest land.
    """

    name: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a flow wants to tell, why, and in whose name. The same `key` says it once."""

    flow: str
    message: SendMessage
    because: tuple[Reason, ...]
    key: str
    fallback: Fallback | None = None


async def say(house: House, conversation_id: str, wish: Wish) -> str:
    """Says it within the window, else with the template; judged by the gate like everything.

    What became of it: go, wait, ask or stop as the gate said, `nothing_fits` where no template may
    be sent in place of it, `said` when it was decided before. Raises NotFound. Killed before the
    commit nothing has happened; after it the decision is there and is not made again.
    """
    async with house.store.writing() as session:
        thread = await turns.conversation(session, conversation_id)
        if thread is None:
            raise NotFound("There is no such conversation.")
        key = idempotency_key(wish.flow, conversation_id, wish.key)
        if await queries.decided(session, idempotency_key(key, wish.flow, 0)):
            return "said"
        looked = await look(session, house, thread)
        scene = _scene(house, session, looked, wish)
        template = await _template(scene, wish)
        window, now = window_in(thread, "machine"), house.clock.now()
        action = freely_or_by_template(wish.message, template, window, now)
        if action is None:
            return NOTHING
        return await _decided(scene, looked, wish, action, key)


async def _template(scene: Scene, wish: Wish) -> SendTemplate | None:
    """None where it is not there, may not be sent, or has other gaps than the flow fills."""
    if wish.fallback is None:
        return None
    language = scene.conversation.language or scene.contact.language or wish.message.language
    found = await called(scene.session, scene.conversation, wish.fallback.name, language)
    if found is None:
        return None
    try:
        return action_of(found, wish.fallback.values, wish.message.purpose)
    except BadInput:
        return None


async def _decided(
    scene: Scene, looked: Looked, wish: Wish, action: SendMessage | SendTemplate, key: str
) -> str:
    by_template = isinstance(action, SendTemplate)
    late = (because("it is too long since they wrote, so a template says it"),)
    decision = Decision(wish.because + (late if by_template else ()), actions=(action,))
    thread = scene.conversation
    unanswered = 0
    if by_template:
        since = scene.now - TEMPLATES_WITHIN
        unanswered = await queries.unanswered(
            scene.session, thread.contact_id, since, thread.last_inbound_at
        )
    situation = situation_of(
        scene,
        looked.circumstances,
        wish.flow,
        thread.last_inbound_at,
        templates_unanswered=unanswered,
    )
    judged = checking.judge_now((action,), situation, looked.knowledge, looked.customer)
    origin = Origin(turn_id=scene.keys.new("turn"), key=key, autonomy=situation.autonomy)
    await record(scene, wish.flow, decision, judged, origin)
    return name_of(judged[0].verdict)


def _scene(house: House, session: AsyncSession, looked: Looked, wish: Wish) -> Scene:
    return Scene(
        session=session,
        keys=house.keys,
        now=house.clock.now(),
        conversation=looked.conversation,
        contact=looked.contact,
        lead=looked.lead,
        knowledge=looked.knowledge,
        flow=wish.flow,
        decision_id="",
    )
