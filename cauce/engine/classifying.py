"""A lead that another program tells us about: read, scored and kept like one who wrote to us."""

import time
from dataclasses import dataclass
from typing import Any

import phonenumbers
import structlog
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.business import Profile
from cauce.core.reading import Reading, ReadingContext
from cauce.engine import opinions
from cauce.engine.house import House
from cauce.engine.metrics import LEAD_CLASSIFICATION
from cauce.engine.webhooks import announce
from cauce.flows.lead_scoring.scoring import ScoredLead, Sender, score_lead, unscored
from cauce.store.models import Contact, Lead, LeadClassification
from cauce.store.queries.live import tell

__all__ = ["Classified", "Sender", "classify"]

SOURCE = "api"
_OPEN = text("status NOT IN ('converted', 'lost')")
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Classified:
    """`error` says what broke when the score is only the safe default."""

    lead_id: str
    scored: ScoredLead
    model: str
    milliseconds: float
    error: str | None = None


async def classify(house: House, message: str, sender: Sender) -> Classified:
    """Scores the message and stores contact, lead and classification.

    Who has the phone already is the same contact; their open lead moves.
    """
    started = time.perf_counter()
    profile = (await opinions.ready(house)).profile
    reading = await opinions.read(house, message, _context(sender, profile))
    scored, error = _score(reading, sender)
    spent = time.perf_counter() - started
    LEAD_CLASSIFICATION.observe(spent)
    async with house.store.writing() as session:
        contact = await _contact(session, sender, profile.country)
        lead = await _lead(session, house, contact)
        session.add(_classification(lead, scored, reading.engine, error))
        lead.score, lead.category = scored.score, scored.category
        lead.points = dict(scored.points)
        contact.lead_score = scored.score
        await tell(session, "lead.scored", contact=contact.id)
        told = {"lead_id": lead.id, "contact_id": contact.id, "score": scored.score}
        await announce(
            session,
            house.keys,
            house.clock.now(),
            "lead.scored",
            told | {"category": scored.category, "points": dict(scored.points)},
        )
    milliseconds = round((time.perf_counter() - started) * 1000, 3)
    return Classified(lead.id, scored, reading.engine, milliseconds, error)


def _context(sender: Sender, profile: Profile) -> ReadingContext:
    return ReadingContext(
        language_hint=profile.language,
        role=sender.role,
        company=sender.company,
        previous_interactions=sender.previous_interactions,
    )


def _score(reading: Reading, sender: Sender) -> tuple[ScoredLead, str | None]:
    try:
        return score_lead(reading, sender), None
    except Exception as failure:  # noqa: BLE001 - recorded, and the lead gets the safe default
        _log.exception("lead.not_scored")
        return unscored(), f"{type(failure).__name__}: {failure}"


async def _contact(session: AsyncSession, sender: Sender, country: str) -> Contact:
    phone = _international(sender.phone, country)
    known = None
    if phone is not None:
        known = await session.scalar(
            select(Contact)
            .where(
                Contact.phones.contains([phone]),
                Contact.merged_into.is_(None),
                Contact.erased_at.is_(None),
            )
            .order_by(Contact.id)
            .limit(1)
            .with_for_update()
        )
    if known is not None:
        known.name = known.name or sender.name
        known.company = known.company or sender.company
        return known
    row = Contact(
        name=sender.name, company=sender.company, phones=[phone] if phone else [], emails=[]
    )
    session.add(row)
    await session.flush()
    return row


async def _lead(session: AsyncSession, house: House, contact: Contact) -> Lead:
    """The contact's open lead, made if there is none; two calls at once make one."""
    now = house.clock.now()
    values: dict[str, Any] = {
        "id": house.keys.new(Lead.prefix),
        "created_at": now,
        "updated_at": now,
        "contact_id": contact.id,
        "source": SOURCE,
    }
    await session.execute(
        insert(Lead)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["contact_id"], index_where=_OPEN)
    )
    found = await session.scalars(
        select(Lead).where(Lead.contact_id == contact.id, _OPEN).with_for_update()
    )
    return found.one()


def _classification(
    lead: Lead, scored: ScoredLead, model: str, error: str | None
) -> LeadClassification:
    return LeadClassification(
        lead_id=lead.id,
        score=scored.score,
        previous_score=lead.score,
        category=scored.category,
        points=dict(scored.points),
        evidence=dict(scored.evidence),
        recommended_action=scored.recommended_action,
        model=model,
        error=error,
    )


def _international(phone: str | None, country: str) -> str | None:
    """The number as E.164; None for what is not one: a lead is not lost for a wrong digit."""
    if not phone:
        return None
    try:
        number = phonenumbers.parse(phone, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
