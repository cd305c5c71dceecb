"""Which of the products that were just shown a message points at."""

from collections.abc import Sequence

from cauce.ai.embedded.composer.noticing import Seen
from cauce.ai.embedded.search import BusinessIndex
from cauce.ai.embedded.search.products import Query
from cauce.core.business import Product


def among_shown(
    seen: Seen, query: Query, shown: Sequence[Product], index: BusinessIndex
) -> Product | None:
    """ "la Dell", "la segunda", "la más barata", "la de 16 GB" of what was just offered."""
    if not shown:
        return None
    for place, ordinal in enumerate(("ordinal_1", "ordinal_2", "ordinal_3")):
        if ordinal in seen.flags and seen.short and place < len(shown):
            return shown[place]
    terms = [term for term in query.weights if term[0] not in "~?"]
    worths = [
        sum(query.weights[term] * index.products.strength(term, one.sku) for term in terms)
        for one in shown
    ]
    best = max(worths)
    if len(shown) == 1 and not any(index.products.strength(t, shown[0].sku) >= 1 for t in terms):
        # Alone it would fit any word of its description; only its name points at it.
        best = 0.0
    leaders = [one for one, worth in zip(shown, worths, strict=True) if worth >= best - 1e-9]
    outside = _stronger_outside(query, best, index, shown)
    if best > 0 and len(leaders) == 1 and not outside:
        return leaders[0]
    takes_cheapest = {"cheapest"} <= seen.flags and bool({"it", "like", "buy"} & seen.flags)
    if takes_cheapest and "more" not in seen.flags and len(shown) > 1 and not outside:
        return min(shown, key=lambda one: one.price.amount)
    return None


def _stronger_outside(
    query: Query, best: float, index: BusinessIndex, shown: Sequence[Product]
) -> bool:
    """Whether a product that was not shown fits the named words clearly better."""
    skus = {one.sku for one in shown}
    for hit in index.products.search(query, 8):
        if hit.product.sku in skus:
            continue
        worth = sum(
            query.weights[term] * index.products.strength(term, hit.product.sku)
            for term in query.weights
            if term[0] not in "~?"
        )
        if worth > best * 1.15 + 1e-9:
            return True
    return False
