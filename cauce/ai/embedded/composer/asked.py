"""Everything a message asks, answered together: about products first, then the rest in order."""

from collections.abc import Callable

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.answering_specs import answer_spec
from cauce.ai.embedded.composer.arrival import answer_arrival
from cauce.ai.embedded.composer.comparison import answer_comparison
from cauce.ai.embedded.composer.details import answer_price, answer_stock, more_than_there_are
from cauce.ai.embedded.composer.discounts import answer_discount
from cauce.ai.embedded.composer.figures import day_named
from cauce.ai.embedded.composer.having import those_having
from cauce.ai.embedded.composer.hours import answer_hours
from cauce.ai.embedded.composer.location import answer_contact, answer_location
from cauce.ai.embedded.composer.need import (
    serve_household,
    serve_need,
    show_one,
)
from cauce.ai.embedded.composer.payment import answer_instalments, answer_payment
from cauce.ai.embedded.composer.price_ends import answer_price_end
from cauce.ai.embedded.composer.questions import (
    LIKELY,
    SURE,
    clipped,
    tell,
    tell_in_place,
    words_of,
)
from cauce.ai.embedded.composer.quotes import answer_quote
from cauce.ai.embedded.composer.returns import answer_returns
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.shipping import answer_once, answer_pickup, answer_shipping
from cauce.ai.embedded.composer.superlatives import answer_superlative
from cauce.ai.embedded.composer.unknown import not_carried
from cauce.ai.embedded.composer.warranty import answer_warranty
from cauce.core.business import Faq, Product

