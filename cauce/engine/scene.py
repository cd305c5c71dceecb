"""Where an action is performed: the rows it may change, inside the one transaction."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.business import Knowledge
from cauce.core.keys import Keys
from cauce.store.models import Contact, Conversation, Lead, Message


@dataclass(slots=True)
class Scene:
    """One decision at work.

    `sent` collects the messages that were put out, `verdicts` what was said of each flow.
    """

    session: AsyncSession
    keys: Keys
    now: datetime
    conversation: Conversation
    contact: Contact
    lead: Lead | None
    knowledge: Knowledge
    flow: str
    decision_id: str
    burst_ids: tuple[str, ...] = ()
    sent: list[Message] = field(default_factory=list)
    verdicts: list[tuple[str, str]] = field(default_factory=list)
