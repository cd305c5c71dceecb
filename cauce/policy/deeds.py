"""What a text says was done, or how an order stands, when nothing was done and it stands otherwise.

A model can look things up and propose; it has no hands. Whatever it says it did is untrue.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from cauce.core.dialogue import Brief, Draft
from cauce.core.spelling import plain
from cauce.policy.backing import passages_of

_THING = (
    r"(?:pedido|orden|compra|order|purchase|pago|payment|pagamento|reembolso|refund|estorno|"
    r"devolucion|devolucao|cita|appointment|agendamento|consulta|reserva|reservation|booking|"
    r"cuenta|account|conta|direccion|address|endereco|precio|price|preco|descuento|discount|"
    r"desconto|cupon|coupon|cupom|dinero|money|dinheiro)"
)
_NOW_DONE = (
    r"(?:cancele|reembolse|devolvi|cambie|actualice|modifique|registre|reserve|agende|aplique|"
    r"aprobe|autorice|borre|elimine|marque|procese|confirme|"
    r"cancelamos|reembolsamos|registramos|reservamos|agendamos|aplicamos|aprobamos|procesamos|"
    r"cancelei|reembolsei|mudei|alterei|atualizei|registrei|reservei|agendei|apliquei|aprovei|"
    r"autorizei|apaguei|marquei|processei|confirmei)"
)
_PERFECT = (
    r"(?:he|hemos|ha sido|han sido|fue|quedo|queda|esta|ya esta|i have|i've|we have|we've|has been|"
    r"was|is now|is already|foi|ficou|esta|ja esta)"
)
_PARTICIPLE = (
    r"(?:cancelad[oa]|reembolsad[oa]|devuelto|cambiad[oa]|actualizad[oa]|modificad[oa]|"
    r"registrad[oa]|reservad[oa]|agendad[oa]|aplicad[oa]|aprobad[oa]|autorizad[oa]|procesad[oa]|"
    r"confirmad[oa]|hech[oa]|feit[oa]|aprovad[oa]|devolvid[oa]|alterad[oa]|atualizad[oa]|"
    r"processad[oa]|cancel+ed|refunded|changed|updated|modified|registered|placed|reserved|booked|"
    r"scheduled|applied|approved|authori[sz]ed|processed|confirmed)"
)
_FIRST = r"(?:i|we)(?: have| 've|'ve)?(?: just| already)?"
_DID: Final = re.compile(
    rf"(?:^|[,.:;!] |\b(?:y|ya|te|le|lo|la|e|ja|and) ){_NOW_DONE} "
    rf"(?:\w+ ){{0,3}}?{_THING}\b"
    rf"|\b{_THING}(?: [\w-]+){{0,2}}? {_PERFECT} {_PARTICIPLE}\b"
    rf"|\b{_FIRST} {_PARTICIPLE} (?:\w+ ){{0,3}}?{_THING}\b"
    rf"|\b(?:he|hemos) {_PARTICIPLE} (?:\w+ ){{0,3}}?{_THING}\b"
    r"|\b(?:reembolso|refund|estorno) (?:de |of |da |do )?(?:\S+ ){0,3}?"
    r"(?:hecho|done|feito|aprobado|approved|aprovado)\b"
)
# The first person of the past, in each language; accents tell it from other words.
_I_DID: Final = re.compile(
    r"\b(?:ya|te|le|les|lo|la|los|las)\s+(?P<es>\w{3,}(?<!r)é)\b"
    r"|\b(?:he|hemos)\s+(?P<has>\w+[ai]do)\b"
    r"|\b(?:já|eu|lhe)\s+(?P<pt>\w{2,}[eu]i)\b"
    r"|\b(?:i|we)(?:'ve| have)?\s+(?:just\s+|already\s+)?(?P<en>\w{3,}ed)\b"
)
# Looking and understanding is what it can do.
_HARMLESS: Final = re.compile(
    r"^(?:encontr|revis|busq|busc|consult|verifi|verifiq|entend|anot|mostr|mencion|dij|cont|expliq|"
    r"procur|olh|cheq|check|look|search|list|mention|explain|not|receiv|recib|receb|need|want|"
    r"offer|includ|call|shipp|deliver|pas|hered|disse|sei|hei)"
)
# "Once the order is paid", "si el pago fue confirmado": what may be, not what is.
_MAYBE = re.compile(
    r"\b(?:una vez|cuando|si|luego de|despues|hasta que|once|when|after|if|until|quando|se|depois|"
    r"apos|assim que|whether|no|not|nao|aun|todavia|yet|ainda)\b"
)
_ORDER = re.compile(r"\b(?:pedidos?|orden|orders?|compra|paquete|package|pacote|encomenda)\b")
_STANDS: Final[Mapping[str, tuple[str, ...]]] = {
    r"entregad[oa]|delivered|entregue": ("delivered", "completed"),
    r"enviad[oa]|despachad[oa]|shipped|on (?:its|the) way|en camino|a caminho|em transito": (
        "shipped",
        "in_transit",
    ),
    r"cancelad[oa]|cancel+ed": ("cancelled", "canceled"),
    r"pagad[oa]|paid|pag[oa]": ("paid", "preparing", "shipped", "delivered", "completed"),
}
_IS = r"(?:fue|esta|ha sido|va|is|was|has been|foi|ja foi|vai)"


def done(draft: Draft, brief: Brief) -> Iterator[str]:
    """Deeds nobody did, and states that no order of this customer is in."""
    cited = {one.id for one in draft.sources if one.kind == "order"}
    states = {order.status for order in brief.customer.orders if order.number in cited}
    for passage in passages_of(draft.text):
        folded = " ".join(plain(passage).split())
        if _MAYBE.search(folded):
            continue
        found = _DID.search(folded)
        if found is not None and not (cited and _ORDER.search(found.group())):
            yield found.group().strip(" ,.:;!")
        for match in _I_DID.finditer(" ".join(passage.lower().replace("’", "'").split())):
            deed = next(word for word in match.groups() if word)
            if not _HARMLESS.search(plain(deed)):
                yield match.group()
        if _ORDER.search(folded):
            yield from _otherwise(folded, states)


def _otherwise(folded: str, states: set[str]) -> Iterator[str]:
    for words, means in _STANDS.items():
        match = re.search(rf"\b{_IS} (?:ya |already |ja )?(?:{words})\b", folded)
        if match is not None and not states & set(means):
            yield match.group()
