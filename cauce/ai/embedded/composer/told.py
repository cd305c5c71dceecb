"""The facts a message gives: an amount of money, how many, where, and a discount code."""

import re
from collections.abc import Sequence
from decimal import Decimal

from rapidfuzz import fuzz

from cauce.ai.embedded.composer.personal import impersonal, part_of_a_name
from cauce.ai.embedded.composer.places import abroad, town_in
from cauce.ai.embedded.search.terms import common_words
from cauce.ai.embedded.wording import Wording, fold, read_wording
from cauce.core.business import Profile
from cauce.core.counts import ONE_TO_TEN
from cauce.core.dialogue import Brief
from cauce.core.money import Money
from cauce.core.pricing import REST_OF_THE_COUNTRY
from cauce.core.spelling import plain

_AMOUNT = re.compile(
    r"(?:(us\$|r\$|rd\$|s/\.?|b/\.?|\$)\s*)?"
    r"(\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)"
    r"\s*(k\b|mil\b|lucas\b|millones\b|millon\b|mi\b)?"
    r"\s*(dolares|dolar|usd|us\b|pesos|cop|mxn|reais|real|brl|soles|bucks|dollars|balboas|\$)?"
)
_CEILING = re.compile(
    r"(no (?:pase|pasen|pasar|cueste|cuesten|supere|superen|exceda)(?: de)?(?: mas de| los)?|"
    r"nao (?:passe|passar|custe)(?: mais)?(?: de| dos)?|not over|hasta|maximo|"
    r"max|menos de|no mas de|presupuesto|presu|tengo|cuento con|gastar|alrededor|"
    r"unos|cerca de|entre|under|up to|budget|max|less than|(?<!what )(?<!how )about|"
    r"around|below|spend|ate|no maximo|"
    r"orcamento|menos que|cerca|por volta|en los|rango|tope)[^\d$]{0,18}$"
)


# "December 8", "el 8 de diciembre", "hasta las 8", "tengo 2 hijos": dates, hours and counts.
_MONTHS = (
    r"(?:ene(?:ro)?|jan(?:uary|eiro)?|feb(?:rero|ruary)?|fev(?:ereiro)?|mar(?:zo|ch|co)?|"
    r"abr(?:il)?|"
    r"apr(?:il)?|may(?:o)?|maio|jun(?:io|e|ho)?|jul(?:io|y|ho)?|ago(?:sto)?|aug(?:ust)?|"
    r"sep(?:t|tiembre|tember)?|set(?:embro|iembre)?|oct(?:ubre|ober)?|out(?:ubro)?|"
    r"nov(?:iembre|ember|embro)?|dic(?:iembre)?|dec(?:ember)?|dez(?:embro)?)"
)
_OF_THE_CALENDAR = re.compile(
    rf"(?:\b{_MONTHS}\.? (?:the )?|\b(?:las|as|dia|day|lunes|martes|miercoles|jueves|"
    rf"viernes|sabado|"
    r"domingo|monday|tuesday|wednesday|thursday|friday|saturday|sunday|segunda|terca|quarta|quinta|"
    r"sexta|antes del|before the|antes do) )$"
)
_COUNTED_NEXT = re.compile(
    rf"(?:st|nd|rd|th|h|hs)?(?: ?(?:de|of)? ?{_MONTHS}\b| ?[ap]\.?m\b| ?(?:h|hs|horas?|"
    rf"hours?|dias?|"
    r"days?|semanas?|weeks?|meses|mes|months?|anos?|years?|cuotas?|parcelas?|vezes|veces|"
    r"personas?|people|pessoas?|hijos?|filhos?|kids|children|ninos|unidades|units|metros?|m2|"
    r"pulgadas?|inch(?:es)?|polegadas?|gb|tb|kg|litros?|btu|%)\b| ?%)"
)


def _number(written: str) -> Decimal:
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", written):
        return Decimal(re.sub(r"[.,]", "", written))
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+[.,]\d{1,2}", written):
        return Decimal(re.sub(r"[.,]", "", written[:-3]) + "." + written[-2:])
    return Decimal(written.replace(",", "."))


def _scaled(digits: str, scale: str | None) -> Decimal:
    amount = _number(digits) * {"k": 1000, "mil": 1000, "lucas": 1000}.get(scale or "", 1)
    millions = scale is not None and scale.startswith(("millon", "mi")) and scale != "mil"
    return amount * 1_000_000 if millions else amount


def amount_at(folded: str, place: int) -> Decimal | None:
    """The amount written at a place of a folded text."""
    found = _AMOUNT.match(folded, place)
    return _scaled(found[2], found[3]) if found else None


