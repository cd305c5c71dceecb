""" "Which one is lighter?", "¿cuál gasta menos luz?": products put in order by an attribute."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.need import wanted_products
from cauce.ai.embedded.composer.offers import remember_shown
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.sizes import SIZES
from cauce.ai.embedded.composer.specs import specs, value_of
from cauce.core.business import Product

_TOLD = 3


@dataclass(frozen=True, slots=True)
class _Scale:
    """What is compared: the first of `keys` that the products have; `most` is the better end."""

    words: re.Pattern[str]
    keys: tuple[str, ...]
    most: bool


def _scale(words: str, keys: tuple[str, ...], *, most: bool) -> _Scale:
    return _Scale(re.compile(rf"\b(?:{words})\b"), keys, most)


SCALES: tuple[_Scale, ...] = (
    _scale(
        r"(?:gasta|gastan|consume|consumen) (?:menos|mas poc\w+)|(?:mas )?ahorrador\w*|"
        r"ahorra\w* (?:mas|luz|energia|corriente)|bajo consumo|(?:uses?|consumes?) less|"
        r"energy (?:efficient|saving)|most efficient|(?:gasta|consome|consomem) menos|"
        r"mais econom\w+ (?:de|em|na) (?:luz|energia)|economiza mais",
        ("watts", "inverter"),
        most=False,
    ),
    _scale(
        r"mas (?:livian\w+|liger\w+)|pesan? menos|lighter|lightest|weighs? less|mais leves?",
        ("weight_kg",),
        most=False,
    ),
    _scale(
        r"mas pesad\w+|pesan? mas|heavier|heaviest|mais pesad\w+",
        ("weight_kg",),
        most=True,
    ),
    _scale(
        r"mas (?:ram|memoria ram)|more (?:ram|memory)|most (?:ram|memory)|mais (?:ram|memoria)",
        ("ram_gb",),
        most=True,
    ),
    _scale(
        r"mas (?:almacenamiento|disco|memoria)|more storage|most storage|mais armazenamento",
        ("storage_gb",),
        most=True,
    ),
    _scale(
        r"(?:mas|mejor) bateria|dura mas|(?:better|longer|more|best|longest) battery|"
        r"lasts longer|(?:mais|melhor) bateria|dura mais",
        ("battery_mah", "battery_hours"),
        most=True,
    ),
    _scale(
        r"mejor (?:camara|foto|fotos)|(?:better|best) camera|melhor camera",
        ("camera_mp",),
        most=True,
    ),
    _scale(
        r"mas potent\w+|mas potencia|more powerful|most powerful|mais potente",
        ("watts", "btu"),
        most=True,
    ),
    _scale(
        r"mas (?:grandes?|espacio|capacidad)|bigger|biggest|larger|largest|more space|"
        r"maior(?:es)?|mais (?:espaco|capacidade)",
        SIZES,
        most=True,
    ),
    _scale(
        r"mas (?:pequen\w+|chic[oa]s?|compact\w+)|smaller|smallest|compact|menor(?:es)?|"
        r"mais compact\w+",
        SIZES,
        most=False,
    ),
)


def scale_in(scene: Scene) -> _Scale | None:
    folded = scene.seen.wording.folded
    return next((scale for scale in SCALES if scale.words.search(folded)), None)


def answer_superlative(scene: Scene, out: Answer) -> bool:
    """Which of the ones in hand is the most or the least of something the catalogue knows."""
    scale = scale_in(scene)
    if scale is None:
        return False
    if scale.keys == SIZES and scene.asks("more", "carry"):
        return False
    products = _in_hand(scene)
    if len(products) < 2:
        return False
    for key in scale.keys:
        having = [one for one in products if key in one.attributes]
        if len(having) >= 2 and len({one.attributes[key] for one in having}) > 1:
            _tell(scene, out, scale, key, having)
            return True
    return False


def _in_hand(scene: Scene) -> list[Product]:
    """The ones named or shown; a single one is compared with the others of its kind."""
    if scene.meant.fresh and scene.meant.kind in ("thing", "several"):
        return [one for one in scene.meant.products if one.available]
    shown = [scene.index.product(sku) for sku in scene.brief.memory.shown]
    known = [one for one in shown if one is not None]
    return known if len(known) > 1 else [one for one in wanted_products(scene) if one.available]


def _tell(scene: Scene, out: Answer, scale: _Scale, key: str, products: Sequence[Product]) -> None:
    out.did("answer", "products")
    out.cite(*products)
    if isinstance(products[0].attributes[key], bool):
        _tell_who_has(scene, out, key, products)
        return
    sign = -1 if scale.most else 1
    ordered = sorted(products, key=lambda one: (sign * float(one.attributes[key]), one.sku))
    label = specs()[key].labels[scene.language]
    told = [(one.name_in(scene.language), value_of(one, key)) for one in ordered[:_TOLD]]
    name, value = told[0]
    out.say("superlative.best", name=name, label=label, value=value)
    rest = [out.voice.say("superlative.other", name=one, value=its) for one, its in told[1:]]
    out.say("superlative.rest", others=out.voice.join(rest))
    out.show(*ordered[:_TOLD])
    remember_shown(out, ordered[:_TOLD])
    out.ask("next.which", "which")


def _tell_who_has(scene: Scene, out: Answer, key: str, products: Sequence[Product]) -> None:
    """Without a figure for it, who has the thing that makes the difference."""
    label = specs()[key].labels[scene.language]
    having = [one for one in products if one.attributes[key] is True][:_TOLD]
    names = out.voice.join([one.name_in(scene.language) for one in having])
    out.say("superlative.who_has", names=names, label=label)
    out.show(*having)
    remember_shown(out, having)
    out.ask("next.which" if len(having) > 1 else "next.want_it", "which")
