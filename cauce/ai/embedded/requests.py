"""What a customer demands of us: a person, their rights, or to be left alone.

The trained answer alone is never enough for any of the three in a few words: "sí", a name or a
number answers what we asked, and says nothing else.
"""

import re

from cauce.ai.embedded.phrases import Hit
from cauce.ai.embedded.seen import Seen
from cauce.ai.embedded.wording import read_wording
from cauce.core.identity import asks_if_machine
from cauce.core.labels import INTENTS, OptOut

_ALONE_WORDS, BARE_WORDS = 3, 3
# How likely a demand must be when it is said in so many words, and when it is only guessed.
_SAID, _UNSAID, _UNSAID_BY_FAR, _UNSAID_LEGAL = 0.12, 0.72, 0.95, 0.65
# How likely an opt-out must be: less so when it is said in so many words.
_SUSPECT, _SUSPECT_SOME, _SUSPECT_OUTRIGHT = 0.35, 0.25, 0.2
_SOME_WEIGHT = 1.4
# These stop words are also answers to a choice that we offered in the same words.
_OFFERS = re.compile(
    r"\b(?:publicidad\w*|promo\w*|ofertas?|anuncios?|ads?|offers?|advert\w*|propagandas?|catalogos?)\b"
)
_MESSAGES = re.compile(
    r"\b(?:mensaj\w*|mensag\w*|messag\w*|texts?|escrib\w*|contact\w*|llam\w*|numero|datos|baja|"
    r"nada|anything|everything|all|todo|lista|list|unsubscribe)\b"
)
# A number that is given, or which of theirs will ring, asks for nobody.
_GIVES_NUMBER = re.compile(
    r"\b(?:mi|my|meu) (?:\w+ )?(?:tel|telefono|cel|celular|numero|whatsapp|phone|number|cell|fone|"
    r"telefone)(?: (?:phone|number|de \w+))?(?: (?:es|is|e))?\W{0,3}\+?\d|"
    r"\b(?:a|de|desde|from|which|what|em|qual|que) (?:que |cual |which |what |qual )?"
    r"(?:telefono|numero|phone|number|telefone)\b.{0,25}\b(?:llam\w+|call\w*|lig\w+|escrib\w+|text)\b"
)
_STOP_ONLY = frozenset(("stop", "stopall", "unsubscribe"))


def wants_person(seen: Seen) -> bool:
    chance = seen.judgement.chance("asks", "person")
    if _GIVES_NUMBER.search(seen.wording.folded) and not seen.has("wants_person", "person"):
        return False
    asked = any(not seen.negated(hit) for hit in seen.hits.get("wants_person", ()))
    # "¿Eres humana?" deserves the truth first; a person comes if that is what they want.
    if asks_if_machine(seen.wording.text):
        return False
    if _is_bare(seen) and not (asked or seen.has("person")):
        return False
    # "hablar con mi jefe" asks nobody for a person.
    if seen.has("not_person", "objection.authority"):
        return chance > _UNSAID_BY_FAR
    return chance > (_SAID if asked else _UNSAID)


def is_legal(seen: Seen) -> bool:
    chance = seen.judgement.chance("asks", "legal")
    if seen.has("legal"):
        return chance > _SAID
    return not _is_bare(seen) and chance > _UNSAID_LEGAL


def read_opt_out(seen: Seen, last_agent_message: str | None = None) -> OptOut:
    """A bare STOP word, an outright demand, then the trained answer where the words allow it."""
    if seen.has("keep_going"):
        outright = some = False
    else:
        if _stop_word_alone(seen, last_agent_message):
            return "yes"
        outright, some = seen.has("stop_all"), seen.has("stop_some")
    if not (outright or some or _names_what_is_to_stop(seen)):
        return "no"
    asks_for_something = seen.has(*(f"certain.{intent}" for intent in INTENTS))
    if not outright and (seen.has("idle") or (asks_for_something and not some)):
        return "no"
    chances = seen.judgement.values("opt_out")
    suspect = _SUSPECT_OUTRIGHT if outright else _SUSPECT_SOME if some else _SUSPECT
    if chances["yes"] + chances["partial"] < suspect:
        return "no"
    in_part = chances["partial"] * (_SOME_WEIGHT if some else 1.0)
    return "partial" if in_part > chances["yes"] or _only_offers(seen) else "yes"


def _only_offers(seen: Seen) -> bool:
    """ "dejen de mandar promociones, ¿y cuánto cuesta la tele?" still talks with us."""
    text = seen.wording.folded
    return "?" in text and bool(_OFFERS.search(text)) and not _MESSAGES.search(text)


def _is_bare(seen: Seen) -> bool:
    return len(seen.wording.words) <= BARE_WORDS


def _stop_word_alone(seen: Seen, last_agent_message: str | None) -> bool:
    words = seen.wording.words
    stops = seen.hits.get("stop_word", ())
    if not stops or len(words) > _ALONE_WORDS or "?" in seen.wording.text:
        return False
    if _answers_our_choice(words, stops, last_agent_message):
        return False
    return len(stops) == len(words) or seen.has("positive")


def _answers_our_choice(
    words: tuple[str, ...], stops: tuple[Hit, ...], last_agent_message: str | None
) -> bool:
    """ "cancelar" after "¿Confirmas o prefieres cancelar la cita?" is about the appointment."""
    said = {words[hit.first] for hit in stops}
    if not last_agent_message or said & _STOP_ONLY:
        return False
    offered = read_wording(last_agent_message).words
    return bool(said & set(offered)) and not any(
        word.startswith(("mensa", "messag", "notific", "aviso", "suscri", "promo"))
        for word in offered
    )


def _names_what_is_to_stop(seen: Seen) -> bool:
    """A word of stopping and a word for what is to stop, in one sentence."""
    sentences = seen.wording.sentences
    acts = {sentences[hit.first] for hit in seen.hits.get("stop_act", ())}
    objects = {sentences[hit.first] for hit in seen.hits.get("stop_object", ())}
    return bool(acts & objects)
