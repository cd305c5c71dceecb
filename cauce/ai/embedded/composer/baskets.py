"""Several things in one breath: "quiero 2 arroceras y 1 licuadora Oster"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cauce.ai.embedded.composer.how_many import count_of, lot_words
from cauce.ai.embedded.composer.naming import named
from cauce.ai.embedded.composer.personal import NO_GOODS, impersonal
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.search.terms import common_words, terms_of
from cauce.ai.embedded.wording import fold
from cauce.core.business import Product
from cauce.core.counts import ONE_TO_TEN
from cauce.core.dialogue import OrderLine

_COUNT = r"(?=\s+(?:\d|un|una|uno|um|uma|a|an|one|" + "|".join(ONE_TO_TEN) + r")\b)"
_PARTS = re.compile(
    r"\s*(?:,(?!\d)|:(?!\d)|;|\n|\+|&|\b(?:y|e|and|tambi[eé]n|tamb[eé]m|also|"
    r"junto con|as well as)\b|"
    rf"\b(?:mas|más|plus|mais|además|ademas){_COUNT})\s*",
    re.IGNORECASE,
)
# "con instalación": what comes with a thing is bought with it.
_WITH = re.compile(r"\s+\b(?:con|with|com|incluyendo|including|incluindo)\b\s+", re.IGNORECASE)
_THAT_ONE = re.compile(
    r"\b(?:(?:me )?(?:la|lo|las|los) (?:llevo|quiero|compro|tomo|pido|encargo|quedo)|me quedo con|"
    r"(?:dame|deme|quiero|llevo|compro|tomo) (?:esa|ese|esta|este|eso)\b|"
    r"(?:ill|i will|i) (?:take|get|buy|want) (?:it|this|that)|give me that|"
    r"(?:vou|quero) (?:levar|ficar com|comprar)? ?(?:ele|ela|esse|essa|este|esta)?$|"
    r"(?:eu )?(?:levo|quero|compro|fico com) (?:ele|ela|esse|essa|este|esta))"
)
_SMALL_FIRST = frozenset(
    ["un", "una", "uno", "um", "uma", "an", "el", "la", "the", "o", "a", "one"]
)
_MOST_SAID = 4


@dataclass(frozen=True, slots=True)
class Unclear:
    """A part that names no single product: `options` fit it, or nothing does."""

    words: str
    options: tuple[Product, ...] = ()
    count: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """What a message lists. `counted` is true when it says how many of each."""

    lines: tuple[OrderLine, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    counted: bool = False


def basket(scene: Scene) -> tuple[OrderLine, ...]:
    """One line for each part that names one product; empty unless there are two of them."""
    lines = listed(scene).lines
    return lines if len(lines) > 1 else ()


def listed(scene: Scene) -> Listed:
    """Every part of the message, read for itself; "me la llevo" is the one in hand."""
    if scene.seen.refuses:
        return Listed()
    lines: dict[str, OrderLine] = {}
    unclear: list[Unclear] = []
    counts: list[int | None] = []
    thing: str | None = None
    for part in _parts(scene):
        thing, found = _named_in(scene, part, thing)
        count = count_of(part)
        if len(found) == 1:
            lines.setdefault(found[0].sku, OrderLine(found[0].sku, count or 1))
            counts.append(count)
            continue
        held = None if found else _in_hand(scene, part)
        if held is not None:
            quantity = count or scene.brief.memory.quantity or 1
            lines.setdefault(held.sku, OrderLine(held.sku, quantity))
        elif (words := _asked_for(scene, part, found)) is not None:
            unclear.append(Unclear(words, tuple(found), count or 1))
    counted = bool(counts) and None not in counts
    return Listed(tuple(lines.values()), tuple(unclear), counted)


def _parts(scene: Scene) -> list[str]:
    parts: list[str] = []
    for part in _PARTS.split(impersonal(scene.seen.text, scene.brief.reading.entities.person)):
        halves = _WITH.split(part)
        served = [half for half in halves[1:] if _service(scene, half)]
        parts += [halves[0], *served] if served else [part]
    return [part for part in parts if part.strip()]


def _service(scene: Scene, part: str) -> bool:
    """Whether a part names a service of the shop: installing, mounting."""
    _, found = _named_in(scene, part, None)
    return len(found) == 1 and found[0].stock is None


def _named_in(scene: Scene, part: str, before: str | None) -> tuple[str | None, Sequence[Product]]:
    """The products a part names, and its kind; "una de 65" is of the kind of the part before."""
    index = scene.index
    query = index.query(part)
    thing = query.things[0] if query.things else None
    hits = index.products.search(query, 12)
    known = thing or before or _kind_in_hand(scene)
    found = (
        named(query, hits, known, index) if known is None or _anchored(part, query.things) else []
    )
    if not found and thing is None:
        found = named(query, hits, None, index)
    if not found and thing is not None:
        found = index.products.of_thing(thing)
    available = [one for one in found if one.available] or list(found)
    return thing or before, _in_context(scene, available) if thing is None else available


def _in_context(scene: Scene, found: Sequence[Product]) -> Sequence[Product]:
    """ "el de LG" among air conditioners is no LG television."""
    memory = scene.brief.memory
    if len(found) <= 1:
        return found
    shown = [one for one in found if one.sku in memory.shown]
    alike = [one for one in found if one.category == memory.category]
    return shown or alike or found


def named_in(scene: Scene, text: str) -> Sequence[Product]:
    """The products a text names by itself."""
    return _named_in(scene, text, None)[1]


def parts_of(scene: Scene) -> list[str]:
    return _parts(scene)


def _anchored(part: str, things: Sequence[str]) -> bool:
    """A bare "256" after a laptop is of the laptop; "la de 256" is another one."""
    words = fold(part).split()
    return (
        bool(things)
        or any(word.isalpha() and word not in common_words() for word in words)
        or (bool(words) and words[0] in _SMALL_FIRST)
    )


def _kind_in_hand(scene: Scene) -> str | None:
    kind = scene.brief.memory.category
    return kind if kind and scene.index.products.of_thing(kind) else None


def _in_hand(scene: Scene, part: str) -> Product | None:
    """ "me la llevo", or a yes to our offer, of the product that is being talked about."""
    memory = scene.brief.memory
    accepts = memory.pending == "take_order" and scene.seen.yes
    opening = accepts and scene.seen.text.strip().startswith(part.strip())
    if memory.focus and (opening or takes_that(part)):
        return scene.index.product(memory.focus)
    return None


def takes_that(text: str) -> bool:
    """ "me la llevo", "I'll take it", "quero essa": what is in hand, and nothing by name."""
    return _THAT_ONE.search(fold(text).replace("'", "").replace("’", "")) is not None


def _asked_for(scene: Scene, part: str, found: Sequence[Product]) -> str | None:
    """The customer's words for a thing of the list that is no single product of ours."""
    words = [term.word for term in terms_of(part)]
    passed = common_words() | NO_GOODS | lot_words(words)
    telling = [word for word in words if word not in passed and not word.isdecimal()]
    if not telling or (scene.seen.city and fold(scene.seen.city) in fold(part)):
        return None
    place = words.index(telling[0])
    counted = place > 0 and (words[place - 1] in _SMALL_FIRST - {"a", "o"} or bool(count_of(part)))
    thing = bool(scene.index.query(part).things) or bool(found)
    if not counted and not (thing and len(telling) <= _MOST_SAID):
        return None
    return " ".join(telling[:_MOST_SAID]) if thing or place <= 1 else None
