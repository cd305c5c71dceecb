"""What the composer's modules look at: the brief, what was noticed in it, and what is meant."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from cauce.ai.embedded.composer.meant import Meant
from cauce.ai.embedded.composer.noticing import Seen
from cauce.ai.embedded.search import BusinessIndex
from cauce.core.business import Knowledge, Profile
from cauce.core.dialogue import Brief, Memory
from cauce.core.labels import Language


@dataclass(frozen=True)
class Scene:
    """One turn. `memory` already holds what this message added to it."""

    brief: Brief
    index: BusinessIndex
    seen: Seen
    meant: Meant
    memory: Memory
    language: Language

    @property
    def knowledge(self) -> Knowledge:
        return self.brief.knowledge

    @property
    def profile(self) -> Profile:
        return self.brief.knowledge.profile

    @cached_property
    def local_now(self) -> datetime:
        return self.brief.now.astimezone(ZoneInfo(self.profile.time_zone))

    @property
    def today(self) -> date:
        return self.local_now.date()

    def asks(self, *topics: str) -> bool:
        """Whether the message touches one of these sections of `asks.txt`."""
        return not self.seen.flags.isdisjoint(topics)
