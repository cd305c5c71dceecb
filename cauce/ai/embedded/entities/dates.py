"""When something is wanted or due, in the customer's own words."""

import re

from cauce.ai.embedded.wording import Wording

_DAYS = (
    r"(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|segunda|terca|quarta|quinta|sexta|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?:-feira| feira)?"
)
_MONTHS = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|"
    r"diciembre|january|february|march|april|june|july|august|september|october|november|december|"
    r"janeiro|fevereiro|marco|maio|junho|julho|setembro|outubro|novembro|dezembro)"
)
_PART = (
    r"(?:\s+(?:en la|por la|a la|de la|in the|de|pela|a)?\s?(?:manana|tarde|noche|mediodia|morning|"
    r"afternoon|evening|night|manha|noite|temprano|cedo|a primera hora))?"
)
_LEAD = (
    r"(?:(?:para|pa|pra|antes de|antes del|before|by|on|desde|hasta|until|from|ate|since|for|"
    r"del|el|la|o|a|no|na|este|esta|esse|essa|this|next|the|proximo|proxima|otro|otra|que vem)\s+)*"
)
_PATTERNS = (
    rf"(?:antes del?|before|by|para|pra|hasta|ate)?\s?(?:el|o|dia|on|the)?\s?\b\d{{1,2}}(?:st|nd|"
    rf"rd|th)?"
    rf"\s+(?:de\s+|of\s+)?{_MONTHS}\b(?:\s+(?:de|del)?\s?\d{{4}})?",
    rf"\b(?:may|{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?",
    r"\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b(?!\s*(?:r\d|pulg|de pulg))",
    r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}-\d{1,2}-\d{4}\b",
    rf"(?<![a-z])(?:este|esse|this|next|el proximo|proximo|on|el|la proxima|na proxima|na|no|nesta|"
    rf"nessa|esta|essa|para el|by)\s+(?:proximo\s+|proxima\s+)?{_DAYS}\b(?:\s+\d{{1,2}}\b)?{_PART}",
    rf"\b(?:para|pra|ate|by|hasta|del|for)\s+(?:o\s+|el\s+|la\s+)?{_DAYS}\b{_PART}",
    r"\b(?:hoy|hoje|today)\b(?:\s+(?:mismo|mesmo))?" + _PART,
    r"\b(?:pasado manana|depois de amanha|day after tomorrow|manana mismo)\b" + _PART,
    r"(?<!la )(?<!en la )(?<!por la )(?<!de la )\b(?:manana|amanha|tomorrow|tmrw)\b" + _PART,
    r"\b(?:esta|essa|esa|nesta|nessa|this|next|la proxima|la otra|la|proxima|na proxima)\s+"
    r"(?:semana(?: que viene| entrante| proxima| que vem)?|week|weekend|quincena)\b",
    r"\b(?:semana que vem|semana que viene|fin de semana|fim de semana|end of the month|fin de mes|"
    r"final do mes|fim do mes|esta noche|esta tarde|hoje a noite|tonight|this afternoon|"
    r"esta noite|mes que viene|proximo mes|mes que vem|next month|este mes|this month|"
    r"fin de ano)\b",
    r"\b(?:navidad|ano nuevo|semana santa|dia de la madre|dia das maes|dia del padre|christmas|"
    r"new year|natal|black friday|halloween|carnaval|carnavales|san valentin|fiestas patrias)\b",
    r"\b(?:en|em|in|within)\s+(?:\d{1,3}|un|una|dos|tres|two|three|duas|dois|um|uma)\s+"
    r"(?:dias?|days?|horas?|hours?|semanas?|weeks?|meses|mes|months?|minutos?|minutes?)\b",
    r"\b(?:antes del|antes do dia|para el|el dia|dia|el|by the|before the|on the)\s+\d{1,2}(?:st|"
    r"nd|rd|th)?"
    r"\b(?!\s*(?:%|/|:|[a-z]*(?:mil|gb|pulgadas|k\b|cuotas|por ciento)))",
    r"\b(?:a las?|as|at)\s+\d{1,2}(?::\d{2}|h\d{0,2})?(?:\s?(?:am|pm|hs|hrs|h))?\b|"
    r"\b\d{1,2}(?::\d{2})?\s?(?:am|pm)\b",
    rf"\b(?:en|em|in)\s+{_MONTHS}\b|\b{_DAYS}\b{_PART}",
    rf"\b{_MONTHS}\b",
)
_DATES = tuple(re.compile(pattern) for pattern in _PATTERNS)
_PAST = re.compile(r"(?:desde|since|hace|ago|ayer|pasado|passado|last|compre|bought|comprei)\s*$")


_BEHIND = re.compile(r"\s?(?:pasad|passad|ultim)")


def find_date(wording: Wording) -> str | None:
    """The most definite date; one that lies in the past is taken only if there is no other."""
    folded = wording.folded
    past: str | None = None
    for pattern in _DATES:
        for match in pattern.finditer(folded):
            found = wording.text[match.start() : match.end()].strip()
            behind = _BEHIND.match(folded, match.end())
            if behind or _PAST.search(folded[max(0, match.start() - 20) : match.start()]):
                past = past or found
            elif found:
                return found
    return past
