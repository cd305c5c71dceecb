"""What a text gives away for nothing, and whether any record does."""

import re
from collections.abc import Iterable, Iterator

from cauce.core.business import Knowledge
from cauce.core.dialogue import Brief, Draft
from cauce.core.spelling import plain
from cauce.policy.backing import passages_of
from cauce.policy.claims import amount_of

_FREE = re.compile(
    r"\b(?:gratis|gratuit[oa]s?|gratuitamente|de graca|sin costo|sin cargo|sem custo|free|"
    r"no (?:cost|charge)|on the house|cortesia|de regalo|a gift|"
    r"(?:te|le|se|lo|la|los|las|me) (?:(?:lo|la|los|las) )?regal\w+|regalad[oa]s?|"
    r"dou de presente)\b"
)
_DENIED = re.compile(
    r"\b(?:no|not|nao|nunca|never|cannot|can't|isn't|aren't|don't|ni|sin|without|sem)\b"
    r"(?:\W+\w+){0,3}\W*$"
)
# "Interest-free", "feel free", "hands-free" and "manos libres" give nothing away.
_OTHER_FREE = re.compile(
    r"(?:-|\binterest |\bsugar |\bhands )free\b|\bfeel free\b|\bfree (?:hand|time|space)\w*"
)
_SHIPPING = re.compile(
    r"\b(?:envi\w+|delivery|deliver\w*|domicilio|entreg\w+|shipping|ship\w*|frete|despach\w+)\b"
)
_PICK_UP = re.compile(r"\b(?:retir\w+|recoge\w*|pick ?-?up|collect\w*|reco\w+ en)\b")
_AMOUNT = re.compile(r"\d[\d.,]*\d|\d")
_WORD = re.compile(r"[a-z]{5,}")
_STEM = 5


def given_away(draft: Draft, brief: Brief) -> Iterator[str]:
    """Every gift that no record makes, in the words it is made in."""
    rows = [plain(one) for text in cited_texts(draft, brief) for one in passages_of(text)]
    for passage in passages_of(draft.text):
        folded = plain(passage)
        for match in _FREE.finditer(folded):
            if _DENIED.search(folded[: match.start()]) or _is_other(folded, match):
                continue
            if _PICK_UP.search(folded) and brief.knowledge.profile.pickup_available:
                continue
            if _SHIPPING.search(folded) or _names_threshold(folded, brief.knowledge):
                if not _ships_free(folded, draft, brief.knowledge):
                    yield match.group()
            elif not _said_in(folded, match.group(), rows):
                yield match.group()


def _is_other(folded: str, match: re.Match[str]) -> bool:
    return any(
        other.start() <= match.start() and match.end() <= other.end()
        for other in _OTHER_FREE.finditer(folded)
    )


def _ships_free(folded: str, draft: Draft, knowledge: Knowledge) -> bool:
    """To a place where it costs nothing, from an amount that is named, or for this very order."""
    order = draft.summary or draft.order
    if order is not None and order.delivery == "ship" and order.shipping.amount == 0:
        return True
    rates = knowledge.profile.shipping
    named = [one for one in rates if one.city != "*" and plain(one.city) in folded]
    about = named or rates
    if any(one.price.amount == 0 for one in about) and (named or len(rates) == 1):
        return True
    said = {amount_of(found.strip(".,")) for found in _AMOUNT.findall(folded)}
    return any(one.free_from is not None and one.free_from.amount in said for one in about)


def _names_threshold(folded: str, knowledge: Knowledge) -> bool:
    """ "Es gratis en pedidos desde $300": delivery, though it does not say so."""
    said = {amount_of(found.strip(".,")) for found in _AMOUNT.findall(folded)}
    rates = knowledge.profile.shipping
    return any(one.free_from is not None and one.free_from.amount in said for one in rates)


def _said_in(passage: str, gift: str, rows: Iterable[str]) -> bool:
    """A record that gives something away, about the same thing."""
    words = _stems(passage.replace(gift, " "))
    return any(_FREE.search(row) and words & _stems(_FREE.sub(" ", row)) for row in rows)


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text)}


def cited_texts(draft: Draft, brief: Brief) -> Iterator[str]:
    """What the rows say that the draft names."""
    named = {(one.kind, one.id) for one in draft.sources}
    knowledge = brief.knowledge
    for product in knowledge.products:
        if ("product", product.id) in named:
            yield from (product.description, *product.descriptions.values(), *product.features)
            if product.price.amount == 0:
                yield f"{product.name} gratis"
    for faq in knowledge.faqs:
        if ("faq", faq.id) in named:
            yield from (faq.answer, *faq.answers.values())
    for policy in knowledge.policies:
        if ("policy", policy.id) in named:
            yield from (policy.text, *policy.texts.values())
    profile = knowledge.profile
    yield from (profile.warranty_conditions or "", profile.returns_conditions or "")
    yield from (one.details or "" for one in profile.payment_methods)
