"""One product: what it is, what it costs, how many there are, and what it has."""

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.specs import told
from cauce.core.amounts import written
from cauce.core.business import Product

_FEATURES_SHOWN = 3


def stock_text(scene: Scene, out: Answer, product: Product) -> str:
    """How many there are, exactly as the catalogue says."""
    if product.stock is None:
        return out.voice.say("stock.service")
    if product.stock == 0:
        return out.voice.say("stock.none")
    if product.stock <= max(product.low_stock_level, 1):
        key = "stock.last_one" if product.stock == 1 else "stock.last"
        return out.voice.say(key, count=product.stock)
    return out.voice.say("stock.some", count=product.stock)


def features_of(scene: Scene, product: Product, limit: int = _FEATURES_SHOWN) -> str:
    """Its main features; in other languages than the business's, the figures of its attributes."""
    if scene.language == scene.profile.language and product.features:
        return ", ".join(product.features[:limit])
    return ", ".join(told(product, scene.language, limit))


def line_of(scene: Scene, out: Answer, product: Product, limit: int = 2) -> str:
    """One product of a list."""
    out.cite(product)
    features = features_of(scene, product, limit)
    features = features[:1].upper() + features[1:]
    return out.voice.say(
        "product.line_features" if features else "product.line",
        name=product.name_in(scene.language),
        price=written(product.price),
        stock=stock_text(scene, out, product),
        features=features,
    )


def present(scene: Scene, out: Answer, product: Product) -> None:
    """A product that was asked for by name."""
    out.cite(product)
    out.show(product)
    features = features_of(scene, product)
    key = "product.present" if product.available else "product.present_none"
    out.say(
        key,
        name=product.name_in(scene.language),
        price=written(product.price),
        stock=stock_text(scene, out, product),
    )
    if features:
        out.add(out.voice.say("product.features", features=features))
    if product.duration_minutes is not None:
        out.say("product.duration", minutes=product.duration_minutes)


def answer_price(scene: Scene, out: Answer, product: Product) -> None:
    out.cite(product)
    out.show(product)
    out.say("price.one", name=product.name_in(scene.language), price=written(product.price))
    if product.stock == 0:
        out.say("price.but_none")


def answer_stock(scene: Scene, out: Answer, product: Product) -> None:
    out.cite(product)
    out.show(product)
    name = product.name_in(scene.language)
    wanted = scene.seen.quantity
    if product.stock is None:
        out.say("stock.answer_service", name=name)
    elif product.stock == 0:
        out.say("stock.answer_none", name=name)
    elif wanted is not None and wanted > product.stock:
        key = "stock.answer_short_one" if product.stock == 1 else "stock.answer_short"
        out.say(key, name=name, count=product.stock)
    else:
        out.say("stock.answer_some", name=name, stock=stock_text(scene, out, product))


def more_than_there_are(scene: Scene, product: Product) -> bool:
    """ "¿tienen 50 mouse?" when there are 40."""
    wanted = scene.seen.quantity
    return wanted is not None and product.stock is not None and wanted > product.stock
