"""A part of a list that names no single product is said, and the answer to it is taken down."""

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.baskets import Unclear, listed, named_in
from cauce.ai.embedded.composer.how_many import count_of
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.dialogue import OrderLine

_SAID = 2
_NOTE = "which_part"


def say_unclear(scene: Scene, out: Answer) -> None:
    """ "una nevera" of four, "una guitarra" of none, beside what could be taken down."""
    found = listed(scene)
    parts = found.unclear[:_SAID] if found.lines else ()
    for part in parts:
        out.say("order.part_which" if part.options else "order.part_none", words=part.words)
    out.note(**{_NOTE: _kept(parts)})


def _kept(parts: tuple[Unclear, ...]) -> str | None:
    """The products one of which is still to be chosen, and how many of it."""
    open_one = next((part for part in parts if part.options), None)
    if open_one is None:
        return None
    return ",".join([str(open_one.count), *(one.sku for one in open_one.options)])


def chosen_part(scene: Scene) -> tuple[OrderLine, ...]:
    """ "la samsung 300", told which one of the fridges it is."""
    count, _, skus = scene.brief.memory.notes.get(_NOTE, "").partition(",")
    if not skus or scene.seen.question:
        return ()
    text = scene.seen.text
    found = [one for one in named_in(scene, text) if one.sku in skus.split(",")]
    if len(found) != 1:
        return ()
    return (OrderLine(found[0].sku, count_of(text) or int(count)),)