def budget_in(brief: Brief, wording: Wording) -> tuple[Money | None, frozenset[str]]:
    """The customer's amount, and the words of the message that are that amount."""
    currency = brief.knowledge.profile.currency
    told = brief.reading.entities.budget
    waiting = brief.memory.pending in ("need", "budget")
    for found in _AMOUNT.finditer(wording.folded):
        sign, digits, scale, unit = found.groups()
        before = wording.folded[: found.start()]
        if before[-1:].isalpha():
            # The 20 of "VERANO20" is no money.
            continue
        amount = _scaled(digits, scale)
        marked = bool(sign or unit)
        dated = bool(
            _OF_THE_CALENDAR.search(before) or _COUNTED_NEXT.match(wording.folded, found.end(2))
        )
        if dated and not marked:
            continue
        money_like = marked or bool(_CEILING.search(before))
        bare = waiting and amount >= _LEAST_BARE and not _names_model(before)
        if (money_like or bare) and amount > 0:
            words = frozenset(read_wording(found.group()).words)
            return Money(amount, currency), words
    if told is not None and (told.currency in (None, currency)):
        return Money(told.amount, currency), frozenset({f"{told.amount.normalize():f}"})
    return None, frozenset()


def only_number(wording: Wording) -> bool:
    return len(wording.words) <= 3


def _names_model(before: str) -> bool:
    """ "la tele de 43" answers which one; "algo de 500" answers how much."""
    words = before.split()
    loosely = len(words) > 1 and words[-2] in ("algo", "uno", "una", "something", "presupuesto")
    return bool(words) and words[-1] in ("de", "del", "of") and not loosely


# Nobody has so little to spend on anything; smaller bare numbers count or name something.
_LEAST_BARE = 20


def city_in(brief: Brief, wording: Wording) -> str | None:
    """A city of the shipping list in the text, else the one the reader found.

    Nobody lives in their own name: "a nombre de David Santiago" says of no town.
    """
    wording = read_wording(impersonal(wording.text, brief.reading.entities.person))
    if abroad(wording, brief.knowledge.profile.country):
        return None
    text = f" {' '.join(wording.words)} "
    if any(f" {elsewhere} " in text for elsewhere in _ELSEWHERE):
        return None
    names = [rate.city for rate in brief.knowledge.profile.shipping]
    cities = [name for name in names if name != REST_OF_THE_COUNTRY]
    awaited = brief.memory.pending in ("city", "delivery") or brief.memory.last_topic == "shipping"
    named = [city for city in cities if _named(city, wording, awaited=awaited)]
    if named:
        return max(named, key=len)
    for city in cities:
        short = plain(city).removeprefix("ciudad de ").removesuffix(" city")
        aliases = {short, f"{short} city", f"cidade de {short}", f"cidade do {short}"}
        aliases -= {plain(city)}
        if any(f" {alias} " in text for alias in aliases if len(alias) > 3):
            return city
    told = brief.reading.entities.city
    if told and (fold(told) not in wording.folded or plain(told) in map(plain, cities)):
        # What the list knows was judged above.
        told = None
    branches = {plain(branch.name) for branch in brief.knowledge.profile.branches}
    if told and plain(told) not in _NO_CITIES | branches:
        return _respelt(told, cities)
    shipping = brief.memory.last_topic == "shipping" or brief.memory.pending == "city"
    return _typed_city(wording, cities) or town_in(wording, going_on=shipping)


def _named(city: str, wording: Wording, *, awaited: bool) -> bool:
    name = r"\W+".join(map(re.escape, plain(city).split()))
    places = re.finditer(rf"(?<!\w){name}(?!\w)", wording.folded)
    return any(not part_of_a_name(wording.text, *found.span(), awaited=awaited) for found in places)


_BEFORE_PLACE = frozenset({"a", "para", "to", "en", "in", "em", "pra", "de", "hasta", "hacia"})
_ELSEWHERE = ("fuera de", "fora do", "fora da", "fora de", "outside", "outside of")
_NO_CITIES = frozenset({"casa", "mi casa", "home", "tienda", "loja", "sucursal", "domicilio"})


def _typed_city(wording: Wording, cities: Sequence[str]) -> str | None:
    """A listed city one letter wrong, after "a", "para", "to"…"""
    words = wording.words
    for place in range(1, len(words)):
        if words[place - 1] not in _BEFORE_PLACE:
            continue
        for size in (3, 2, 1):
            run = " ".join(words[place : place + size])
            if len(run) < 5:
                continue
            for city in cities:
                if fuzz.ratio(run, plain(city)) >= 85:
                    return city
    return None


def _respelt(told: str, cities: Sequence[str]) -> str:
    near = [city for city in cities if fuzz.ratio(plain(told), plain(city)) >= 82]
    return near[0] if near else told.strip()


def code_in(profile: Profile, words: Sequence[str]) -> str | None:
    joined = " ".join(words)
    for rule in profile.discount_rules:
        if rule.code and f" {' '.join(read_wording(rule.code).words)} " in f" {joined} ":
            return rule.code
    return None


def stated_place(text: str) -> str | None:
    """A short answer to "which city?" as a place name, when it can be one."""
    words = re.findall(r"[^\W\d_]+(?:[ '-][^\W\d_]+)*", text)
    bare = re.sub(
        r"^(es |seria |para |a |al |en |to |in |em |pra |de |desde |vivo en |i live in |moro em |"
        r"estoy en |queda en |it s |soy de |estou em )+",
        "",
        fold(" ".join(words)).strip(),
    )
    known = common_words() | ONE_TO_TEN.keys()
    if not bare or len(bare.split()) > 4 or known.issuperset(bare.split()):
        # "las dos" answers another question.
        return None
    original = " ".join(words).split()[-len(bare.split()) :]
    return " ".join(original).strip().title() if original else None
