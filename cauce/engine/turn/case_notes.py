"""What whoever takes a conversation over must know, where the flow that gives it left it out."""

from dataclasses import replace

import structlog

from cauce.core.actions import Action, HandOver
from cauce.core.turn import Turn
from cauce.flows.escalation.case_notes import suggestion, summary
from cauce.flows.escalation.observe import observe

_log = structlog.get_logger()


def with_notes(turn: Turn, actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """Every hand-over with a whole summary for the team and a first answer for the customer.

    Never raises: where the notes cannot be written a person is brought in without them.
    """
    try:
        return tuple(_noted(turn, action) for action in actions)
    except Exception:  # noqa: BLE001 - whatever made the flow fail may make the notes fail too
        _log.exception("case.not_noted", conversation=turn.conversation.id)
        return actions


def _noted(turn: Turn, action: Action) -> Action:
    if not isinstance(action, HandOver) or action.suggested_reply is not None:
        return action
    facts = observe(turn)
    known = replace(facts.known, unanswered=turn.draft.unanswered if turn.draft else None)
    name, entities = facts.customer_name, facts.entities
    return replace(
        action,
        entities=entities,
        summary=summary(
            action.reason,
            facts.matter,
            known,
            name=name,
            channel=facts.channel,
            entities=entities,
            priority=action.priority,
            language=facts.house_language,
        ),
        suggested_reply=suggestion(
            facts.matter,
            known,
            name=name,
            entities=entities,
            language=facts.matter.reading.language,
        ),
    )
