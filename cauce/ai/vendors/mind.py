"""A model as a mind: it reads and drafts like the embedded one, for money and over the network."""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING

from cauce.ai.embedded.search import BusinessIndex
from cauce.ai.failures import ModelFailed, Spent
from cauce.ai.spending import Budget, Unlimited
from cauce.ai.vendors.config import ModelConfig
from cauce.ai.vendors.connecting import connect
from cauce.ai.vendors.conversing import Conversation, Question
from cauce.ai.vendors.drafting.bound import Bound
from cauce.ai.vendors.drafting.drafted import draft_of
from cauce.ai.vendors.drafting.form import AnswerForm, just_words
from cauce.ai.vendors.drafting.leaking import leaks
from cauce.ai.vendors.drafting.telling import told, told_again
from cauce.ai.vendors.line import Call, Line, Sleep
from cauce.ai.vendors.prompts import Prompts
from cauce.ai.vendors.reading.form import ReadingForm, reading_of
from cauce.core.business import Knowledge
from cauce.core.dialogue import Brief, Draft
from cauce.core.reading import Reading, ReadingContext

if TYPE_CHECKING:
    from httpx2 import AsyncClient

FindsIndex = Callable[[Knowledge], Awaitable[BusinessIndex]]
_MESSAGE = 4000


class ModelMind:
    """One configured model; `index` is how it finds what the business has."""

    def __init__(self, line: Line, index: FindsIndex, prompts: Prompts) -> None:
        self.line = line
        self._index = index
        self._prompts = prompts

    @property
    def name(self) -> str:
        return self.line.config.name

    @property
    def vendor(self) -> str:
        """Models of one address fall silent together."""
        config = self.line.config
        return f"{config.vendor} {config.base_url or ''}".strip()

    async def read(self, text: str, context: ReadingContext | None = None) -> Reading:
        context = context or ReadingContext()
        known = asdict(context)
        asked = self._prompts.of("reading")
        given = {
            "message": text[:_MESSAGE],
            "before": context.last_agent_message,
            **{key: known[key] for key in ("role", "company", "previous_interactions")},
        }
        question = Question(asked.text, json.dumps(given, ensure_ascii=False), ReadingForm)
        talk = Conversation(self.line, question, Call("read", context.conversation_id))
        form = await talk.hold()
        return replace(
            reading_of(form, text),
            prompt_version=asked.version,
            tokens=talk.spent.tokens,
            cost=talk.spent.cost,
        )

    async def draft(self, brief: Brief) -> Draft:
        return await self._answer(brief, None, ())

    async def mend(self, brief: Brief, draft: Draft, complaints: tuple[str, ...]) -> Draft:
        """Another try at an answer, with what was wrong about the first."""
        return await self._answer(brief, draft.text, complaints)

    async def _answer(self, brief: Brief, said: str | None, complaints: tuple[str, ...]) -> Draft:
        asked = self._prompts.of("drafting")
        bound = Bound(brief, await self._index(brief.knowledge))
        given = told(brief, bound)
        if said is not None:
            given = told_again(given, said, complaints)
        plain = partial(just_words, language=brief.reading.language)
        question = Question(asked.text, given, AnswerForm, bound.tools(), plain)
        talk = Conversation(self.line, question, Call("draft", brief.conversation_id))
        form = await talk.hold()
        draft = draft_of(form, bound, brief)
        if leaks(draft.text, asked.text):
            raise ModelFailed("untrue", "The answer tells our own instructions.", spent=talk.spent)
        if not draft.text:
            raise ModelFailed("unreadable", "The answer has no words.", spent=talk.spent)
        return _billed(draft, asked.version, talk.spent)


def _billed(draft: Draft, version: str, spent: Spent) -> Draft:
    return replace(draft, prompt_version=version, tokens=spent.tokens, cost=spent.cost)


def build(
    config: ModelConfig,
    http_client: "AsyncClient",
    index: FindsIndex,
    *,
    budget: Budget | None = None,
    chance: random.Random | None = None,
    sleep: Sleep = asyncio.sleep,
    prompts: Prompts | None = None,
) -> ModelMind:
    """A mind of a configuration; imports its vendor's library, sends nothing."""
    line = Line(
        config,
        connect(config, http_client),
        budget=budget or Unlimited(),
        chance=chance or random.Random(),
        sleep=sleep,
    )
    return ModelMind(line, index, prompts or Prompts())
