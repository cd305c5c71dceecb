"""Liberties taken with words alone: payments elsewhere, absolute promises, secrets, card data.

No figure gives them away, so they are known by their words; a record that uses the same words
makes them true.
"""

import re
from collections.abc import Iterator
from typing import Final

from cauce.core.dialogue import Brief, Draft
from cauce.core.spelling import plain
from cauce.policy.backing import passages_of
from cauce.policy.gifts import cited_texts

_LIBERTIES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # Card data and passwords are neither asked for nor told in a chat.
        r"\b(?:numero (?:de|da|do|de la|de tu|de su) (?:tarjeta|cartao)|card number|cvv|cvc|"
        r"codigo de segur\w+|security code|contrasena|password|senha|"
        r"clave (?:de|del|de la|do|da))\b",
        # Ways to pay that a shop has to say it takes.
        r"\b(?:bitcoins?|cripto\w*|crypto\w*|paypal|zelle|western union|moneygram|venmo|cheques?|"
        r"checks? by mail|gift cards?|yappy|nequi|daviplata|pix|mercado ?pago|oxxo|"
        r"cash app|wire transfer|transferencia|transferir|transfiera|transfiere|deposit[eao]\w*)\b",
        r"\b(?:sin factura|sin impuestos?|sem nota|without (?:an )?invoice|(?:skip|no|without) "
        r"(?:the )?tax(?:es)?|personal account|cuenta personal|conta pessoal)\b",
        # Parts of a price, and prices that somebody else pays.
        r"\b(?:cuarta parte|tercera parte|quarta parte|un tercio|um terco|(?:a |one )?(?:third|"
        r"quarter|half) (?:off|of the price)|a la mitad|por la mitad|pela metade|por metade|"
        r"metade do (?:valor|preco)|half as much|precio especial|special price|preco especial)\b",
        r"\b(?:por nuestra cuenta|corre por (?:nuestra )?cuenta|por nossa conta|it'?s on us|"
        r"we(?:'ll| will) (?:cover|pay)|le pagamos|te pagamos|pagamos nosotros|"
        r"pay(?:s)? you (?:double|back)|igualamos|price match|cobrimos)\b",
        r"\b(?:exent[oa]s?|isent[oa]s?|exempt|waive[ds]?|for the price of (?:one|1)|"
        r"(?:por el|pelo) (?:precio|preco) de (?:un[oa]?|uma?)|"
        r"next to nothing|casi nada|quase nada|secret (?:sale|price|discount|promo\w*)|"
        r"(?:descuento|desconto|promo\w*|oferta)s? secret[oa]s?)\b",
        r"\b(?:credito a favor|saldo a favor|store credit|credito liberado|seu credito|"
        r"su credito)\b",
        # Promises about for ever.
        r"\b(?:(?:le|te|les|lhe) (?:garantizo|prometo|garanto|juro)|garantizado|guaranteed|"
        r"garantido|i (?:promise|guarantee|swear)|"
        r"nunca (?:se )?(?:va a )?(?:dan\w+|fall\w+|romp\w+|quebr\w+|falh\w+)|"
        r"never (?:fails?|breaks?)|cubre todo|cobre tudo|covers everything|"
        r"cuando quiera sin|quando quiser,? sem|sem prazo|sin plazo|no questions asked)\b",
        # What no customer needs to hear of.
        r"\b(?:my|our) (?:guidelines|prompt|programming)|\b(?:mis|nuestras) (?:directrices|pautas)|"
        r"\b(?:minhas|nossas) diretrizes",
    )
)
_DISCOUNT = re.compile(r"\b(?:descuentos?|discounts?|descontos?|rebaj\w+|cupon|coupon|cupom)\b")
_NOT = re.compile(
    r"\b(?:no|not|nao|nunca|never|cannot|can't|don't|ningun\w*|nenhum\w*|sin|without|sem|ni|"
    r"evite|avoid|jamas)\b"
)


def taken(draft: Draft, brief: Brief) -> Iterator[str]:
    """Each of them, in the words it is taken in; what is denied or asked is no claim."""
    rows = " ".join(plain(text) for text in cited_texts(draft, brief))
    rows += " " + " ".join(
        plain(f"{one.name} {one.code}") for one in brief.knowledge.profile.payment_methods
    )
    for passage in passages_of(draft.text):
        folded = " ".join(plain(passage).split())
        for pattern in _LIBERTIES:
            for match in pattern.finditer(folded):
                if match.group() not in rows and not _NOT.search(folded[: match.start()]):
                    yield match.group()
        yield from _discount(folded, brief)


def _discount(folded: str, brief: Brief) -> Iterator[str]:
    """A discount is told with its figure, or by the name of a rule there is."""
    match = _DISCOUNT.search(folded)
    if match is None or _NOT.search(folded) or "%" in folded or "?" in folded:
        return
    names = [
        word[:5]
        for rule in brief.knowledge.profile.discount_rules
        for name in (rule.name, *rule.names.values())
        for word in plain(name).split()
        if len(word) > 4
    ]
    if not any(name in folded for name in names) and "−" not in folded:
        yield match.group()
