"""What we learn about the person: the lead's score and their wishes."""

from typing import Any

from cauce.core.actions import SetConsent, SetScore
from cauce.engine.announcing import announce_if_asked
from cauce.engine.scene import Scene
from cauce.store.models import Consent, Lead, LeadClassification


async def set_score(scene: Scene, action: SetScore) -> dict[str, Any]:
    """Moves the lead's score; a score that did not move leaves no trace in its history."""
    lead = scene.lead
    if lead is None:
        lead = Lead(
            id=scene.keys.new(Lead.prefix),
            contact_id=scene.contact.id,
            source=scene.conversation.channel,
        )
        scene.session.add(lead)
        scene.lead = lead
    before = lead.score
    if before == action.score and lead.points == dict(action.points):
        return {"lead_id": lead.id, "score": action.score}
    lead.score, lead.category = action.score, action.category
    lead.points = dict(action.points)
    scene.contact.lead_score = action.score
    scene.session.add(
        LeadClassification(
            lead_id=lead.id,
            message_id=scene.burst_ids[-1] if scene.burst_ids else None,
            score=action.score,
            previous_score=before,
            category=action.category,
            points=dict(action.points),
            evidence=dict(action.evidence),
            recommended_action=action.recommended,
            model=scene.flow,
        )
    )
    await _announce(scene, lead, action, before)
    return {"lead_id": lead.id, "score": action.score}


async def _announce(scene: Scene, lead: Lead, action: SetScore, before: int | None) -> None:
    told = {
        "lead_id": lead.id,
        "contact_id": scene.contact.id,
        "conversation_id": scene.conversation.id,
        "score": action.score,
        "previous_score": before,
        "category": action.category,
        "recommended_action": action.recommended,
    }
    await announce_if_asked(scene.session, scene.keys, scene.now, "lead.scored", told)


async def set_consent(scene: Scene, action: SetConsent) -> dict[str, Any]:
    """Writes the wish down with the words that prove it; the newest of a scope counts."""
    scene.session.add(
        Consent(
            contact_id=scene.contact.id,
            channel=scene.conversation.channel,
            scope=action.scope,
            granted=action.granted,
            evidence=action.evidence,
            message_id=scene.burst_ids[-1] if scene.burst_ids else None,
        )
    )
    return {}
