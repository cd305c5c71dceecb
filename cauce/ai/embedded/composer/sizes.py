"""What big and small mean for a product, and which products are of the wanted size."""

from collections.abc import Sequence

from cauce.ai.embedded.composer.scene import Scene
from cauce.core.business import Product

SIZES = ("litres", "capacity_kg", "screen_in", "btu", "cups", "burners", "blade_in")


# So many at home want the larger half, so few the smaller one; in between anything may do.
_FEW, _SOME, MANY = 2, 3, 5


def size_key(product: Product) -> str | None:
    return next((key for key in SIZES if size_in(product, key) is not None), None)


def size_in(product: Product, key: str) -> float | None:
    value = product.attributes.get(key)
    counts = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if counts and value is not None else None


def size_of(product: Product) -> float | None:
    """The figure people mean by big or small."""
    key = size_key(product)
    return None if key is None else size_in(product, key)


def of_wished_size(scene: Scene, products: Sequence[Product]) -> list[Product]:
    """Bigger or smaller than what was shown, or the big or small ones; all when nobody said."""
    sized = [(size, one) for one in products if (size := size_of(one)) is not None]
    if len(sized) < 2:
        return list(products)
    shown = [scene.index.product(sku) for sku in scene.brief.memory.shown]
    before = [size for one in shown if one is not None and (size := size_of(one)) is not None]
    if scene.asks("bigger") and before:
        return [one for size, one in sized if size > max(before)]
    if scene.asks("smaller") and before:
        return [one for size, one in sized if size < min(before)]
    people = int(scene.memory.notes.get("people", _SOME))
    if not scene.asks("bigger", "smaller", "large", "small") and _FEW < people < MANY:
        return list(products)
    middle = sorted(size for size, _ in sized)[len(sized) // 2]
    if scene.asks("bigger", "large") or (people >= MANY and not scene.asks("smaller", "small")):
        return [one for size, one in sized if size >= middle]
    return [one for size, one in sized if size < middle] or list(products)
