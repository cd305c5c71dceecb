"""Taking off and adding in one message: "quita el teclado y ponme otro mouse"."""

import re

from cauce.ai.embedded.composer.baskets import named_in, parts_of
from cauce.ai.embedded.composer.how_many import count_of
from cauce.ai.embedded.composer.order_opening import TAKING_OFF
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.wording import fold
from cauce.core.dialogue import OrderLine

Lines = tuple[OrderLine, ...]
_WITH = re.compile(r"^\W*(?:(?:y|e|and|pero|but|mas|si|ok)\W+)*(?:con|com|with|incluy\w+)\b")
_ONE_MORE = re.compile(r"\b(?:otr[oa]s?|another|one more|outr[oa]s?|mais|mas|extra)\b")


def mixed_changes(scene: Scene) -> Lines | None:
    """The lines after both; None when the message does not do both."""
    parts = [(part, TAKING_OFF.match(fold(part)) is not None) for part in parts_of(scene)]
    named = [(part, off, named_in(scene, part)) for part, off in parts]
    does = {off for _, off, found in named if found}
    if len(does) < 2 or scene.seen.question:
        return None
    lines = {line.sku: line for line in scene.memory.lines}
    for part, off, found in named:
        if off:
            for one in found:
                lines.pop(one.sku, None)
        elif len(found) == 1:
            lines[found[0].sku] = _more(lines.get(found[0].sku), found[0].sku, part)
    return tuple(lines.values())


def _more(line: OrderLine | None, sku: str, part: str) -> OrderLine:
    count = count_of(part) or 1
    again = line is not None and _ONE_MORE.search(fold(part)) is not None
    return OrderLine(sku, count + line.quantity if again and line is not None else count)


def with_service(scene: Scene) -> Lines:
    """ "con instalación", said of what is being ordered."""
    text = scene.seen.text
    if scene.seen.question or not _WITH.match(fold(text)):
        return ()
    found = named_in(scene, text)
    return (OrderLine(found[0].sku),) if len(found) == 1 and found[0].stock is None else ()