_TOPICS_ANSWERED = 3
# A short answer of the business in nearly these words says it better than the profile's figures.
_VERBATIM = 0.86
_NEARLY = 0.78
_BRIEF_WORDS = 48
_SAME_MATTER = 0.45
# Where the profile has figures, they say it better than a general answer.
_ELSEWHERE = frozenset({"warranty", "cancelled", "fixed"})
_FIGURES_SAY_IT = _ELSEWHERE | {"by_weekend"}
_DAYS = ("today", "tomorrow", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday")

Responder = Callable[[Scene, Answer], bool]
_RESPONDERS: tuple[tuple[str, str, Responder], ...] = (
    ("discount", "other", answer_discount),
    ("instalments", "payment", answer_instalments),
    ("payment", "payment", answer_payment),
    ("pickup", "shipping", answer_pickup),
    ("shipping_time", "shipping", answer_shipping),
    ("shipping", "shipping", answer_shipping),
    ("warranty", "warranty", answer_warranty),
    ("returns", "returns", answer_returns),
    ("hours", "hours", answer_hours),
    ("location", "location", answer_location),
    ("contact", "location", answer_contact),
)
_PRODUCT_TOPICS = frozenset({"price", "stock", "buy", "like", "compare", "recommend", "cheapest"})


def answer_asked(scene: Scene, out: Answer) -> bool:
    """True when anything could be answered."""
    if answer_once(scene, out) or answer_arrival(scene, out) or answer_quote(scene, out):
        return True
    verbatim = _verbatim(scene) or _matter_asked(scene)
    if verbatim is not None:
        tell_in_place(scene, out, verbatim)
        return True
    about_products = _answer_products(scene, out)
    topics = _answer_topics(scene, out)
    if about_products or topics:
        if scene.seen.parts > 1:
            _add_question(scene, out, SURE)
        return True
    if serve_household(scene, out):
        return True
    if _add_question(scene, out, LIKELY) or _late_need(scene, out):
        return True
    sent = scene.seen.question and scene.seen.city is not None and bool(scene.profile.shipping)
    return sent and answer_shipping(scene, out)


def _matter_asked(scene: Scene) -> Faq | None:
    """The same matter in other words: stairs, paying at the door, water, installing."""
    if scene.asks("price", "stock", "buy", "like", "compare", "recommend", "add", "wish"):
        return None
    if scene.seen.parts > 1:
        return None
    for hit in scene.seen.answers[:2]:
        known = hit.matters - (_FIGURES_SAY_IT if not scene.asks("shipping") else _ELSEWHERE)
        if known and hit.score >= _SAME_MATTER and isinstance(hit.row, Faq):
            return hit.row
    return None


def _verbatim(scene: Scene) -> Faq | None:
    """The business's own short answer to exactly this question."""
    hit = scene.seen.answers[0] if scene.seen.answers else None
    if scene.asks("carry", "stock") and scene.meant.fresh and scene.meant.products:
        return None
    bare = scene.seen.question and not scene.asks(*_PRODUCT_TOPICS)
    least = _NEARLY if bare else _VERBATIM
    if hit is None or hit.score < least or not isinstance(hit.row, Faq):
        return None
    if len(clipped(words_of(hit.row, scene.language)).split()) > _BRIEF_WORDS:
        return None
    certain = hit.score >= 0.97 and not scene.seen.short
    figures_known = (
        (hit.row.topic == "shipping" and scene.seen.city is not None and not certain)
        or (hit.row.topic == "hours" and scene.asks("today", "tomorrow", "now"))
        or (hit.row.topic == "hours" and day_named(scene.seen.wording.folded, scene.today))
        or (hit.row.topic == "warranty" and scene.meant.products and scene.asks("warranty"))
        or (hit.row.topic == "other" and scene.asks("discount"))
    )
    several = len({topic for name, topic, _ in _RESPONDERS if name in scene.seen.flags}) > 1
    return None if figures_known or several else hit.row


def _answer_products(scene: Scene, out: Answer) -> bool:
    meant = scene.meant
    if meant.kind == "missing":
        return not_carried(scene, out)
    if answer_superlative(scene, out) or answer_price_end(scene, out):
        return True
    if scene.asks("compare", "recommend") and answer_comparison(scene, out):
        return True
    if _narrows(scene):
        return serve_need(scene, out)
    if meant.kind != "one" and _asks_besides(scene):
        return False
    if meant.kind == "one" and meant.products:
        return _answer_one(scene, out)
    if meant.fresh and meant.kind in ("thing", "several"):
        return those_having(scene, out) or serve_need(scene, out)
    pending = scene.brief.memory.pending
    if pending == "need" and not _only_other_topics(scene):
        return serve_need(scene, out)
    again = scene.asks("more", "cheapest", "recommend", "bigger", "smaller")
    if again and scene.memory.category:
        return serve_need(scene, out)
    if meant.kind == "several" and scene.asks("price", "stock"):
        return answer_comparison(scene, out)
    return False


def _asks_besides(scene: Scene) -> bool:
    """ "¿qué garantía tienen las lavadoras?" asks for no list of washing machines."""
    besides = scene.asks(
        "warranty", "returns", "instalments", "payment", "hours", "location", "contact"
    )
    return besides and not scene.asks(
        "price", "stock", "buy", "like", "compare", "recommend", "cheapest", "wish", "more"
    )


def _narrows(scene: Scene) -> bool:
    """An amount or a use that says more about what is searched for."""
    gives = scene.seen.budget is not None or bool(scene.seen.uses)
    elsewhere = scene.meant.pointed or scene.asks("price", "stock") or _only_other_topics(scene)
    return gives and scene.memory.category is not None and not elsewhere


def _only_other_topics(scene: Scene) -> bool:
    return scene.asks(*(name for name, _, _ in _RESPONDERS), "thanks", "bye", "person")


def _answer_one(scene: Scene, out: Answer) -> bool:
    """One product: exactly what was asked of it, or the product when it was only named."""
    meant = scene.meant
    product = meant.products[0]
    answered = False
    if scene.asks("more", "bigger", "smaller") and scene.memory.category and not meant.fresh:
        return serve_need(scene, out)
    if scene.asks("price"):
        with_it = _thing_with_service(scene, product)
        if with_it is not None:
            answer_price(scene, out, with_it)
        answer_price(scene, out, product)
        answered = True
    if scene.asks("stock") or more_than_there_are(scene, product):
        answer_stock(scene, out, product)
        answered = True
    if not answered or scene.seen.question:
        answered = answer_spec(scene, out, product) or answered
    if answered:
        out.did("answer", "products")
        out.remember(focus=product.sku, shown=scene.memory.shown or (product.sku,))
        return True
    choosing = scene.seen.short or scene.asks("cheapest") or scene.brief.memory.pending == "which"
    picked = meant.pointed and choosing
    named = meant.fresh or scene.asks("like") or picked
    if named and not _only_other_topics(scene):
        show_one(scene, out, product)
        return True
    if named:
        out.remember(focus=product.sku, shown=scene.memory.shown or (product.sku,))
        out.cite(product)
    return False


def _thing_with_service(scene: Scene, service: Product) -> Product | None:
    """ "¿cuánto cuesta el de 18000 con instalación?": the thing has its price as well."""
    joined = {"con", "with", "com", "incluyendo", "including"} & set(scene.seen.wording.words)
    if service.stock is not None or not joined:
        return None
    for hit in scene.index.products.search(scene.index.query(scene.seen.terms), 12):
        counted = [word for word in hit.matched if word[0].isdigit()]
        if hit.product.stock is not None and (counted or hit.named):
            return hit.product
    focus = scene.brief.memory.focus
    known = scene.index.product(focus) if focus else None
    return known if known is not None and known.stock is not None else None


def _answer_topics(scene: Scene, out: Answer) -> bool:
    done: set[str] = set()
    for name, topic, responder in _RESPONDERS:
        if name not in scene.seen.flags or topic in done or len(done) >= _TOPICS_ANSWERED:
            continue
        if _faq_first(scene, out, topic) or responder(scene, out):
            done.add(topic)
    if not done and _asks_a_day(scene) and answer_hours(scene, out):
        done.add("hours")
    told_shipping = "shipping" in (scene.brief.memory.last_topic, scene.brief.memory.pending)
    waits_for_city = scene.brief.memory.pending == "city"
    waiting = (told_shipping or waits_for_city) and scene.seen.city is not None
    if waiting and "shipping" not in done and answer_shipping(scene, out):
        done.add("shipping")
    return bool(done)


def _asks_a_day(scene: Scene) -> bool:
    """ "¿y mañana?" after the hours were told, "¿y el 24 de diciembre?" at any time."""
    named = day_named(scene.seen.wording.folded, scene.today) is not None
    if scene.brief.memory.last_topic == "hours" and (named or scene.asks(*_DAYS)):
        return True
    return named and scene.seen.question and not scene.seen.flags - {"it", *_DAYS}


def _faq_first(scene: Scene, out: Answer, topic: str) -> bool:
    """A sure question of this topic with a short answer, where no figure of the profile is due."""
    if topic in ("shipping", "other", "hours", "location", "warranty"):
        return False
    for hit in scene.seen.answers:
        row = hit.row
        if hit.score >= SURE and isinstance(row, Faq) and row.topic == topic:
            tell(scene, out, row)
            return True
    return False


def _add_question(scene: Scene, out: Answer, least: float) -> bool:
    """A question of the business that nothing above has answered yet."""
    for hit in scene.seen.answers[:2]:
        row = hit.row
        topic = row.topic if isinstance(row, Faq) else row.kind
        covered = out.act != "none" and topic in ("products", out.topic, *_covered(scene))
        if hit.score >= least and not covered and not _of_goods(scene, topic):
            tell(scene, out, row)
            out.confidence = min(out.confidence, 0.4 + hit.score / 2)
            return True
    return False


def _of_goods(scene: Scene, topic: str) -> bool:
    """ "la de LG, ¿cuánto cuesta?" asks what it costs, not what delivery costs."""
    return topic == "shipping" and scene.asks("price") and not scene.asks("shipping")


def _covered(scene: Scene) -> set[str]:
    return {topic for name, topic, _ in _RESPONDERS if name in scene.seen.flags}


def _late_need(scene: Scene, out: Answer) -> bool:
    """A wish that names nothing, in the middle of a search: go on with the search."""
    searching = scene.brief.memory.pending in ("need", "which") and scene.memory.category
    if searching and scene.brief.reading.intent in ("purchase_inquiry", "pricing_question"):
        return serve_need(scene, out)
    return False
