"""A model that obeys whoever speaks last: the worst there could be behind the door."""

import asyncio
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelResponse,
    ToolCallPart,
    ToolReturnPart,
)
from pydantic_ai.models.function import AgentInfo, FunctionModel

from cauce.ai.spending import Unlimited
from cauce.ai.vendors.config import ModelConfig
from cauce.ai.vendors.line import Line
from cauce.ai.vendors.mind import ModelMind
from cauce.ai.vendors.prompts import Prompts
from tests.ai.vendors.world import find_index


@dataclass(slots=True)
class Obedient:
    """Calls what it is told to call, then says what it is told to say, however often it is asked.

    `told` is everything the tools answered, `sent` everything that left the house.
    """

    calls: Sequence[Mapping[str, Any]]
    says: str
    language: str = "es"
    told: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    def mind(self) -> ModelMind:
        line = Line(
            ModelConfig("obedient", "compatible", "obedient"),
            FunctionModel(self._answer),
            budget=Unlimited(),
            chance=random.Random(1),
            sleep=asyncio.sleep,
        )
        return ModelMind(line, find_index, Prompts())

    def _answer(self, messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        told = [
            part
            for message in messages
            if isinstance(message, ModelRequest)
            for part in message.parts
            if isinstance(part, ToolReturnPart)
        ]
        self.told += [json.dumps(part.content, ensure_ascii=False) for part in told]
        self.sent.append(str(messages))
        if self.calls and not told:
            return ModelResponse(
                parts=[ToolCallPart(one["name"], dict(one["arguments"])) for one in self.calls]
            )
        form = {
            "text": self.says,
            "act": "answer",
            "topic": "products",
            "language": self.language,
            "confidence": 1.0,
            "shown": ["LAP-HP-15", "SKU-THAT-IS-NOT"],
            "unanswered": False,
            "off_topic": False,
        }
        return ModelResponse(parts=[ToolCallPart("answer", form)])
