"""The sensible assistant behind every vendor: looks something up once, then answers from it."""

import json
import re
from typing import Any, Final

from cauce.core.spelling import plain
from cauce.sandbox.models.asked import Asked, Called, Said, Tool
from cauce.sandbox.models.filling import fill

# What it says when told to be wrong: fits every form, and no record holds any of it.
FALSEHOODS: Final = (
    "Cuesta $1.11, quedan 987 unidades, tiene 90 % de descuento y se paga en "
    "https://pagos-rapidos.example/xyz"
)
_LOOKS_UP = ("search", "find", "look")
_GIVES_THE_ANSWER = ("answer", "final_result", "respond")
_FORM = ("text", "answer", "reply", "message")
_FIGURE = re.compile(r"\d+")
_LANGUAGES = {
    "pt": re.compile(r"\b(?:voce|voces|quanto custa|obrigad[oa]|frete|tem|quero|preciso|oi|ola)\b"),
    "en": re.compile(r"\b(?:the|you|how|much|is|do|does|have|want|hello|hi|need|price|i)\b"),
}
_INTENTS = (
    ("complaint", r"\b(?:queja|reclamo|molest\w+|terrible|complain\w*|pessimo|horrible)\b"),
    ("delivery_tracking", r"\b(?:mi pedido|my order|meu pedido|rastre\w+|tracking|donde esta)\b"),
    ("refund_request", r"\b(?:reembolso|devolucion|refund|money back|estorno)\b"),
    ("pricing_question", r"\b(?:cuanto|precio|how much|price|quanto|preco|descuento|discount)\b"),
    ("purchase_inquiry", r"\b(?:quiero|comprar|busco|want|buy|need|quero|preciso)\b"),
    ("product_info", r"\b(?:tienen|tiene|hay|have|tem|garantia|warranty)\b"),
)
_SENTENCES = {
    "es": ("{name} cuesta {price}.", "Con gusto le ayudo. ¿Qué está buscando?"),
    "en": ("{name} costs {price}.", "Happy to help. What are you looking for?"),
    "pt": ("{name} custa {price}.", "Posso ajudar. O que você procura?"),
}


def think(asked: Asked) -> Said:
    """A call of a tool that looks things up, or an answer in the form that was asked for."""
    lookup = _lookup(asked)
    if lookup is not None and lookup.name not in {turn.tool for turn in asked.told}:
        words = asked.last_words[:200]
        named = dict.fromkeys(("words", "query", "question", "text"), words)
        return Said(calls=(Called(lookup.name, fill(lookup.schema, named)),))
    return in_form(asked, _sentence(asked))


def think_wrongly(asked: Asked) -> Said:
    """As the form wants it, and untrue."""
    return in_form(asked, FALSEHOODS)


def in_form(asked: Asked, sentence: str) -> Said:
    """The sentence as the request wants its answer: a filled form, or just text."""
    words: dict[str, Any] = {
        **dict.fromkeys(_FORM, sentence),
        "language": language_of(asked.last_words),
        "intent": _intent(asked.last_words),
        "sum": sum(int(one) for one in _FIGURE.findall(asked.last_words)),
    }
    if asked.schema is not None:
        return Said(text=json.dumps(fill(asked.schema, words), ensure_ascii=False))
    if asked.tools and (asked.must_call or asked.tools[-1].name in _GIVES_THE_ANSWER):
        form = asked.tools[-1]
        return Said(calls=(Called(form.name, fill(form.schema, words)),))
    return Said(text=sentence)


def cut_off(said: Said) -> Said:
    """What is left of an answer when the limit of tokens ends it in the middle."""
    if said.calls:
        first = said.calls[0]
        return Said(calls=(Called(first.name, {"cut": True}),), cut_short=True)
    return Said(text=said.text[: max(1, len(said.text) // 2)], cut_short=True)


def language_of(text: str) -> str:
    folded = plain(text)
    counts = {name: len(marks.findall(folded)) for name, marks in _LANGUAGES.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > 1 or (counts[best] and len(folded.split()) < 4) else "es"


def _lookup(asked: Asked) -> Tool | None:
    return next((one for one in asked.tools if one.name.startswith(_LOOKS_UP)), None)


def _intent(text: str) -> str:
    folded = plain(text)
    found = (name for name, marks in _INTENTS if re.search(marks, folded))
    return next(found, "general_inquiry")


def _sentence(asked: Asked) -> str:
    of_thing, otherwise = _SENTENCES[language_of(asked.last_words)]
    for turn in asked.told:
        thing = _first_thing(turn.text)
        if thing is not None:
            return of_thing.format(name=thing["name"], price=thing["price"])
    return otherwise


def _first_thing(told: str) -> dict[str, Any] | None:
    """The first row of a tool's answer that has a name and a price."""
    try:
        rows = json.loads(told)
    except json.JSONDecodeError:
        return None
    pending = [rows]
    while pending:
        row = pending.pop(0)
        if isinstance(row, dict):
            if "name" in row and "price" in row:
                return row
            pending += row.values()
        elif isinstance(row, list):
            pending += row
    return None
