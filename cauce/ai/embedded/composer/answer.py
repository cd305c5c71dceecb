"""An answer while it is being put together: sentences, what they rest on, what is remembered."""

from dataclasses import dataclass, field, replace
from typing import Any

from cauce.ai.embedded.composer.voice import Voice
from cauce.core.business import DiscountRule, Faq, Policy, Product
from cauce.core.dialogue import (
    Draft,
    DraftAct,
    Memory,
    OrderDraft,
    OrderView,
    QuickReply,
    ReservedOrder,
    Source,
    SourceKind,
)
from cauce.core.labels import EscalationReason

_BUTTON = 20
_BUTTONS = 3
_CARDS = 5
# The profile is one row; its source needs no other name.
PROFILE = Source("profile", "profile")


@dataclass(slots=True)
class Answer:
    """Lives for one call of `compose`; the modules of the composer add to it in turn."""

    voice: Voice
    memory: Memory
    act: DraftAct = "none"
    topic: str = "other"
    confidence: float = 0.9
    sentences: list[str] = field(default_factory=list)
    question: str | None = None
    sources: dict[Source, None] = field(default_factory=dict)
    replies: dict[str, QuickReply] = field(default_factory=dict)
    cards: dict[str, None] = field(default_factory=dict)
    order: OrderDraft | None = None
    summary: OrderDraft | None = None
    reserved: ReservedOrder | None = None
    hand_over: EscalationReason | None = None
    unanswered: str | None = None

    def say(self, key: str, /, **figures: object) -> None:
        """Adds a sentence of the phrase book."""
        self.add(self.voice.say(key, **figures))

    def add(self, sentence: str) -> None:
        if sentence and sentence not in self.sentences:
            self.sentences.append(sentence)

    def ask(self, key: str, pending: str, /, **figures: object) -> None:
        """Ends with a question, and remembers which one it was."""
        self.question = self.voice.say(key, **figures)
        self.remember(pending=pending)

    def did(self, act: DraftAct, topic: str) -> None:
        """The first module to act names the turn; an order or a hand-over names it over others."""
        if self.act == "none" or act in ("order", "escalate"):
            self.act, self.topic = act, topic

    def remember(self, **changes: Any) -> None:
        self.memory = replace(self.memory, **changes)

    def note(self, **notes: str | None) -> None:
        kept = {key: value for key, value in self.memory.notes.items() if key not in notes}
        kept.update({key: value for key, value in notes.items() if value is not None})
        self.memory = replace(self.memory, notes=kept)

    def cite(self, *rows: Product | Faq | Policy | OrderView | DiscountRule) -> None:
        for row in rows:
            self.sources[_source(row)] = None

    def cite_profile(self) -> None:
        self.sources[PROFILE] = None

    def button(self, title: str, says: str | None = None) -> None:
        """Offers a quick reply; the first three stay."""
        says = says or title
        if len(title) > _BUTTON:
            title = title[: _BUTTON - 1].rstrip() + "…"
        if len(self.replies) < _BUTTONS:
            self.replies.setdefault(title, QuickReply(title, says))

    def show(self, *products: Product) -> None:
        for product in products:
            if len(self.cards) < _CARDS:
                self.cards[product.sku] = None

    def draft(self) -> Draft:
        text = "\n".join([*self.sentences, *([self.question] if self.question else [])])
        return Draft(
            text=text,
            act=self.act,
            confidence=self.confidence,
            memory=self.memory,
            topic=self.topic,
            language=self.voice.language,
            quick_replies=tuple(self.replies.values()),
            cards=tuple(self.cards),
            sources=tuple(self.sources),
            order=self.order,
            summary=self.summary,
            reserved=self.reserved,
            hand_over=self.hand_over,
            unanswered=self.unanswered,
        )


def _source(row: Product | Faq | Policy | OrderView | DiscountRule) -> Source:
    kind: SourceKind
    if isinstance(row, Product):
        return Source("product", row.id)
    if isinstance(row, OrderView):
        return Source("order", row.number)
    if isinstance(row, DiscountRule):
        return Source("discount", row.code or row.name)
    kind = "faq" if isinstance(row, Faq) else "policy"
    return Source(kind, row.id)
