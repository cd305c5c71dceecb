"""Finds promises that carry no figure: today's delivery, a lifetime warranty, two for one."""

import re
from collections.abc import Iterator
from typing import Literal

from cauce.core.numerals import SPELLED, value_of

PromiseKind = Literal["sooner", "always", "lifetime", "deal", "money_back", "extra"]

_CURRENCY = (
    r"dolar(?:es)?|dollars?|bucks|balboas|pesos|reais|real|soles|euros|colones|quetzales|lempiras"
)
_UNIT = (
    rf"(?:{_CURRENCY}|por ciento|por cento|percent|per cent|%|dias?|days?|semanas?|weeks?|meses|"
    r"mes|months?|anos?|years?|horas?|hours?|cuotas?|parcelas?|mensualidades?|instal+ments?|"
    r"monthly payments?|unidades?|unidad|units?|piezas|pieces|disponibles?|disponiveis|available|"
    r"in stock|left)"
)
_BEFORE_UNIT = r"(?:working |business |interest-free |monthly )?"
_RANGE = rf"(?:(?:a|to|o|ou|or) {SPELLED}[ -]+)?"
_WITH_UNIT = re.compile(rf"{SPELLED}(?=[ -]+{_RANGE}{_BEFORE_UNIT}{_UNIT}\b)")
_PRICED = re.compile(
    rf"(?<=\b)(?P<verb>cuestan?|valen?|sale en|salen en|costs?|price is|precio es(?: de)?|custam?|"
    rf"preco e(?: de)?|queda en|fica por|sai por) (?P<number>{SPELLED})(?! (?:opci|veces|vez))"
)
# Portuguese "dos dias" is "of the days".
_NOT_COUNTED = re.compile(r"\b(?:um|uma|alem|antes|depois|maioria|cada um|algum) $")

