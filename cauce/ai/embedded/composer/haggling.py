"""An offer below the price: the price is fixed, and that is said before anything is ordered."""

import re
from decimal import Decimal

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.baskets import named_in
from cauce.ai.embedded.composer.discounts import answer_discount
from cauce.ai.embedded.composer.offers import ask_for_it
from cauce.ai.embedded.composer.order_place import given_by_appointment
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.told import amount_at
from cauce.ai.embedded.search.terms import terms_of, things
from cauce.core.amounts import written
from cauce.core.business import Product

_SUM = r"(?:us\$|r\$|rd\$|\$|b/\.?)?\s*(?=\d)"
_OFFERS = re.compile(
    r"\b(?:(?:me|nos|te|le|se) (?:(?:la|lo|las|los) )?(?:das?|dan|dejas?|dejan|deje|"
    r"vendes?|venden|venda|"
    r"pones?|ponen|sacas?|rebajas?|bajas?|haces?|hacen|doy|compro|pago|ofrezco|acept[ao]s?|llevo|"
    r"quedas?|queda|compraria|daria|pagaria|llevaria)|"
    r"(?:deja|de|vende|pon|da|haz|baja|rebaja)(?:me|nos)(?:la|lo|las|los)?|"
    r"(?:la|lo|las|los) (?:compro|llevo|quiero|tomo|pago|dejas?|llevaria|compraria)|"
    r"(?:would|will|can|could) you (?:take|do|accept|sell (?:it|them)|let (?:it|them) go|"
    r"give (?:it|me)|"
    r"make (?:it|that))|(?:i|we)(?:ll|d| will| would| can| could)? (?:give|pay|offer|"
    r"take (?:it|them)|"
    r"buy (?:it|them)|do)(?: you)?|if you (?:give|sell|let|make|do|drop)(?: \w+){0,3}|"
    r"(?:faz|fazem|faria|deixa|vende|fecha|aceita|levo|compro|pago|dou|fico com)"
    r"(?: (?:ele|ela|esse|essa|isso|o|a|me|voce|voces|negocio)){0,2})"
    rf"(?: (?:en|a|por|for|at|em|to|de|solo|only|unos|it|ya|hoy|now|today))* {_SUM}"
    rf"|^\W*(?:y )?(?:por|en|for|at|a) {_SUM}[\d.,]+(?: \w+)? (?:(?:la|lo|las|los|eu|i|ill|te) )*"
    r"(?:compro|llevo|quiero|tomo|levo|take|buy|fecho)"
    rf"|^\W*(?:(?:y|e|and|pero|but|si|if|se|ok) )*(?:en|por|for|at|a) {_SUM}[\d.,]+\W*$"
)
_PERCENT = re.compile(
    r"(?:\b(?:das?|dan|daban|dieron|diera|dieran|haces?|hacen|hac[ei]an|rebajas?|bajas?|"
    r"dejas?|prometi\w+|"
    r"ofreci\w+|give|gave|get|take|knock|dar|davam|deram|faz|fazem|promet\w+|con un|with)\b"
    r"[^.?!\d]{0,18})\d{1,2} ?(?:%|por ?ciento|percent|por cento)"
)
# A first part, or a number of payments, is no offer.
_NO_PRICE = re.compile(
    r"[\d.,]+ ?(?:cuotas?|pagos?|meses|vezes|veces|parcelas?|instal|payments?|unidades|units|"
    r"(?:\w+ )?(?:ahora|hoy|now|agora|hoje) (?:y|and|e) |de (?:abono|entrada|inicial)|abono|down\b|"
    r"por (?:mes|quincena)|(?:a|per) month|al mes)"
)
_FOR = re.compile(r"\b(?:por|for|pela|pelo)\b", re.IGNORECASE)
_PRICE_SAID = re.compile(
    r"(?:\b(?:en|por|for|at|em|a|to|doy|daria|ofrezco|offer|give|pay|pago|take|accept|"
    r"acept\w+|aceita|dou|"
    r"do)\b|\$)[^\w$]*(?:us\$|r\$|\$)?\s*$|^\W*(?:y )?(?:por|en|for|at|a)\b"
)
# Far below the price a number counts or names something.
_LEAST_SHARE = Decimal("0.25")


def keep_price(scene: Scene, out: Answer) -> bool:
    """ "si me la das en 420 la compro": what it costs is said, and nothing is taken as a yes."""
    folded = scene.seen.wording.folded.replace("'", "").replace("’", "")
    product = _bargained(scene)
    if product is None:
        return False
    if _PERCENT.search(folded) and scene.seen.code is None:
        answer_discount(scene, out)
        _go_on(scene, out, product)
        return True
    offered = _OFFERS.search(folded)
    amount = _amount(folded, offered) if offered else None
    price = product.price.amount
    if amount is None or offered is None or _counts(scene, folded, offered, amount):
        return False
    if not price * _LEAST_SHARE <= amount < price:
        return False
    out.did("answer", "products")
    out.cite(product)
    out.say("price.fixed", name=product.name_in(scene.language), price=written(product.price))
    _go_on(scene, out, product)
    return True


def _amount(folded: str, offered: re.Match[str]) -> Decimal | None:
    digit = re.compile(r"\d").search(folded, offered.start())
    if digit is None or _NO_PRICE.match(folded[digit.start() :]):
        return None
    return amount_at(folded, digit.start())


def _counts(scene: Scene, folded: str, offered: re.Match[str], amount: Decimal) -> bool:
    """ "me das 2", "te compro 10 mouse": so many of it, and no price for it."""
    after = folded[offered.start() :].partition(f"{amount:f}")[2].split()[:1]
    if any(True for word in after for _ in things().find(terms_of(word))):
        return True
    return amount == scene.seen.quantity and _PRICE_SAID.search(offered.group()) is None


def _bargained(scene: Scene) -> Product | None:
    if scene.memory.stage in ("ordering", "confirming") and scene.memory.lines:
        return scene.index.product(scene.memory.lines[-1].sku)
    meant = scene.meant
    if meant.kind == "one" and meant.products:
        return meant.products[0]
    # "te doy 300 por la tele LG": what is bargained for stands after the amount.
    named = named_in(scene, _FOR.split(scene.seen.text)[-1])
    return named[0] if len(named) == 1 else None


def _go_on(scene: Scene, out: Answer, product: Product) -> None:
    """An order under way waits as it was; otherwise the price as it is may be accepted."""
    if scene.memory.stage in ("ordering", "confirming"):
        return
    out.remember(focus=product.sku, shown=scene.memory.shown or (product.sku,), budget=None)
    if given_by_appointment(scene, product) or product.available:
        ask_for_it(scene, out, product)
