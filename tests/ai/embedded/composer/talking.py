"""Whole talks with a demo business, read by the trained reader, down to the order they end in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cauce.ai.embedded.composer import compose
from cauce.ai.embedded.reader import EmbeddedReader
from cauce.core.dialogue import Brief, Customer, Draft, Memory, ReservedOrder, Said
from cauce.core.labels import LANGUAGES
from cauce.core.reading import Reading, ReadingContext
from cauce.policy.grounding import unsupported
from tests.ai.demo_talks import MONDAY, backing_for, business_of, reading_of

VISITOR = Customer("cust_new")


@dataclass
class Talk:
    """Without a `reader`, a message is read as its language and a wish to buy."""

    business: str = "electro_istmo"
    language: str = "es"
    reader: EmbeddedReader | None = None
    now: datetime = MONDAY
    memory: Memory = field(default_factory=Memory)
    said: list[Said] = field(default_factory=list)

    def say(self, text: str) -> Draft:
        knowledge, index = business_of(self.business)
        brief = Brief(
            now=self.now,
            text=text,
            reading=self._read(text),
            memory=self.memory,
            knowledge=knowledge,
            customer=VISITOR,
            history=tuple(self.said),
            reserved=ReservedOrder("ord_1", "T-1", "https://pay.example/T-1"),
        )
        draft = compose(brief, index)
        assert not unsupported(draft.text, backing_for(knowledge, draft, VISITOR)), draft.text
        self.memory = draft.memory
        self.said.append(
            Said(f"s{len(self.said)}", len(self.said) + 1, "bot", draft.text, self.now)
        )
        return draft

    def _read(self, text: str) -> Reading:
        if self.reader is None:
            return reading_of({"intent": "purchase_inquiry"}, self.language)
        known = self.memory.notes.get("language", "es")
        hint = next(one for one in LANGUAGES if one == known)
        last = self.said[-1].text if self.said else None
        return self.reader.read(text, ReadingContext(last_agent_message=last, language_hint=hint))


def talk(says: Sequence[str], **how: object) -> list[Draft]:
    """Every answer of a talk, in order."""
    going = Talk(**how)  # type: ignore[arg-type]
    return [going.say(text) for text in says]


def lines(draft: Draft) -> list[tuple[str, int]]:
    """What is ordered, or was shown to be confirmed."""
    shown = draft.order or draft.summary
    return [(line.sku, line.quantity) for line in shown.lines] if shown else []
