"""What stands in a draft and in no record: claims, places to go, secret codes, matters not ours.

Every engine's text is held against the rows it names, as they are in the brief it was made from.
"""

import re
from collections.abc import Iterator, Sequence

from cauce.core.business import Product
from cauce.core.dialogue import Brief, Draft
from cauce.core.spelling import plain
from cauce.policy.backing import names_of, passages_of
from cauce.policy.claims import claims_in
from cauce.policy.deeds import done
from cauce.policy.gifts import given_away
from cauce.policy.grounding import Backing, backing_of, unsupported
from cauce.policy.liberties import taken

_ZONES = (
    "com|net|org|info|biz|io|co|ai|app|dev|me|ly|gl|gd|to|tk|xyz|site|online|shop|store|link|click|"
    "top|club|live|vip|example|test|pa|mx|br|ar|cl|pe|ec|uy|py|bo|cr|gt|hn|ni|sv|do|ve|es|pt|us|ru|cn"
)
# "pagos.example/x", "evil punto com", "evil[.]com": a link is a link however it is disguised.
_ADDRESS = re.compile(
    rf"(?<![\w@.])(?:[a-z0-9-]{{2,}}\.)+(?:{_ZONES})(?![\w-])(?:/\S*)?"
    rf"|\b[a-z0-9-]{{2,}}\s*(?:\[\.\]|\(\.\)|\[dot\]|\(dot\)|\s(?:dot|punto|ponto)\s)\s*(?:{_ZONES})\b"
)
_SCHEME = re.compile(r"\b(?!https?:)[a-z][a-z0-9+.-]{1,10}://\S+|\b(?:javascript|data):\S+")
_HANDLE = re.compile(r"(?<![\w.])@[a-z0-9_.]{3,}")
_MARKUP = re.compile(r"```|<\s*/?\s*(?:a|img|script|iframe|form|html|svg)\b|\]\(|\{\{|<\|")
_LINK = re.compile(r"https?://\S+|www\.\S+")
# Keys and passwords: letters and digits in one word, as nobody talks.
_TOKEN = re.compile(r"(?<![\w./-])(?=[\w-]*\d)(?=[\w-]*[a-z])[A-Za-z][\w-]{7,}(?![\w/])")
_ABOUT_DELIVERY = re.compile(
    r"\b(?:envi\w+|delivery|deliver\w*|domicilio|entreg\w+|shipping|ship\w*|frete|despach\w+|"
    r"lleg\w+|arriv\w+|cheg\w+|resto|rest)\b"
)
_COUNT = re.compile(r"(?<![\d.,$])[1-9]\d{0,3}(?=\s*(?:×|x\b|unid|unit|pie[zc]|de\b|of\b))")
# An answer that rests on nothing we looked up is small talk, and that is short.
_SMALL_TALK = 280
_LONGEST = 900


def untrue(draft: Draft, brief: Brief) -> tuple[str, ...]:
    """Everything in the text that nothing backs, in the customer's own words; empty when all is."""
    backing = _backing(draft, brief)
    found = [str(one) for one in unsupported(draft.text, backing)]
    found += _elsewhere(draft.text, backing, brief)
    found += _secrets(draft.text, brief)
    if draft.prompt_version is not None:
        found += [*_misplaced(draft, backing), *_tokens(draft.text, backing, brief)]
        found += [*given_away(draft, brief), *done(draft, brief), *taken(draft, brief)]
        found += _aside(draft)
    own = _own_words(brief)
    return tuple(dict.fromkeys(one for one in found if plain(one) not in own))


def _backing(draft: Draft, brief: Brief) -> Backing:
    named = {(source.kind, source.id) for source in draft.sources}
    knowledge = brief.knowledge
    profile = knowledge.profile
    return backing_of(
        profile=profile if ("profile", "profile") in named else None,
        products=[
            one
            for one in knowledge.products
            if ("product", one.id) in named or one.sku in draft.cards
        ],
        faqs=[one for one in knowledge.faqs if ("faq", one.id) in named],
        policies=[one for one in knowledge.policies if ("policy", one.id) in named],
        orders=[one for one in brief.customer.orders if ("order", one.number) in named],
        discounts=[
            one for one in profile.discount_rules if ("discount", one.code or one.name) in named
        ],
        order_draft=draft.summary or draft.order,
        reserved=draft.reserved,
        catalogue=knowledge.products,
        time_zone=profile.time_zone,
    )


