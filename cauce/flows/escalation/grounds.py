"""The grounds for bringing in a person, in order: the first that holds is the reason given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cauce.core.dialogue import Said
from cauce.core.first_aid import is_hurt
from cauce.core.labels import EscalationReason
from cauce.core.money import Money
from cauce.core.mood import running_mood
from cauce.core.privacy import asks_about_own_data
from cauce.core.reading import Reading
from cauce.core.reasons import Reason, because
from cauce.core.spam import surely_spam
from cauce.flows.escalation.amounts import amounts_in
from cauce.flows.escalation.signs import distressed, entangled, failed_tries, of_standing
from cauce.flows.escalation.value import highest

# A conversation this dark for more than three messages does not get better by itself.
DARK = -0.7
DARK_FROM = 4
# One message is enough when it is despair, or somebody is in danger.
DESPAIR = -0.9
# Words of despair count from here down; "me muero por esa torta" is not despair.
UPSET = -0.1
# The counter the engine keeps, and what the words of the conversation show.
FAILURES = 3
TRIES = 2
# So many different matters in one long message (characters) need somebody to untangle them.
MATTERS = 4
LONG = 160
# Below this confidence a refund is not taken for one, and without an order number it may be no
# more than a question about the rules: the assistant answers or asks first.
SURE = 0.5
# What a business that set nothing else wants a person to see.
HIGH_VALUE = Money(Decimal(5000), "USD")


@dataclass(frozen=True, slots=True)
class Matter:
    """What the grounds look at; everything but the reading may be unknown.

    `average` and `count` are the mood before this message; `unreadable` how often something came
    that a machine cannot read; `case_open` whether a person already has a case about this.
    """

    reading: Reading
    history: tuple[Said, ...] = ()
    text: str = ""
    average: float | None = None
    count: int = 0
    bot_failures: int = 0
    amounts: tuple[Money, ...] = ()
    currency: str = "USD"
    high_value: Money | None = None
    vip: bool = False
    unreadable: int = 0
    case_open: bool = False

    @property
    def since(self) -> tuple[Said, ...]:
        """What was said since a person of ours last spoke; all of it when nobody did."""
        spoke = [place for place, said in enumerate(self.history) if said.sender == "agent"]
        return self.history[spoke[-1] + 1 :] if spoke else self.history

    @property
    def attended(self) -> bool:
        """A person was here already and handed it back, so they know all there was to know."""
        return self.case_open or len(self.since) < len(self.history)


@dataclass(frozen=True, slots=True)
class Ground:
    """`about` is what the customer must hear besides who comes: their data, or urgent advice."""

    reason: EscalationReason
    why: Reason
    about: Literal["data", "danger"] | None = None


def ground_for(matter: Matter) -> Ground | None:
    """The first ground that holds, or None when the machine may go on."""
    checks = SPAM_CHECKS if surely_spam(matter.reading) else CHECKS
    return next((ground for check in checks if (ground := check(matter))), None)


def escalates(
    reading: Reading,
    history: Sequence[Said] = (),
    text: str = "",
    *,
    vip: bool = False,
    high_value: Money | None = HIGH_VALUE,
) -> EscalationReason | None:
    """Whether this message brings in a person, and why; the exam asks it without a database."""
    currency = high_value.currency if high_value else "USD"
    matter = Matter(
        reading,
        history=tuple(history),
        text=text,
        vip=vip,
        currency=currency,
        high_value=high_value,
        amounts=named_amounts(reading, text, currency),
    )
    ground = ground_for(matter)
    return ground.reason if ground else None


def named_amounts(reading: Reading, text: str, currency: str) -> tuple[Money, ...]:
    """The budget and every amount in the text; without a currency they are the business's."""
    entities = reading.entities
    counts = [item.quantity for item in entities.items if item.quantity]
    quantity = max([*counts, entities.quantity or 0]) or None
    found = tuple(amounts_in(text, currency, quantity))
    budget = entities.budget
    return found if budget is None else (*found, Money(budget.amount, budget.currency or currency))


def _own_data(matter: Matter) -> Ground | None:
    if asks_about_own_data(matter.text):
        why = because("the customer asks about the personal data kept of them")
        return Ground("legal", why, about="data")
    return None


def _asked(matter: Matter) -> Ground | None:
    if matter.reading.wants_person:
        return Ground("customer_request", because("the customer asks for a person"))
    return None


def _legal(matter: Matter) -> Ground | None:
    if matter.reading.legal:
        return Ground("legal", because("it is a legal matter or a complaint to an authority"))
    return None


def _mood(matter: Matter) -> Ground | None:
    mood = matter.reading.mood
    average, count = running_mood(matter.average, matter.count, mood.score)
    if count >= DARK_FROM and average < DARK and not matter.attended:
        why = because(
            "the mood of {count} messages is {average}", count=count, average=round(average, 2)
        )
        return Ground("negative_sentiment", why)
    if mood.urgency == "critical" or is_hurt(matter.text):
        return Ground("negative_sentiment", because("somebody may be in danger"), about="danger")
    if mood.score <= DESPAIR or (mood.score < UPSET and distressed(matter.text)):
        why = because("the customer is in distress ({score})", score=round(mood.score, 2))
        return Ground("negative_sentiment", why)
    return None


def _failed(matter: Matter) -> Ground | None:
    if matter.bot_failures >= FAILURES:
        why = because("the assistant failed {count} times running", count=matter.bot_failures)
        return Ground("failed_attempts", why)
    tries = failed_tries(matter.since, matter.text)
    if tries >= TRIES:
        why = because("the conversation shows {count} tries that did not help", count=tries)
        return Ground("failed_attempts", why)
    return None


def _value(matter: Matter) -> Ground | None:
    limit = matter.high_value
    worth = highest(matter.amounts, matter.currency)
    if limit is None or worth is None or worth.amount < limit.amount or matter.attended:
        return None
    why = because(
        "{amount} is on the table, and a person sees everything from {limit}",
        amount=_written(worth),
        limit=_written(limit),
    )
    return Ground("high_value", why)


def _standing(matter: Matter) -> Ground | None:
    if matter.attended:
        return None
    if matter.vip:
        return Ground("vip", because("the customer is marked as a VIP"))
    if of_standing(matter.history, matter.text):
        return Ground("vip", because("the conversation shows a preferred client"))
    return None


def _complex(matter: Matter) -> Ground | None:
    if matter.unreadable > 1:
        why = because("{count} messages came that a machine cannot read", count=matter.unreadable)
        return Ground("complex", why)
    if entangled(matter.since, matter.text):
        return Ground("complex", because("several parties or rules are entangled"))
    matters = 1 + len(matter.reading.secondary)
    if matters >= MATTERS and len(matter.text) >= LONG:
        return Ground("complex", because("{count} different matters in one message", count=matters))
    return None


def _authority(matter: Matter) -> Ground | None:
    reading = matter.reading
    refund = reading.intent == "refund_request" and reading.intent_confidence >= SURE
    if refund and reading.entities.order_number is not None:
        return Ground("outside_authority", because("only a person may give money back"))
    return None


def _written(money: Money) -> str:
    return f"{money.rounded().amount:,} {money.currency}"


Check = Callable[[Matter], Ground | None]
CHECKS: tuple[Check, ...] = (
    _own_data,
    _asked,
    _legal,
    _mood,
    _failed,
    _value,
    _standing,
    _complex,
    _authority,
)
# Spam promises money and names companies; that is no reason to fetch anybody.
SPAM_CHECKS: tuple[Check, ...] = (_asked, _legal)
