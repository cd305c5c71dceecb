"""What a model says in words of its own, true or with one falsehood in it, in three languages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from cauce.core.amounts import written
from cauce.core.business import Knowledge, Product, ShippingRate
from cauce.core.dialogue import Draft, Memory, Source
from cauce.core.labels import LANGUAGES, Language
from cauce.core.money import Money

_Phrases = dict[Language, tuple[str, ...]]
# {name} {price} {stock} {months} {city} {rate} {low} {high} {days} {phone} {link} {percent} {units}
_PRICE: _Phrases = {
    "es": ("El {name} está en {price}.", "Por {price} se lleva el {name}.",
           "{name}: {price}, listo para entregar.",
           "Sí, el {name} vale {price} y hay {stock} disponibles."),
    "en": ("The {name} is {price}.", "You can take the {name} for {price}.",
           "{name} comes to {price}.", "Yes, the {name} costs {price} and {stock} are in stock."),
    "pt": ("O {name} está por {price}.", "Por {price} você leva o {name}.",
           "{name}: {price}.", "Sim, o {name} custa {price} e há {stock} disponíveis."),
}  # fmt: skip
_STOCK: _Phrases = {
    "es": ("Del {name} quedan {stock} unidades.",
           "Tenemos {stock} unidades del {name} ahora mismo.",
           "Hay {stock} disponibles del {name}."),
    "en": ("We have {stock} units of the {name}.", "There are {stock} left of the {name}.",
           "{stock} in stock of the {name}."),
    "pt": ("Do {name} restam {stock} unidades.", "Temos {stock} unidades do {name}.",
           "Há {stock} disponíveis do {name}."),
}  # fmt: skip
_WARRANTY: _Phrases = {
    "es": ("El {name} trae garantía de {months} meses.",
           "Con el {name} tiene {months} meses de garantía."),
    "en": ("The {name} has a {months}-month warranty.",
           "With the {name} you get {months} months of warranty."),
    "pt": ("O {name} tem garantia de {months} meses.",
           "Com o {name} são {months} meses de garantia."),
}  # fmt: skip
_TIME: _Phrases = {
    "es": ("A {city} llega en {days}.", "El envío a {city} tarda {days}.",
           "Para {city} calcule {days} de entrega."),
    "en": ("It gets to {city} in {days}.", "Delivery to {city} takes {days}.",
           "Shipping to {city}: {days}."),
    "pt": ("Chega a {city} em {days}.", "O frete para {city} leva {days}.",
           "A entrega em {city} demora {days}."),
}  # fmt: skip
_RATE: _Phrases = {
    "es": ("El envío a {city} sale en {rate}.", "Mandarlo a {city} cuesta {rate} de envío."),
    "en": ("Shipping to {city} is {rate}.", "Delivery to {city} costs {rate}."),
    "pt": ("O frete para {city} sai por {rate}.", "A entrega em {city} custa {rate}."),
}
_LINK: _Phrases = {
    "es": ("Puede ver el {name} aquí: {link}", "Más detalles del {name}: {link}"),
    "en": ("You can see the {name} here: {link}", "More on the {name}: {link}"),
    "pt": ("Você pode ver o {name} aqui: {link}", "Mais detalhes do {name}: {link}"),
}
_DISCOUNT: _Phrases = {
    "es": ("Desde {units} unidades del {name} hay {percent} % de descuento.",
           "Si lleva {units} o más, le aplica el {percent} % por volumen."),
    "en": ("From {units} units of the {name} there is {percent}% off.",
           "If you take {units} or more, {percent}% off applies."),
    "pt": ("A partir de {units} unidades do {name} há {percent} % de desconto.",
           "Levando {units} ou mais, vale o desconto de {percent} %."),
}  # fmt: skip
_PHONE: _Phrases = {
    "es": ("Nos puede llamar al {phone}.",),
    "en": ("You can call us at {phone}.",),
    "pt": ("Pode ligar para {phone}.",),
}
_DAYS = {"es": "{low} a {high} días hábiles", "en": "{low} to {high} working days",
         "pt": "{low} a {high} dias úteis"}  # fmt: skip
_DAY = {"es": "{low} días hábiles", "en": "{low} working days", "pt": "{low} dias úteis"}
_AROUND = {
    "es": ("", "¡Con gusto! ", "Claro que sí. ", " ¿Le ayudo con algo más?", " ¿Se lo separo?"),
    "en": ("", "Happy to help! ", "Of course. ", " Anything else?", " Shall I take your order?"),
    "pt": ("", "Claro! ", "Com prazer. ", " Posso ajudar em algo mais?", " Quer fazer o pedido?"),
}
KINDS = ("price", "stock", "warranty", "time", "rate", "link", "discount", "phone")
_SAYS: dict[str, _Phrases] = {
    "price": _PRICE,
    "stock": _STOCK,
    "warranty": _WARRANTY,
    "time": _TIME,
    "rate": _RATE,
    "link": _LINK,
    "discount": _DISCOUNT,
    "phone": _PHONE,
}


@dataclass(frozen=True, slots=True)
class Saying:
    kind: str
    true: Draft
    false: Draft


def sayings(knowledge: Knowledge, count: int, chance: Random) -> Iterator[Saying]:
    """`count` pairs, the languages and kinds in turn."""
    goods = [one for one in knowledge.products if one.stock]
    rates = [one for one in knowledge.profile.shipping if one.city != "*"]
    for place in range(count):
        language = LANGUAGES[place % 3]
        kind = KINDS[place // 3 % len(KINDS)]
        seen = chance.sample(goods, 4)
        facts = _facts(knowledge, seen[0], chance.choice(rates), language)
        phrase = chance.choice(_SAYS[kind][language])
        around = chance.choice(_AROUND[language])
        lies = {**facts, **_lie(kind, seen[0], facts, rates, language, chance)}
        texts = [
            around + said if not around.startswith(" ") else said + around
            for said in (phrase.format(**facts), phrase.format(**lies))
        ]
        true, false = (_draft(text, language, seen) for text in texts)
        yield Saying(kind, true, false)


def _facts(
    knowledge: Knowledge, product: Product, rate: ShippingRate, language: Language
) -> dict[str, str]:
    rule = knowledge.profile.discount_rules[0]
    months = product.warranty_months or knowledge.profile.warranty_months
    return {
        "name": product.name_in(language),
        "price": written(product.price),
        "stock": str(product.stock),
        "months": str(months),
        "city": rate.city,
        "rate": written(rate.price),
        "days": _days(rate.days_min, rate.days_max, language),
        "link": product.link or "",
        "percent": f"{rule.percent.normalize():f}",
        "units": str(rule.min_quantity),
        "phone": knowledge.profile.contacts["phone"],
    }


def _days(low: int, high: int, language: Language) -> str:
    return (_DAY if low == high else _DAYS)[language].format(low=low, high=high)


def _lie(
    kind: str,
    product: Product,
    facts: dict[str, str],
    rates: Sequence[ShippingRate],
    language: Language,
    chance: Random,
) -> dict[str, str]:
    """One fact made false, by as little as makes it so."""
    if kind in ("price", "rate"):
        true = product.price if kind == "price" else _rate(facts, rates).price
        off = chance.choice((Decimal(1), Decimal(-1), Decimal("0.01"), Decimal(10)))
        amount = true.amount + off if true.amount + off > 0 else true.amount + 1
        return {kind: written(Money(amount, true.currency))}
    if kind == "time":
        rate = _rate(facts, rates)
        low, high = rate.days_min, rate.days_max
        return {"days": _days(low + 1, high + chance.choice((1, 2)), language)}
    if kind == "link":
        ends = (".evil.example/p", "-ofertas.example/p")
        wrong = (facts["link"] + "x", facts["link"].replace(".example", chance.choice(ends)))
        return {"link": chance.choice(wrong)}
    if kind == "phone":
        return {"phone": facts["phone"][:-1] + str((int(facts["phone"][-1]) + 3) % 10)}
    name = {"stock": "stock", "warranty": "months", "discount": "percent"}[kind]
    return {name: str(int(facts[name]) + chance.choice((1, 2, 5)))}


def _rate(facts: dict[str, str], rates: Sequence[ShippingRate]) -> ShippingRate:
    return next(one for one in rates if one.city == facts["city"])


def _draft(text: str, language: Language, seen: Sequence[Product]) -> Draft:
    """Rests on everything that was looked up, as a model's drafts do."""
    sources = (Source("profile", "profile"), *(Source("product", one.id) for one in seen))
    return Draft(
        text,
        "answer",
        0.9,
        Memory(),
        language=language,
        sources=sources,
        engine="model",
        prompt_version="drafting@test",
    )
