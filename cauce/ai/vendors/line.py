"""The line to one model: limits before a request, retries of our own, the price after it."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from cauce.ai.failures import PASSING, ModelFailed, Spent
from cauce.ai.spending import Budget, Purchase, Task, afford
from cauce.ai.vendors.config import ModelConfig
from cauce.ai.vendors.naming_failures import named

if TYPE_CHECKING:
    from pydantic_ai.messages import ModelMessage, ModelResponse
    from pydantic_ai.models import Model, ModelRequestParameters
    from pydantic_ai.settings import ModelSettings

Sleep = Callable[[float], Awaitable[None]]
_BASE = 0.3
_LONGEST = 4.0


@dataclass(frozen=True, slots=True)
class Call:
    """What a request is for, so that it is booked where it belongs."""

    task: Task
    conversation: str | None = None


class Line:
    """A request changes nothing in the house, so the same one may be made again."""

    def __init__(
        self,
        config: ModelConfig,
        model: "Model",
        *,
        budget: Budget,
        chance: random.Random,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.config = config
        self.model = model
        self._budget = budget
        self._chance = chance
        self._sleep = sleep

    async def request(
        self, messages: "list[ModelMessage]", wanted: "ModelRequestParameters", call: Call
    ) -> "tuple[ModelResponse, Spent]":
        """The model's answer and its price; ModelFailed when there is none worth the name."""
        made = 1
        while True:
            await afford(self._budget, call.conversation)
            try:
                answer = await self._once(messages, wanted)
            except ModelFailed as failed:
                if failed.kind not in PASSING or made >= self.config.attempts:
                    raise
                pause = self._pause(made, failed.retry_after)
                if pause is None:
                    raise
                made += 1
                await self._sleep(pause)
                continue
            spent = self.config.cost(answer.usage.input_tokens, answer.usage.output_tokens)
            await self._budget.bought(
                Purchase(self.config.name, call.task, spent, call.conversation)
            )
            return answer, spent

    async def _once(
        self, messages: "list[ModelMessage]", wanted: "ModelRequestParameters"
    ) -> "ModelResponse":
        from pydantic_ai.direct import model_request  # noqa: PLC0415

        try:
            async with asyncio.timeout(self.config.seconds):
                return await model_request(
                    self.model,
                    messages,
                    model_settings=self._settings(),
                    model_request_parameters=wanted,
                )
        except Exception as failure:  # any of three libraries may fail in any way of its own
            raise named(failure) from failure

    def _settings(self) -> "ModelSettings":
        settings: ModelSettings = {
            "max_tokens": self.config.most_tokens,
            "timeout": self.config.seconds,
            "max_retries": 0,
        }
        if self.config.thinking is not None:
            settings["thinking"] = False if self.config.thinking == "off" else self.config.thinking
        if self.config.vendor in ("openai", "openai_responses"):
            # Unless told not to, OpenAI keeps what it was asked for a month.
            return cast("ModelSettings", {**settings, "openai_store": False})
        return settings

    def _pause(self, made: int, retry_after: float | None) -> float | None:
        """How long before the next attempt; None when it would be too long to wait for."""
        if retry_after is not None:
            return retry_after if retry_after <= _LONGEST else None
        most = min(_LONGEST, _BASE * 2.0**made)
        return most * (0.5 + self._chance.random() / 2)
