"""What this message adds to the dialogue's memory, before anything is answered."""

from dataclasses import replace

from cauce.ai.embedded.composer.meant import Meant
from cauce.ai.embedded.composer.noticing import Seen
from cauce.ai.embedded.composer.told import stated_place
from cauce.ai.embedded.composer.unwanted import noted
from cauce.ai.embedded.search import BusinessIndex
from cauce.ai.embedded.search.terms import common_words
from cauce.core.dialogue import Brief, Memory

_WORDS_KEPT = 6
_TAKING = ("ordering", "confirming")


def absorb(brief: Brief, seen: Seen, meant: Meant, index: BusinessIndex) -> Memory:
    memory = brief.memory
    if memory.stage not in _TAKING:
        memory = _of_need(memory, seen, meant, index)
        if meant.kind == "one" and meant.products:
            memory = replace(memory, focus=meant.products[0].sku)
        elif meant.fresh:
            memory = replace(memory, focus=None)
        if seen.quantity is not None:
            memory = replace(memory, quantity=seen.quantity)
    elif meant.fresh and meant.kind == "thing":
        # Looking at another kind of thing leaves the order as it is.
        memory = _of_need(memory, seen, meant, index)
    if memory.stage not in _TAKING and memory.lines and meant.fresh and "add" not in seen.flags:
        # What was quoted is no longer what is talked about.
        memory = replace(memory, lines=())
    if memory.stage == "ordered" and meant.fresh:
        memory = replace(memory, stage="none", delivery=None)
    city = seen.city
    if city is None and memory.pending == "city" and not seen.yes and not seen.no:
        silent = not seen.flags - {"it"} and not meant.fresh
        city = stated_place(brief.text) if silent else None
    if city is not None and memory.stage not in _TAKING:
        memory = replace(memory, city=city)
    if seen.code is not None:
        memory = replace(memory, notes={**memory.notes, "code": seen.code})
    return memory


def _of_need(memory: Memory, seen: Seen, meant: Meant, index: BusinessIndex) -> Memory:
    """Kind, use, budget and wished details; another kind of thing begins another search."""
    category = _category(meant, index)
    if seen.refuses:
        memory = replace(memory, notes={**memory.notes, "without": noted(seen.without)})
    elif category is not None and category != memory.category and "without" in memory.notes:
        kept_notes = {key: value for key, value in memory.notes.items() if key != "without"}
        memory = replace(memory, notes=kept_notes)
    if category is not None and category != memory.category:
        memory = replace(
            memory,
            category=category,
            words=(),
            shown=(),
            focus=None,
            use=None,
            uses=(),
            budget=None,
            quantity=None,
            declined=0,
            asked=tuple(asked for asked in memory.asked if asked != "need"),
        )
    if seen.uses and (memory.category or category):
        kept = (*memory.uses, *seen.uses) if memory.pending == "need" else seen.uses
        memory = replace(memory, uses=tuple(dict.fromkeys(kept)), use=seen.text[:80])
    if seen.people is not None:
        memory = replace(memory, notes={**memory.notes, "people": str(seen.people)})
    if seen.budget is not None:
        memory = replace(memory, budget=seen.budget)
    wishes = _wishes(seen, index, memory.category)
    if wishes:
        kept_words = tuple(dict.fromkeys((*memory.words, *wishes)))[-_WORDS_KEPT:]
        memory = replace(memory, words=kept_words)
    return memory


def _category(meant: Meant, index: BusinessIndex) -> str | None:
    if not meant.fresh or meant.kind == "missing":
        return None
    if meant.thing is not None and index.products.of_thing(meant.thing):
        return meant.thing
    return meant.products[0].category if meant.products else None


def _wishes(seen: Seen, index: BusinessIndex, category: str | None) -> list[str]:
    """Words that tell products of this kind apart: "16gb", "inverter", "oled", "dell"."""
    kin = index.products.of_thing(category) if category else []
    wishes = []
    of_kind = index.query(seen.terms).inside
    for term in seen.terms:
        if term.word in common_words() or term.stem in of_kind:
            continue
        strengths = [index.products.strength(term.stem, product.sku) for product in kin]
        having = sum(1 for strength in strengths if strength >= 0.5)
        if 0 < having < len(kin):
            wishes.append(term.stem)
    return wishes
