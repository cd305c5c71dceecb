"""The parts of a running Cauce, wired once at the start and handed to whoever needs them."""

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import httpx

from cauce.ai.consult import Consult
from cauce.channels.connecting import Addresses, Outlet
from cauce.core.clock import Clock
from cauce.core.hearing import Ears
from cauce.core.keys import Keys
from cauce.engine.live import Live
from cauce.engine.meta_app import Kept
from cauce.engine.minds import Minds
from cauce.hearing.openai import ears_of
from cauce.knowledge.live import KnowledgeCache
from cauce.settings import Settings
from cauce.store.session import Store
from cauce.store.shelf import Shelf, shelf_of
from cauce.store.vault import Vault

Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class House:
    """`sleep` is how turns wait for the rest of a burst; tests hand in one that does not.

    `minds` keeps the models that `consult` asks as they are set up. `outlets` stands in for the
    accounts that are connected, by channel. `http` calls the platforms. `meta` is what was last
    read of our application there. `chance` (0 to 1) spreads what many would try again at once.
    """

    settings: Settings
    store: Store
    clock: Clock
    keys: Keys
    consult: Consult
    minds: Minds
    knowledge: KnowledgeCache
    live: Live
    sleep: Sleep
    vault: Vault
    http: httpx.AsyncClient
    outlets: Mapping[str, Outlet] = field(default_factory=dict)
    meta: Kept = field(default_factory=Kept)
    chance: Callable[[], float] = field(default_factory=lambda: random.Random().random)

    @property
    def shelf(self) -> Shelf:
        """Where the bytes of files lie."""
        return shelf_of(self.settings)

    @property
    def ears(self) -> Ears | None:
        """Who writes voice notes down; None: nobody does."""
        return ears_of(self.settings, self.http)

    @property
    def addresses(self) -> Addresses:
        """Where Meta is, by the settings."""
        told = self.settings
        return Addresses(told.meta_graph_url, told.meta_instagram_url, told.meta_graph_version)
