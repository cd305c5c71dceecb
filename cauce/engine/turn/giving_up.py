"""The end of the tries: whatever is broken, the customer gets a person and is told so."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.actions import HandOver, SendMessage
from cauce.core.business import Knowledge, Profile
from cauce.core.decisions import Decision, Go
from cauce.core.labels import Language
from cauce.core.reasons import because
from cauce.core.spelling import shortened
from cauce.engine.announcing import announce_message
from cauce.engine.house import House
from cauce.engine.recording import Origin, record
from cauce.engine.scene import Scene
from cauce.engine.turn.last_words import Wishes, strongest
from cauce.engine.turn.looking import circumstances_now
from cauce.engine.turn.rescue import PERSON_COMES, PRIORITY
from cauce.engine.turn.situations import situation_of
from cauce.flows.reception import decide as reception
from cauce.flows.reception.observe import EVIDENCE
from cauce.policy.gate import judge_together
from cauce.policy.situation import Situation
from cauce.store.models import Conversation, Message
from cauce.store.queries import turns

_log = structlog.get_logger()
_RECEPTION, _ESCALATION = "reception", "escalation"
_TEAM = "support"
# What the business told us may be what is broken, so nothing here rests on it.
_NOTHING_KNOWN = Knowledge(0, Profile("", "", "es", "USD", "", "UTC"))


async def to_person(
    session: AsyncSession, house: House, thread: Conversation, known: Wishes
) -> None:
    """Obeys who wants to be left alone, hands over and says so, as far as the gate lets it.

    All or nothing. `known` are the wishes in the messages that could be read.
    """
    now = house.clock.now()
    dropped = await _let_go(session, house, thread)
    scene = await _scene(session, house, thread, now, dropped)
    circumstances = await circumstances_now(session, house, thread)
    wish, words = strongest(dropped, known)
    language = cast(Language, thread.language or scene.contact.language or "es")
    wrote_at, answered = thread.last_inbound_at, False
    if wish != "no":
        evidence = shortened(words, EVIDENCE)
        obeyed = reception.decide(reception.Facts(now, language, opt_out=wish, words=evidence))
        situation = situation_of(scene, circumstances, _RECEPTION, wrote_at)
        answered = await _do(scene, _RECEPTION, obeyed, situation)
    if wish == "yes":
        circumstances = replace(circumstances, opted_out_at=now)
    situation = situation_of(scene, circumstances, _ESCALATION, wrote_at, answered=answered)
    await _do(scene, _ESCALATION, _handing_over(thread, language), situation)
    _wait_for_person(thread, now)
    _log.warning("turn.gave_up", decisions=scene.log_values())


def _wait_for_person(thread: Conversation, now: datetime) -> None:
    """It shows among those who need us, even where the machine may not hand over by itself."""
    thread.status = "waiting_agent"
    thread.waiting_since = now
    thread.attempts = 0
    thread.next_try = None
    thread.unhandled = 0


async def _let_go(session: AsyncSession, house: House, thread: Conversation) -> Sequence[Message]:
    """No turn takes these messages any more; other programs hear of them all the same."""
    now = house.clock.now()
    found = await turns.last_messages(session, thread.id, 1)
    waiting = [one for one in found if one.direction == "in" and not one.handled]
    for message in waiting:
        await announce_message(session, house.keys, now, "message.received", message)
    await turns.drop_unanswered(session, thread.id)
    return waiting


async def _scene(
    session: AsyncSession,
    house: House,
    thread: Conversation,
    now: datetime,
    dropped: Sequence[Message],
) -> Scene:
    contact, _, lead = await turns.people(session, thread)
    return Scene(
        session=session,
        keys=house.keys,
        now=now,
        conversation=thread,
        contact=contact,
        lead=lead,
        knowledge=_NOTHING_KNOWN,
        flow="",
        decision_id="",
        burst_ids=tuple(message.id for message in dropped),
    )


def _handing_over(thread: Conversation, language: Language) -> Decision:
    told = SendMessage(PERSON_COMES[language], language, purpose="handover")
    given = HandOver(
        reason="failed_attempts",
        summary=thread.preview,
        priority=PRIORITY,
        team=thread.department or _TEAM,
    )
    reason = because("the turn failed {tries} times, so a person takes over", tries=thread.attempts)
    return Decision((reason,), actions=(given, told))


async def _do(scene: Scene, flow: str, decision: Decision, situation: Situation) -> bool:
    """Judges, records and does it; whether the customer was told something."""
    turn_id = scene.keys.new("turn")
    origin = Origin(
        turn_id=turn_id,
        key=turn_id,
        autonomy=situation.autonomy,
        message_id=scene.burst_ids[-1] if scene.burst_ids else None,
        error=scene.conversation.last_error,
    )
    judged = judge_together(decision.actions, situation)
    await record(scene, flow, decision, judged, origin)
    return any(
        isinstance(action, SendMessage) and isinstance(judgement.verdict, Go)
        for action, judgement in zip(decision.actions, judged, strict=True)
    )
