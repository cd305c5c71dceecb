"""Greetings, thanks, goodbyes and questions about the assistant itself."""

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.scene import Scene

_CATEGORIES_TOLD = 6


def greeting(scene: Scene, out: Answer) -> str:
    """The opening of a first answer, with the customer's first name when it is known."""
    name = (scene.brief.customer.name or "").split(" ")[0]
    if name.isalpha() and len(name) > 1:
        return out.voice.say("hello.name", name=name.capitalize())
    return out.voice.say("hello")


def introduce(scene: Scene, out: Answer) -> bool:
    """Whoever asks is told at once that this is an assistant and not a person."""
    if not scene.asks("who_are_you"):
        return False
    out.did("answer", "other")
    _who(scene, out)
    out.ask("hello.help", "help")
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
