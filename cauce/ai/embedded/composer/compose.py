"""`compose`: the whole dialogue policy, as an ordered list of things an answer can be."""

import re
from collections.abc import Callable
from dataclasses import replace

from cauce.ai.embedded.composer.absorbing import absorb
from cauce.ai.embedded.composer.after_ordering import tell_of_order
from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.appointments import arrange
from cauce.ai.embedded.composer.asked import answer_asked
from cauce.ai.embedded.composer.damage import explain_damage
from cauce.ai.embedded.composer.discounts import check_code
from cauce.ai.embedded.composer.haggling import keep_price
from cauce.ai.embedded.composer.handover import hand_over
from cauce.ai.embedded.composer.hours import follow_up_hours
from cauce.ai.embedded.composer.hurting import tend
from cauce.ai.embedded.composer.meant import meant_by
from cauce.ai.embedded.composer.noticing import Seen, notice
from cauce.ai.embedded.composer.objections import answer_objections, doubt
from cauce.ai.embedded.composer.offers import ask_for_it
from cauce.ai.embedded.composer.ordered import change_placed
from cauce.ai.embedded.composer.ordering import remind, take_order
from cauce.ai.embedded.composer.orders import track
from cauce.ai.embedded.composer.refusals import hide_card, refuse, stay_silent
from cauce.ai.embedded.composer.restock import tell_when_back
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.smalltalk import (
    chat,
    for_somebody,
    greeting,
    introduce,
    thank_for_details,
)
from cauce.ai.embedded.composer.unknown import admit, no_such_service
from cauce.ai.embedded.composer.voice import Voice
from cauce.ai.embedded.search import BusinessIndex
from cauce.core.dialogue import Brief, Draft
from cauce.core.labels import LANGUAGES, Language

# First come the things a machine must not decide, then what is under way, then what is asked.
POLICY: tuple[Callable[[Scene, Answer], bool], ...] = (
    hide_card,
    refuse,
    tell_when_back,
    hand_over,
    stay_silent,
    introduce,
    tend,
    check_code,
    follow_up_hours,
    explain_damage,
    tell_of_order,
    track,
    keep_price,
    change_placed,
    arrange,
    take_order,
    thank_for_details,
    no_such_service,
    doubt,
    answer_asked,
    for_somebody,
    answer_objections,
    chat,
    admit,
)
# "¡Hola!" is opener enough: "¡Con gusto!" or "Happy to help!" would be a second one.
_OPENER = re.compile(r"^¡?[^.!?¡¿\n]{1,22}!\s+(?=\S)")
_WORDS = 90
_DECLINES = 2
_TOO_SHORT_TO_TELL = 3


def compose(brief: Brief, index: BusinessIndex) -> Draft:
    """The answer to the brief's message; equal briefs give equal drafts."""
    profile = brief.knowledge.profile
    seen = notice(brief, index)
    meant = meant_by(brief, seen, index)
    language = _language(brief, seen)
    seed = "\n".join([*(said.text for said in brief.history[-4:]), brief.text])
    memory = absorb(brief, seen, meant, index)
    scene = Scene(brief, index, seen, meant, memory, language)
    out = Answer(Voice(language, profile.address_form, seed), replace(memory, pending=None))
    for step in POLICY:
        if step(scene, out):
            break
    remind(scene, out)
    _greet(scene, out)
    _next_step(scene, out)
    _shorten(out)
    out.note(language=language)
    out.remember(last_topic=out.topic, greeted=True)
    return out.draft()


def _language(brief: Brief, seen: Seen) -> Language:
    """A few words cannot change the language of a conversation ("ok", "cancela", a number)."""
    before = brief.memory.notes.get("language")
    if before in LANGUAGES and len(seen.wording.words) <= _TOO_SHORT_TO_TELL:
        return next(known for known in LANGUAGES if known == before)
    return brief.reading.language


def _greet(scene: Scene, out: Answer) -> None:
    """Greets once, back, and only where the answer is not itself a greeting."""
    if scene.asks("greeting") and not scene.brief.memory.greeted and out.act != "none":
        if out.sentences:
            out.sentences[0] = _OPENER.sub("", out.sentences[0])
        out.sentences.insert(0, greeting(scene, out))


def _next_step(scene: Scene, out: Answer) -> None:
    """A gentle way on, unless one is there already or the customer has had enough."""
    if out.question is not None or out.act in ("escalate", "close", "none"):
        if out.memory.pending == "city" and out.memory.focus and out.act == "answer":
            out.say("next.can_order")
        return
    if scene.memory.declined >= _DECLINES or out.order is not None:
        return
    product = scene.index.product(out.memory.focus) if out.memory.focus else None
    aside = out.topic in ("hours", "location", "returns", "orders")
    if product is not None and product.available and not aside:
        ask_for_it(scene, out, product)
    elif out.topic in ("shipping", "payment", "hours", "location", "warranty", "returns"):
        out.ask("next.anything", "help")


def _shorten(out: Answer) -> None:
    """Keeps it short enough to be read on a phone; a summary of an order is never cut."""
    if out.summary is not None:
        return
    asked = len((out.question or "").split())
    while len(out.sentences) > 1:
        if sum(len(one.split()) for one in out.sentences) + asked <= _WORDS:
            return
        out.sentences.pop()