_SENT = (
    r"(?:lleg\w+|entreg\w+|recib(?:es?|en|iras?|iran|elo|ela|irlo|irla)|envi\w+|despach\w+|"
    r"deliver\w*|ship\w*|arriv\w+|receive|get it|cheg\w+|receb(?:e|er|era|em)|mandamos|"
    r"lo tienes|la tienes|lo tendras|en tu casa|at your door)"
)
_NOW = (
    r"(?:hoy(?: mismo)?|hoje(?: mesmo)?|today|tonight|esta (?:misma )?(?:tarde|noche)|same[- ]day|"
    r"(?:el )?mismo dia|(?:no )?mesmo dia|inmediat\w*|imediat\w*|immediate\w*|instant\w*|"
    r"al instante|de inmediato|de imediato|right away|ahora mismo|en minutos|in minutes|"
    r"manana(?: mismo)?|amanha|tomorrow|next[- ]day|overnight)"
)
_DAY = (
    r"(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|sunday|segunda|terca|quarta|quinta|sexta)"
)
_ON = r"(?:el|este|el proximo|on|this|next|na|no|nesta|neste|by)"
_KINDS: tuple[tuple[PromiseKind, re.Pattern[str]], ...] = (
    (
        "sooner",
        re.compile(
            rf"\b{_SENT}(?:\W+\w+){{0,4}}?\W+(?:{_NOW}|{_ON} {_DAY}(?! (?:a|to|ate) ))(?!\w)"
            r"|\b(?:same|next)[- ]day (?:delivery|shipping|dispatch)"
            rf"|\b(?:hoy mismo|hoje mesmo|manana mismo|amanha mesmo)(?:\W+\w+){{0,3}}?\W+{_SENT}"
            r"|\b(?:entrega|envio|despacho|delivery) express\b"
        ),
    ),
    (
        "always",
        re.compile(
            r"\b24\s?/\s?7\b|\b(?:las )?24 horas (?:del|al|por|do|ao) dia|\b24 hours a day|"
            r"\b(?:abiert\w+|atend\w+|open|abert\w+)(?: \w+){0,3} (?:las )?24 (?:horas|hours)|"
            r"\bround[- ]the[- ]clock\b|\blos 365 dias\b|\b365 days\b|\ba toda hora\b"
        ),
    ),
    (
        "lifetime",
        re.compile(
            r"\b(?:garantia|warranty|guarantee)(?:\W+\w+){0,3}?\W+(?:de por vida|por toda la vida|"
            r"vitalicia|para siempre|para sempre|ilimitada|for life|unlimited)\b|"
            r"\b(?:lifetime|unlimited) (?:warranty|guarantee)\b|\bgarantia (?:eterna|perpetua)\b"
        ),
    ),
    (
        "deal",
        re.compile(
            r"\b\d\s?x\s?1\b|\b(?:dos|2) por (?:uno|1)\b|\btwo for one\b|\bbuy one,? get one\b|"
            r"\bbogo\b|\bdois por um\b|\bmitad de precio\b|\bhalf (?:the )?price\b|\bhalf off\b|"
            r"\bmetade do preco\b|\b(?:lleva|leve|take) \d (?:y |e |and )?(?:paga|pague|pay)\w* \d"
        ),
    ),
    (
        "money_back",
        re.compile(
            r"\bmoney[- ]back\b|\bsatisfac\w+ (?:100 ?% )?garanti\w+|\bsatisfaction guaranteed\b|"
            r"\b(?:te|le|se) (?:devolvemos|regresamos|reembolsamos) (?:el|tu|su|todo el) dinero|"
            r"\bfull refund\b|\breembolso (?:total|completo|garantizado|integral)\b|"
            r"\bdevolvemos (?:o )?seu dinheiro\b"
        ),
    ),
    (
        "extra",
        re.compile(
            r"\b(?:instalacion|installation|instalacao|montaje|montagem|armado|assembly)"
            r"(?:\W+(?:es|is|e|esta|va|totalmente|gratuita?))?\W+(?:gratis|gratuit\w+|free|"
            r"sin costo|sem custo|incluid\w+|included)\b|\bfree (?:installation|assembly|gift)\b|"
            r"\b(?:te|le) regalamos\b|\bde regalo\b|\bde brinde\b|\bgift included\b"
        ),
    ),
)
_DENIED = re.compile(
    r"\b(?:no|not|nao|nunca|never|cannot|cant|can't|don't|doesn't|isn't|sin|without|ni)\b"
    r"(?:\W+\w+){0,4}\W*$"
)


def in_figures(folded: str) -> str:
    """Number words before a unit or after "cuesta" as figures, so that one reading finds both."""
    text = _WITH_UNIT.sub(lambda found: _figure(found, folded), folded)
    return _PRICED.sub(lambda found: f"{found['verb']} {value_of(found['number'])}", text)


def _figure(found: re.Match[str], text: str) -> str:
    if _NOT_COUNTED.search(text[: found.start()]) or found.group() in ("um dos", "uma duas"):
        return found.group()
    return str(value_of(found.group()))


def promises_in(folded: str) -> Iterator[tuple[PromiseKind, str, str]]:
    """Each promise, what it comes to, and its words; "no entregamos hoy" promises nothing."""
    for kind, pattern in _KINDS:
        for match in pattern.finditer(folded):
            said = match.group()
            denied = _DENIED.search(folded[: match.start()]) or _DENIED.search(_but_last(said))
            if not denied:
                yield kind, _worth(kind, said), said


def _but_last(said: str) -> str:
    return said[: said.rfind(" ") + 1]


def _worth(kind: PromiseKind, said: str) -> str:
    """Delivery today, tomorrow and on a weekday are three promises; the others are one each."""
    if kind != "sooner":
        return kind
    day = re.search(_DAY, said)
    if day is not None:
        return day.group()
    return "tomorrow" if re.search(r"manana|amanha|tomorrow|next|overnight", said) else "today"
