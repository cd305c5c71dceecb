"""Two products side by side: what they share is left out, what differs is said."""

from collections.abc import Sequence

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.details import stock_text
from cauce.ai.embedded.composer.offers import remember_shown, short_name, use_fit
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.specs import specs, value_of
from cauce.core.amounts import written
from cauce.core.business import Product

_DIFFERENCES = 4


def answer_comparison(scene: Scene, out: Answer) -> bool:
    pair = _pair(scene)
    if len(pair) < 2:
        return False
    out.did("answer", "products")
    if _just_compared(scene, pair):
        out.cite(*pair)
        _advise(scene, out, pair)
        out.ask("next.which", "which")
        return True
    out.say("compare.intro")
    keys = differences(pair)
    for product in pair:
        out.cite(product)
        out.show(product)
        out.add(
            out.voice.say(
                "compare.line",
                name=product.name_in(scene.language),
                price=written(product.price),
                stock=stock_text(scene, out, product),
                specs=_specs(scene, out, product, keys),
            ).replace(" — .", ".")
        )
        out.button(short_name(product, pair), product.name_in(scene.language))
    _advise(scene, out, pair)
    remember_shown(out, pair)
    out.note(compared="1")
    out.ask("next.which", "which")
    return True


def _just_compared(scene: Scene, pair: Sequence[Product]) -> bool:
    """The two are on the screen already; which suits better is all that is asked now."""
    before = scene.brief.memory
    seen_now = {product.sku for product in pair} == set(before.shown) and bool(scene.memory.uses)
    return seen_now and before.pending == "which" and before.notes.get("compared") == "1"


def _pair(scene: Scene) -> list[Product]:
    """The two named in the message, else the last two that were shown."""
    named = _named_apart(scene)
    if len(named) >= 2:
        return named[:2]
    shown = [scene.index.product(sku) for sku in scene.brief.memory.shown]
    known = [product for product in shown if product is not None]
    if len(named) == 1:
        others = [one for one in known if one.sku != named[0].sku]
        return [*named, *others[:1]]
    if scene.meant.kind == "several" and scene.meant.fresh:
        return list(scene.meant.products[:2])
    return known[:2]


def _named_apart(scene: Scene) -> list[Product]:
    """Each side of "A o B", "A vs B", "A y B" looked up by itself."""
    words = [term.word for term in scene.seen.terms]
    sides: list[list[str]] = [[]]
    for word in words:
        if word in ("o", "u", "vs", "versus", "y", "e", "con", "or", "and", "ou", "to", "with"):
            sides.append([])
        else:
            sides[-1].append(word)
    found: list[Product] = []
    for side in sides:
        query = scene.index.query(" ".join(side))
        hits = scene.index.products.search(query, 12)
        telling = [hit for hit in hits if hit.named - query.inside]
        best = next((hit for hit in telling if _at_hand(scene, hit.product)), None)
        chosen = best or next(iter(telling[:1]), None)
        if chosen is not None and chosen.product not in found:
            found.append(chosen.product)
    return found


def _at_hand(scene: Scene, product: Product) -> bool:
    """Shown before, or of the kind that is talked about."""
    memory = scene.brief.memory
    if memory.shown:
        return product.sku in memory.shown
    return memory.category in scene.index.products.heads_of(product.sku)


def differences(pair: Sequence[Product]) -> list[str]:
    """Attributes both have with different values, the ones people ask about first."""
    first, second = pair[0], pair[1]
    known = [key for key in specs() if key not in ("brand", "type", "weight_kg")]
    return [
        key
        for key in (*known, "weight_kg")
        if key in first.attributes
        and key in second.attributes
        and first.attributes[key] != second.attributes[key]
    ][:_DIFFERENCES]


def _specs(scene: Scene, out: Answer, product: Product, keys: Sequence[str]) -> str:
    told = []
    for key in keys:
        value = value_of(product, key)
        label = specs()[key].labels[scene.language]
        if isinstance(value, bool):
            told.append(out.voice.say("spec.with" if value else "spec.without", label=label))
        else:
            told.append(f"{label} {value}")
    if not told and scene.language == scene.profile.language:
        return ", ".join(product.features[:2])
    return ", ".join(told)


def _advise(scene: Scene, out: Answer, pair: Sequence[Product]) -> None:
    """A recommendation only where the catalogue itself supports one."""
    if not scene.memory.uses:
        return
    fits = [use_fit(scene, product) for product in pair]
    if abs(fits[0] - fits[1]) < 0.05:
        cheaper = min(pair, key=lambda one: one.price.amount)
        out.say("compare.both_fit", name=cheaper.name_in(scene.language))
    else:
        better = pair[0] if fits[0] > fits[1] else pair[1]
        out.say("compare.better_fit", name=better.name_in(scene.language))
