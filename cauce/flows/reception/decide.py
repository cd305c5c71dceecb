"""Obeys a wish to be left alone, and asks for words where the machine cannot see or listen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cauce.core.actions import SendMessage, SetConsent
from cauce.core.decisions import Decision
from cauce.core.labels import Language, OptOut
from cauce.core.reasons import because
from cauce.flows.reception.wording import FEWER, STOPPED, STOPPED_AND_DATA, please_write

# Kinds that carry nothing to read unless there is a caption; a reaction or a sticker asks nothing.
UNREADABLE = frozenset(
    {"audio", "image", "video", "document", "location", "contact", "unsupported"}
)
ASKS_NOTHING = frozenset({"reaction", "sticker"})
# The first time we ask for words; whoever sends the same again cannot or will not write.
PERSON_FROM = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """`unreadable` is the kind sent without words; `times` how often so far, this one included.

    `own_data` is true when they also ask about the personal data kept of them, `asks` when they
    ask anything besides.
    """

    now: datetime
    language: Language
    opt_out: OptOut = "no"
    own_data: bool = False
    asks: bool = False
    words: str = ""
    unreadable: str | None = None
    times: int = 0
    silent: bool = False
    with_person: bool = False


def decide(facts: Facts) -> Decision:
    if facts.opt_out == "yes":
        return _leave_alone(facts, "all")
    if facts.opt_out == "partial":
        return _leave_alone(facts, "marketing")
    if facts.with_person:
        return Decision((because("a person attends this conversation"),))
    if facts.unreadable is not None:
        return _ask_for_words(facts, facts.unreadable)
    if facts.silent:
        return Decision((because("a reaction or a sticker needs no answer"),), saw={"silent": True})
    return Decision((because("there is something to read"),))


def _leave_alone(facts: Facts, scope: Literal["all", "marketing"]) -> Decision:
    everything = scope == "all"
    stopped = STOPPED_AND_DATA if facts.own_data else STOPPED
    text = (stopped if everything else FEWER)[facts.language]
    reason = (
        because("the customer asks us to stop writing: “{words}”", words=facts.words)
        if everything
        else because("the customer asks for fewer messages: “{words}”", words=facts.words)
    )
    # "No más publicidad, pero ¿cuándo llega mi pedido?" is owed an answer as well.
    goes_on = not everything and facts.asks
    return Decision(
        (reason,),
        actions=(
            SendMessage(text, facts.language, purpose="reply" if goes_on else "notice"),
            SetConsent(scope, granted=False, evidence=facts.words),
        ),
        saw={"opt_out": facts.opt_out},
    )


def _ask_for_words(facts: Facts, kind: str) -> Decision:
    saw = {"unreadable": kind, "times": facts.times}
    if facts.times >= PERSON_FROM:
        return Decision(
            (
                because(
                    "the machine cannot read this kind ({kind}), and it came {times} times",
                    kind=kind,
                    times=facts.times,
                ),
            ),
            saw=saw,
        )
    return Decision(
        (because("the machine cannot read this kind ({kind}), so it asks for words", kind=kind),),
        actions=(
            SendMessage(please_write(kind, facts.language), facts.language, purpose="notice"),
        ),
        saw=saw,
    )
