"""Greetings, thanks, goodbyes and questions about the assistant itself."""

import re

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.order_words import name_told, number_told
from cauce.ai.embedded.composer.own_details import only_details
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.identity import asks_if_machine

_GIVES = re.compile(r"\b(?:mi|my|meu|este|this)\b")
_CATEGORIES_TOLD = 6
_FEW_WORDS = 6


def greeting(scene: Scene, out: Answer) -> str:
    """The opening of a first answer, with the customer's first name when it is known."""
    name = (scene.brief.customer.name or "").split(" ")[0]
    if name.isalpha() and len(name) > 1:
        return out.voice.say("hello.name", name=name.capitalize())
    return out.voice.say("hello")


def introduce(scene: Scene, out: Answer) -> bool:
    """Whoever asks is told at once that this is an assistant and not a person."""
    if not (scene.asks("who_are_you") or asks_if_machine(scene.seen.text)):
        return False
    out.did("answer", "other")
    _who(scene, out)
    out.say("hello.no_person")
    out.ask("hello.person_instead", "person")
    out.button(out.voice.say("button.person"))
    return True


def thank_for_details(scene: Scene, out: Answer) -> bool:
    """ "mi correo es…" gives something, and asks for nothing."""
    entities = scene.brief.reading.entities
    number = number_told(scene) if scene.memory.stage != "confirming" else None
    email = entities.email
    words = scene.seen.wording.words
    gives = len(words) <= _FEW_WORDS or _GIVES.search(scene.seen.wording.folded) is not None
    busy = scene.seen.question or scene.asks("price", "stock", "track", "buy", "appointment")
    name = name_told(scene) if len(words) <= _FEW_WORDS else None
    names_goods = scene.meant.fresh and not only_details(scene)
    if not gives or busy or not (email or number or name) or names_goods:
        return False
    out.did("answer", "other")
    if email:
        out.note(email=email)
    if number:
        out.note(phone=number)
    if name:
        out.remember(customer_name=name)
    out.say("contact.noted")
    offered = scene.brief.memory.pending == "take_order" and out.memory.focus is not None
    if scene.memory.stage not in ("ordering", "confirming") and not offered:
        out.ask("next.anything", "help")
    return True


def for_somebody(scene: Scene, out: Answer) -> bool:
    """ "para mi abuela" before any kind of thing was named."""
    if not scene.asks("for_somebody") or scene.memory.category or scene.meant.products:
        return False
    out.did("ask", "products")
    out.ask("need.for_somebody", "help")
    return True


def chat(scene: Scene, out: Answer) -> bool:
    if scene.asks("catalogue"):
        return tell_catalogue(scene, out)
    if scene.asks("thanks", "bye"):
        return _part(scene, out)
    if scene.asks("greeting", "how_are_you"):
        out.did("answer", "other")
        if scene.asks("how_are_you"):
            out.say("hello.fine")
        _who(scene, out)
        out.ask("hello.help", "help")
        out.remember(greeted=True)
        return True
    if scene.seen.yes and scene.seen.short:
        out.did("ask", "other")
        out.ask("next.tell_me", "help")
        return True
    return False


def _who(scene: Scene, out: Answer) -> None:
    profile = scene.profile
    out.cite_profile()
    out.say("hello.i_am", assistant=profile.assistant_name, business=profile.name)


def _part(scene: Scene, out: Answer) -> bool:
    settled = scene.asks("bye") or scene.brief.reading.closure == "confirmed"
    ordered = scene.memory.stage == "ordered"
    out.did("close" if settled or ordered or scene.seen.short else "answer", "other")
    out.say("bye.ordered" if ordered else "bye" if scene.asks("bye") else "welcome")
    out.remember(pending=None)
    return True


def tell_catalogue(scene: Scene, out: Answer) -> bool:
    categories = list(dict.fromkeys(one.category for one in scene.knowledge.products))
    if not categories:
        return False
    out.did("answer", "products")
    out.cite_profile()
    described = scene.profile.description.get(scene.language)
    if scene.language != scene.profile.language and described:
        out.add(described)
    else:
        named = [category.lower() for category in categories[:_CATEGORIES_TOLD]]
        out.say("catalogue", categories=out.voice.join(named))
    out.ask("catalogue.ask", "help")
    for category in categories[:3]:
        out.button(category)
    return True
