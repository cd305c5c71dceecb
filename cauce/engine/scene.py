"""Where an action is performed: the rows it may change, inside the one transaction."""

from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.business import Knowledge
from cauce.core.keys import Keys
from cauce.store.models import Contact, Conversation, Lead, Message


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was written down, and the weightiest verdict of its actions."""

    flow: str
    decision: str
    verdict: str


@dataclass(slots=True)
class Scene:
    """One decision at work.

    `sent` collects the messages that were put out, `decided` the decisions with their verdicts.
    `author` is the person whose words a message holds, when they are not the machine's.
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
    author: str | None = None
    sent: list[Message] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)

    def log_values(self) -> list[dict[str, str]]:
        """The decisions as logs name them."""
        return [asdict(one) for one in self.decided]
