"""The parts of a running Cauce, wired once at the start and handed to whoever needs them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from cauce.ai.consult import Consult
from cauce.core.actions import SendMessage
from cauce.core.clock import Clock
from cauce.core.keys import Keys
from cauce.engine.live import Live
from cauce.knowledge.live import KnowledgeCache
from cauce.settings import Settings
from cauce.store.session import Store

Sleep = Callable[[float], Awaitable[None]]


class Outlet(Protocol):
    """The way out to one channel. Raises the DeliveryError tree; returns the platform's id."""

    async def send_message(self, to: str, message: SendMessage, key: str) -> str: ...


@dataclass(frozen=True, slots=True)
class House:
    """`sleep` is how turns wait for the rest of a burst; tests hand in one that does not.

    `outlets` holds the connected channels outside the house, by name.
    """

    settings: Settings
    store: Store
    clock: Clock
    keys: Keys
    consult: Consult
    knowledge: KnowledgeCache
    live: Live
    sleep: Sleep
    outlets: Mapping[str, Outlet] = field(default_factory=dict)
