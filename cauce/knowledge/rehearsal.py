"""A conversation with the bot of a business without a database: to try it, and to measure it."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from cauce.core.actions import HandOver, Remember, SendMessage, TakeOrder
from cauce.core.business import Knowledge
from cauce.core.decisions import Decision
from cauce.core.dialogue import Brief, Customer, Draft, Memory, ReservedOrder, Said
from cauce.core.in_house import in_house
from cauce.core.labels import LANGUAGES
from cauce.core.opening import opening
from cauce.core.reading import Reading, ReadingContext
from cauce.core.turn import Conversation, Lead, Turn

_A_MINUTE = timedelta(minutes=1)
_VISITOR = Customer("rehearsal")


class Asked(Protocol):
    """The door to intelligence, as much of it as a rehearsal needs."""

    async def read(self, text: str, context: ReadingContext | None = None) -> Reading: ...

    async def draft(self, brief: Brief) -> Draft: ...


Answers = Callable[[Turn], Decision]
Reply = tuple[str, str, Reading]


@dataclass(slots=True)
class Rehearsal:
    """`escalation` and `chatbot` are those flows, observe and decide in one; nothing is stored.
    `run` is how `reply` waits for the answer.

    Time goes on by a minute with every message, so that equal rehearsals say equal things.
    """

    knowledge: Knowledge
    consult: Asked
    escalation: Answers
    chatbot: Answers
    now: datetime
    customer: Customer = _VISITOR
    memory: Memory = field(default_factory=Memory)
    said: list[Said] = field(default_factory=list)
    failures: int = 0
    silenced: bool = False
    orders: int = 0
    run: Callable[[Coroutine[Any, Any, Reply]], Reply] = asyncio.run
    last: Mapping[str, Decision] = field(default_factory=dict)

    def reply(self, text: str) -> Reply:
        """What the bot says, what it does (answer, ask, order…), and how it read the text."""
        return self.run(self.answer(text))

    async def answer(self, text: str) -> Reply:
        self.now += _A_MINUTE
        reading = await self.consult.read(text, self._context())
        turn = self._turn(text, reading)
        decision = self.escalation(turn)
        made = {"escalation": decision}
        act = "escalate" if _hands_over(decision) else "none"
        if act == "none" and not self.silenced:
            draft = await self.consult.draft(self._brief(text, reading))
            decision = self.chatbot(replace(turn, draft=draft, made=made))
            made["chatbot"] = decision
            act = "escalate" if _hands_over(decision) else draft.act
            self.failures = self.failures + 1 if draft.unanswered is not None else 0
        self.last = made
        reply = self._perform(text, decision)
        return reply, act, reading

    def _perform(self, text: str, decision: Decision) -> str:
        reply = ""
        for action in decision.actions:
            if isinstance(action, SendMessage):
                reply = action.text
            elif isinstance(action, Remember):
                self.memory = action.memory
            elif isinstance(action, TakeOrder):
                self.orders += 1
        self._hear("customer", text)
        if reply:
            self._hear("bot", reply)
        return reply

    def _hear(self, sender: Any, text: str) -> None:
        number = len(self.said) + 1
        self.said.append(Said(f"said_{number}", number, sender, text, self.now))

    def _context(self) -> ReadingContext:
        ours = [one.text for one in self.said if one.sender == "bot"]
        known = self.memory.notes.get("language") or self.customer.language
        own = self.knowledge.profile.language
        hint = next((language for language in LANGUAGES if language == known), own)
        return ReadingContext(last_agent_message=ours[-1] if ours else None, language_hint=hint)

    def _brief(self, text: str, reading: Reading) -> Brief:
        number = f"R-{self.orders + 1:04d}"
        return Brief(
            now=self.now,
            text=text,
            reading=reading,
            memory=self.memory,
            knowledge=self.knowledge,
            customer=self.customer,
            history=tuple(self.said),
            reserved=ReservedOrder(f"ord_{number}", number, f"https://pay.example/{number}"),
            open_now=opening(self.knowledge.profile, self.now).open_now,
            bot_failures=self.failures,
        )

    def _turn(self, text: str, reading: Reading) -> Turn:
        turn = Turn(
            now=self.now,
            conversation=Conversation(
                "rehearsal",
                "webchat",
                bot_silenced=self.silenced,
                bot_failures=self.failures,
                memory=self.memory,
            ),
            customer=self.customer,
            lead=Lead("rehearsal"),
            burst=(Said("now", len(self.said) + 1, "customer", text, self.now),),
            history=tuple(self.said),
            reading=reading,
        )
        return in_house(turn, self.knowledge)


def _hands_over(decision: Decision) -> bool:
    return any(isinstance(action, HandOver) for action in decision.actions)
