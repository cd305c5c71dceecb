"""Writes the case down from what the conversation holds, so that nobody has to ask again."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cauce.core.amounts import written
from cauce.core.dialogue import Customer, Memory
from cauce.core.labels import EscalationReason, Intent, Language
from cauce.core.money import Money
from cauce.core.spelling import shortened
from cauce.flows.escalation import case_words, wording
from cauce.flows.escalation.grounds import Matter
from cauce.flows.escalation.signs import failed_tries

# What fits in the head of a case; the whole conversation is one click away.
QUOTE = 300
TRIED = 120
# Shorter than this (in characters) a message is a greeting or a yes.
SAYS_SOMETHING = 12
SORRY_FOR: frozenset[Intent] = frozenset({"complaint", "warranty_claim", "refund_request"})
# From here down they are upset; asking for a person is no misfortune.
UPSET = -0.4
# Whoever asks for a person says nothing of their matter by it.
_NO_MATTER: frozenset[Intent] = frozenset({"support_request", "general_inquiry"})
# What the customer knows of themselves is not told back to them.
_THEIR_OWN = ("person", "phone", "email", "company")
# Said with the matter itself, not once more among what was noted.
_IN_MATTER = ("order_number", "products")


@dataclass(frozen=True, slots=True)
class Known:
    """What was known before this message: the person, what the dialogue holds, and what the
    products it speaks of are called, by SKU. `unanswered` is what no record answers."""

    customer: Customer | None = None
    memory: Memory = field(default_factory=Memory)
    names: Mapping[str, str] = field(default_factory=dict)
    unanswered: str | None = None


def summary(
    reason: EscalationReason,
    matter: Matter,
    known: Known,
    *,
    name: str | None,
    channel: str,
    entities: Mapping[str, str],
    priority: int,
    language: Language,
) -> str:
    """Who, what they want, with which figures, in what mood, what was tried, and why it comes."""
    lines = case_words.SUMMARY[language]
    mood, intent = matter.reading.mood, _about(matter, known)
    label = case_words.MOODS[language][mood.label]
    told = [
        _who(name, known.customer, channel, language),
        lines["wants"].format(intent=wording.INTENTS[language][intent]),
    ]
    if draft := _basket(known):
        told.append(lines["draft"].format(items=draft))
    if facts := _facts(entities, matter, known, language):
        told.append(lines["facts"].format(facts=", ".join(facts.values())))
    told.append(
        lines["mood"].format(
            mood=f"{label} ({mood.score:+.1f})",
            urgency=case_words.URGENCIES[language][mood.urgency],
            priority=priority,
        )
    )
    told += _tried(matter, lines)
    if known.unanswered and known.unanswered.strip() != matter.text:
        told.append(lines["unknown"].format(words=shortened(known.unanswered, TRIED)))
    told.append(lines["why"].format(reason=wording.REASONS[language][reason]))
    if before := _before(matter):
        told.append(lines["before"].format(words=shortened(before, TRIED)))
    if words := shortened(matter.text, QUOTE):
        told.append(lines["last"].format(words=words))
    return ".\n".join(told)


def suggestion(
    matter: Matter,
    known: Known,
    *,
    name: str | None,
    entities: Mapping[str, str],
    language: Language,
) -> str:
    """A first answer for who takes it: what it is about and what was noted, and no promise."""
    words, intent = case_words.REPLY[language], _about(matter, known)
    parts = [words["hello"].format(name=f" {name}" if name else "")]
    if intent in SORRY_FOR or matter.reading.mood.score <= UPSET:
        parts.append(words["sorry"])
    about = case_words.MATTERS[language].get(intent)
    facts = _facts(entities, matter, known, language)
    noted = [
        fact for kind, fact in facts.items() if kind not in (*_THEIR_OWN, *_IN_MATTER, "urgency")
    ]
    of = _of(entities, known, words)
    if about is not None and (noted or of):
        end = words["noted"].format(facts=", ".join(noted)) if noted else "."
        parts.append(about.format(of=of) + end)
    elif asked := _question(matter, known):
        parts.append(words["asked"].format(words=shortened(asked, TRIED)))
    return " ".join([*parts, words["end"]])


def _who(name: str | None, customer: Customer | None, channel: str, language: Language) -> str:
    lines = case_words.SUMMARY[language]
    called = name or wording.VISITOR[language]
    through = case_words.CHANNELS[language].get(channel, channel.capitalize())
    places = (customer.company, customer.city) if customer else ()
    place = ", ".join(one for one in places if one)
    told = lines["from" if place else "who"].format(name=called, place=place, channel=through)
    orders = len(customer.orders) if customer else 0
    if orders:
        before = lines["bought_once" if orders == 1 else "bought"].format(n=orders)
        return f"{told} ({before})"
    return told


def _about(matter: Matter, known: Known) -> Intent:
    """What it is about: where they only ask for a person, what they were buying before."""
    memory, intent = known.memory, matter.reading.intent
    buying = memory.lines or memory.focus or memory.budget or memory.quantity
    if matter.reading.wants_person and intent in _NO_MATTER and buying:
        return "purchase_inquiry"
    return intent


def _before(matter: Matter) -> str:
    """What they wrote last before this message, since a person of ours spoke."""
    theirs = [said.text.strip() for said in matter.since if said.sender == "customer"]
    return next((words for words in reversed(theirs) if len(words) >= SAYS_SOMETHING), "")


def _question(matter: Matter, known: Known) -> str:
    """What is still to be answered: where this message only asks for a person, the one before."""
    if known.unanswered:
        return known.unanswered.strip()
    said = _before(matter) if matter.reading.wants_person else matter.text
    return said if "?" in said else ""


def _facts(
    entities: Mapping[str, str], matter: Matter, known: Known, language: Language
) -> dict[str, str]:
    """What the message says, and for what it does not say, what was said before."""
    memory = known.memory
    remembered = {
        "products": known.names.get(memory.focus or "", ""),
        "quantity": str(memory.quantity or ""),
        "budget": written(memory.budget) if memory.budget else "",
        "city": memory.city or "",
    }
    if memory.lines:
        remembered["products"] = remembered["quantity"] = ""
    budget = matter.reading.entities.budget
    said = dict(entities)
    if budget is not None:
        said["budget"] = written(Money(budget.amount, budget.currency or matter.currency))
    names = case_words.FACTS[language]
    both = {kind: said.get(kind) or remembered.get(kind, "") for kind in names}
    return {kind: names[kind].format(x=value) for kind, value in both.items() if value}


def _basket(known: Known) -> str:
    return ", ".join(
        f"{line.quantity} × {known.names.get(line.sku, line.sku)}" for line in known.memory.lines
    )


def _of(entities: Mapping[str, str], known: Known, words: Mapping[str, str]) -> str:
    if order := entities.get("order_number"):
        return words["of_order"].format(x=order)
    focus = known.names.get(known.memory.focus or "")
    goods = _basket(known) or entities.get("products") or focus
    return words["of_goods"].format(x=goods) if goods else ""


def _tried(matter: Matter, lines: Mapping[str, str]) -> list[str]:
    """What the machine said since a person last spoke, and how often it did not help."""
    ours = [said.text for said in matter.since if said.sender == "bot" and said.text.strip()]
    told = []
    if ours:
        words = shortened(" ".join(ours[-1].split()), TRIED)
        told.append(
            lines["tried_once" if len(ours) == 1 else "tried"].format(n=len(ours), words=words)
        )
    failed = max(matter.bot_failures, failed_tries(matter.since, matter.text))
    if ours and failed:
        told.append(lines["failed_once" if failed == 1 else "failed"].format(n=failed))
    return told
