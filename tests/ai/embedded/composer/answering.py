"""The composer's answer to one or more messages of a customer, with what backs it checked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from cauce.ai.embedded.composer import compose
from cauce.ai.embedded.entities.places import find_city
from cauce.ai.embedded.wording import read_wording
from cauce.core.dialogue import Brief, Customer, Draft, Memory, ReservedOrder, Said
from cauce.core.reading import Entities, Reading
from cauce.policy.grounding import unsupported
from tests.ai.demo_talks import MONDAY, backing_for, business_of, reading_of

SHOP, CLINIC = "electro_istmo", "clinica_sonrisa"
NOBODY = Customer("cust_new")


def _read(text: str, told: Mapping[str, Any], language: str) -> Reading:
    """What is told of the reading, and the city, which the reader finds by the same rules."""
    city = find_city(read_wording(text))
    return replace(reading_of(told, language), entities=Entities(city=city))


def answer(
    says: str | Sequence[str],
    business: str = SHOP,
    language: str = "es",
    *,
    now: datetime = MONDAY,
    customer: Customer = NOBODY,
    **reading: Any,
) -> Draft:
    """The draft for the last message; `reading` is what the reader would tell of each."""
    knowledge, index = business_of(business)
    memory, history = Memory(), list[Said]()
    messages = [says] if isinstance(says, str) else list(says)
    for text in messages:
        brief = Brief(
            now=now,
            text=text,
            reading=_read(text, reading, language),
            memory=memory,
            knowledge=knowledge,
            customer=customer,
            history=tuple(history),
            reserved=ReservedOrder("ord_1", "T-1", "https://pay.example/T-1"),
        )
        draft = compose(brief, index)
        memory = draft.memory
        for sender, said in (("customer", text), ("bot", draft.text)):
            number = len(history) + 1
            history.append(Said(f"s{number}", number, sender, said, now))  # type: ignore[arg-type]
        claims = unsupported(draft.text, backing_for(knowledge, draft, customer))
        assert not claims, (draft.text, [str(one.why) for one in claims])
    return draft
