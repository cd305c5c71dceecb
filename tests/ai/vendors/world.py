"""A sandbox on a port of its own, and minds that speak to it."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import httpx2
import uvicorn
from fastapi import FastAPI

from cauce.ai.embedded.search import BusinessIndex
from cauce.ai.spending import Allowance, Budget, Purchase
from cauce.ai.vendors.config import ModelConfig
from cauce.ai.vendors.mind import ModelMind, build
from cauce.core.business import Knowledge
from cauce.core.dialogue import Brief, Customer, Memory
from cauce.sandbox.faults import Fault, Faults
from cauce.sandbox.line import configured
from cauce.sandbox.models import ROUTERS
from cauce.sandbox.models.desk import Desk
from tests.ai.demo_talks import MONDAY, business_of, customer_of, reading_of

# Each way of asking, where it is found in the sandbox, and where its faults wait.
WAYS: dict[str, tuple[ModelConfig, str]] = {
    "openai": (
        ModelConfig("gpt", "openai", "gpt-6.1-terra", "sk-test", "/openai/v1"),
        "openai.chat",
    ),
    "openai_responses": (
        ModelConfig("gpt-responses", "openai_responses", "gpt-6.1-terra", "sk-test", "/openai/v1"),
        "openai.responses",
    ),
    "anthropic": (
        ModelConfig("claude", "anthropic", "claude-sonnet-5", "sk-ant-test", "/anthropic"),
        "anthropic.messages",
    ),
    "google": (
        ModelConfig("gemini", "google", "gemini-3-flash", "gm-test", "/gemini"),
        "gemini.generate",
    ),
    "compatible": (
        ModelConfig("house", "compatible", "qwen3:8b", "", "/local/v1"),
        "local.chat",
    ),
}
PRICES = {"price_in": Decimal("1"), "price_out": Decimal("4")}


@dataclass(slots=True)
class Books:
    """Keeps every purchase; `limits` are the allowances it tells."""

    limits: tuple[Allowance, ...] = ()
    bought_so_far: list[Purchase] = field(default_factory=list)

    async def allowances(self, conversation: str | None) -> tuple[Allowance, ...]:
        return self.limits

    async def bought(self, purchase: Purchase) -> None:
        self.bought_so_far.append(purchase)


@dataclass(slots=True)
class World:
    """The running sandbox. `pauses` are the seconds our own retries wanted to wait."""

    address: str
    faults: Faults
    desk: Desk
    client: httpx2.AsyncClient
    pauses: list[float] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)

    def forget(self) -> None:
        self.faults.clear()
        self.desk.forget()
        self.pauses.clear()
        self.delays.clear()

    def fault(self, place: str, kind: str, **more: Any) -> None:
        self.faults.add(place, Fault(kind, **more))  # type: ignore[arg-type]

    def config(self, way: str, **changes: Any) -> ModelConfig:
        config, _ = WAYS[way]
        config = replace(config, base_url=f"{self.address}{config.base_url}", **PRICES)  # type: ignore[arg-type]
        return replace(config, **changes)

    def mind(self, way: str, budget: Budget | None = None, **changes: Any) -> ModelMind:
        async def pause(seconds: float) -> None:
            self.pauses.append(seconds)

        return build(
            self.config(way, **changes),
            self.client,
            find_index,
            budget=budget,
            chance=random.Random(7),
            sleep=pause,
        )


async def find_index(knowledge: Knowledge) -> BusinessIndex:
    return business_of("electro_istmo")[1]


def brief(text: str, language: str = "es", **changes: Any) -> Brief:
    knowledge, _ = business_of("electro_istmo")
    customer = customer_of("electro_istmo", "jose.pinzon@correo.example")
    made = Brief(
        MONDAY,
        text,
        reading_of({"intent": "purchase_inquiry"}, language),
        Memory(),
        knowledge,
        Customer("cust_1", name="José", orders=customer.orders),
        conversation_id="conv_1",
    )
    return replace(made, **changes)


class _Announced(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@asynccontextmanager
async def running(sleep: Callable[[float], Awaitable[None]] | None = None) -> AsyncIterator[World]:
    app, over = FastAPI(), asyncio.Event()
    world = World("", Faults(random.Random(1)), Desk(), httpx2.AsyncClient(timeout=30))

    async def never(seconds: float) -> None:
        """Whoever waits for this gives up first, or finds the answer there at once."""
        world.delays.append(seconds)
        if seconds >= 60:
            await over.wait()

    world.faults.sleep = sleep or never
    app.state.sandbox = SimpleNamespace(faults=world.faults)
    app.state.models_desk = world.desk
    for router in ROUTERS:
        app.include_router(router)
    server = _Announced(configured(app, "127.0.0.1", 0))
    serving = asyncio.create_task(server.serve())
    await server.ready.wait()
    port = server.servers[0].sockets[0].getsockname()[1]
    world.address = f"http://127.0.0.1:{port}"
    yield world
    over.set()
    await world.client.aclose()
    server.should_exit = True
    await serving