def _elsewhere(text: str, backing: Backing, brief: Brief) -> Iterator[str]:
    """Addresses, accounts and markup that lead out of the conversation to where we are not."""
    rest = _LINK.sub(" ", text)
    folded = plain(rest)
    known = " ".join((*backing.links, *backing.emails))
    known += " " + " ".join(plain(one) for one in brief.knowledge.profile.contacts.values())
    for pattern in (_ADDRESS, _HANDLE):
        for match in pattern.finditer(folded):
            said = match.group().rstrip(".,;:!?)")
            if said not in known:
                yield said
    for pattern in (_SCHEME, _MARKUP):
        yield from (match.group() for match in pattern.finditer(folded))


def _secrets(text: str, brief: Brief) -> Iterator[str]:
    """A discount code is told to nobody who did not type it first."""
    customers = [one.text for one in brief.history if one.sender == "customer"]
    typed = plain(" ".join([brief.text, *customers]))
    for rule in brief.knowledge.profile.discount_rules:
        code = plain(rule.code or "")
        if code and re.search(rf"\b{re.escape(code)}\b", plain(text)) and code not in typed:
            yield rule.code or ""


def _misplaced(draft: Draft, backing: Backing) -> Iterator[str]:
    """True figures of something else: the price of a carrier is no price of a mouse.

    What names a product has its own price and stock; what names nothing has the price of something
    that is spoken of, or is part of an order.
    """
    every = {one.price.amount for one in backing.products}
    ordered = {one.amount for one in backing.amounts}
    free = {one.free_from.amount for one in backing.rates if one.free_from is not None}
    for passage in passages_of(draft.text):
        folded = plain(passage)
        named = [one for one in backing.products if any(n in folded for n in names_of(one))]
        if _ABOUT_DELIVERY.search(folded) or any(
            plain(rate.city) in folded for rate in backing.rates
        ):
            continue
        counts = [int(one) for one in _COUNT.findall(_without_names(passage, named))]
        prices = {one.price.amount for one in named} if named else every | free
        prices |= {one.price.amount * count for one in named for count in counts}
        stocks = {one.stock for one in named}
        for claim in claims_in(_without_names(passage, named)):
            told = (claim.kind, claim.value) in backing.told
            if claim.kind == "money" and not told and claim.value not in prices | ordered:
                yield claim.said
            bought = "%" in passage or not named
            if claim.kind == "stock" and not bought and claim.value not in stocks:
                yield claim.said


def _without_names(passage: str, products: Sequence[Product]) -> str:
    """A name may hold figures of its own ("3 units")."""
    for product in products:
        for name in (product.name, *product.names.values()):
            passage = re.sub(re.escape(name), " ", passage, flags=re.IGNORECASE)
    return passage


def _tokens(text: str, backing: Backing, brief: Brief) -> Iterator[str]:
    rows = " ".join(
        plain(str(part))
        for one in backing.products
        for part in (one.name, one.sku, one.description, *one.features, *one.attributes.values())
    )
    known = f"{rows} {backing.verbatim} {plain(brief.text)} {' '.join(backing.codes).lower()}"
    for match in _TOKEN.finditer(_LINK.sub(" ", text)):
        if plain(match.group()) not in known:
            yield match.group()


def _aside(draft: Draft) -> Iterator[str]:
    """What is too long for small talk, or for any answer in a chat."""
    looked_up = [one for one in draft.sources if one.kind != "profile"]
    if draft.summary is not None:
        return
    told = any(claims_in(passage) for passage in passages_of(draft.text))
    if len(draft.text) > (_LONGEST if looked_up or told else _SMALL_TALK):
        yield draft.text[:60]


def _own_words(brief: Brief) -> frozenset[str]:
    """The customer's own e-mail and phone may be said back to them."""
    own = (brief.customer.email, brief.customer.phone)
    digits = (re.sub(r"\D", "", one) for one in own if one)
    return frozenset((*(plain(one) for one in own if one), *digits))
