"""The parts of a running Cauce, wired once at the start and handed to whoever needs them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import httpx

from cauce.ai.consult import Consult
from cauce.channels.connecting import Outlet
from cauce.core.clock import Clock
from cauce.core.keys import Keys
from cauce.engine.live import Live
from cauce.knowledge.live import KnowledgeCache
from cauce.settings import Settings
from cauce.store.session import Store
from cauce.store.vault import Vault

Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class House:
    """`sleep` is how turns wait for the rest of a burst; tests hand in one that does not.

    `outlets` stands in for the accounts that are connected, by channel. `http` calls the platforms.
    """

    settings: Settings
    store: Store
    clock: Clock
    keys: Keys
    consult: Consult
    knowledge: KnowledgeCache
    live: Live
    sleep: Sleep
    vault: Vault
    http: httpx.AsyncClient
    outlets: Mapping[str, Outlet] = field(default_factory=dict)
