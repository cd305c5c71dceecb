"""Somebody hurt or in great pain: how they say it."""

import re
from dataclasses import dataclass

from cauce.core.dialogue import Source
from cauce.core.spelling import plain

_BODY = (
    r"cara|rostro|cachete|mejilla|mandibula|encia\w*|boca|muela\w*|dientes?|cuello|garganta|face|"
    r"cheek|jaw|gums?|mouth|tooth|teeth|neck|throat|rosto|bochecha|gengiva\w*|pescoco"
)
_GAP = r"(?:\W+\w+){0,4}?\W+"
_HURT = re.compile(
    rf"\b(?:{_BODY}){_GAP}(?:hinchad\w*|hinch[oa]\w*|inflamad\w*|inflam[oa]\w*|inchad\w*|inchou|"
    rf"swollen|swelling|swelled)|\b(?:hinch\w+|inflam\w+|inchaco|inchou|swollen|swelling){_GAP}"
    rf"(?:{_BODY})\b|"
    rf"\b(?:sangr\w+|hemorragia|bleed\w*|sangramento){_GAP}(?:no (?:para|se detiene|cede|paraba)|"
    rf"sin parar|nao para|sem parar|wont stop|won't stop|not stop\w*|doesn't stop|nonstop|mucho|"
    rf"muito|a lot)|\b(?:no|nao)(?: me)?(?: deja| dejo| para| paro)? de sangrar|"
    r"\bwon'?t stop bleeding|"
    rf"\bhemorrag\w+|"
    rf"\b(?:cayo|caido|saco|salio|salto|perdi\w*|tumb\w+|avuls\w+|quebr\w+|partio|rompio|arranc\w+|"
    rf"caiu|knocked|lost|broke|broken|chipped){_GAP}(?:un |el |mi |a |the |my |um |o |meu )?"
    rf"(?:dientes?|muelas?|tooth|teeth|dentes?)\b{_GAP}?(?:.{{0,40}}\b(?:golpe|caida|accidente|"
    rf"pelota|blow|fall|fell|accident|ball|batida|queda|acidente)\b)|"
    r"\b(?:golpe|caida|accidente|cayo|golpeo|fell|hit (?:his|her|my|the)|accident|batida|queda|"
    r"caiu|bateu|acidente)\b"
    rf".{{0,40}}\b(?:dientes?|muelas?|tooth|teeth|dentes?)\b|"
    rf"\bknocked[ -]?out (?:\w+ )?(?:tooth|teeth)|\b(?:tooth|teeth)\b.{{0,20}}\bknocked out|"
    rf"\b(?:no puedo|me cuesta|dificultad para|can'?t|cannot|hard to|trouble|nao consigo|"
    rf"dificuldade para) (?:bien )?(?:respir\w+|tragar|breath\w*|swallow\w*|engolir)|"
    rf"\b(?:fiebre|fever|febre)\b.{{0,60}}\b(?:{_BODY}|dolor|pain|dor|hinch\w+|swollen|inchad\w*)|"
    rf"\b(?:{_BODY}|dolor|pain|dor|hinch\w+|swollen|inchad\w*)\b.{{0,60}}\b(?:fiebre|fever|febre)\b|"
    rf"\b(?:absceso|abscess|abscesso|flemon|pus)\b"
)
# "¿Qué hago si se me cae un diente?" asks about a case that has not happened.
_SUPPOSED = re.compile(
    r"^\W*(?:y )?(?:que pasa|que hago|que debo hacer|what if|e se|o que faco) si?\b"
)
# Pain of one's own, not what a treatment may cause: "¿duele mucho la limpieza?" asks.
_IN_PAIN = re.compile(
    r"\b(?:me|le|nos)(?: esta[n]?)?(?: \w+){0,2} (?:duele\w*|doliendo)|"
    r"\b(?:tengo|tiene|tenemos|traigo|siento|siente|con|sufro|aguanto|soporto|amaneci con)"
    r"(?: \w+){0,3} dolor(?:es)?\b|\badolorid[oa]\b|\bdolor(?: de \w+)? (?:muy )?(?:fuert\w*|"
    r"terrible|horrible|insoportable|intens[oa])|"
    r"\b(?:i have|i've got|i got|has|having|in|stand|with)(?: \w+){0,3} "
    r"(?:pain|ache|tooth ?ache)\b|"
    r"\b(?:my|his|her)(?: \w+){1,2} (?:hurts?|aches?|is (?:hurting|aching|killing))\b|\bit hurts\b|"
    r"\b(?:terrible|horrible|bad|severe|awful|unbearable|strong) (?:tooth ?ache|pain)\b|"
    r"\b(?:estou|to|tou|tenho|com|sinto|sentindo|aguento)(?: \w+){0,3} dor(?:es)?\b|"
    r"\b(?:meu|minha)(?: \w+){1,2} (?:doi|doendo)\b|\b(?:ta|esta) doendo\b|"
    r"\bdor(?: de \w+)? (?:muito |bem )?(?:forte|insuportavel|terrivel|horrivel|intensa)"
)
_CANNOT_WAIT = re.compile(
    r"\b(?:much[oa]|muchisim[oa]|demasiado|fuert\w*|terrible|horrible|insoportable|intens[oa]|"
    r"tremendo|espantoso|aguanto|soporto|mata(?:ndo)?|no puedo|urgen\w+|emergenc\w+|hoy|ahora|"
    r"cuanto antes|lo antes posible|so (?:bad|much)|really bad|badly|bad|a lot|severe|awful|strong|"
    r"unbearable|killing|excruciating|can'?t|cannot|today|now|asap|right away|as soon as possible|"
    r"muit[oa]|demais|forte|insuportavel|terrivel|horrivel|aguento|nao consigo|hoje|agora)\b"
)
# What hurts the purse, what a treatment might cause, and what is over need no first aid.
_OTHER_PAIN = re.compile(
    r"\b(?:duele\w*|hurts?|doi)(?: \w+){0,2} (?:gastar|pagar|el precio|el bolsillo|"
    r"to (?:pay|spend)|"
    r"o preco|o bolso)\b|\b(?:da|causa|produce|provoca|deja|causes?|sin|sem|without|"
    r"ya no|no longer)"
    r"(?: \w+){0,2} (?:dolor|duele|pain|dor)\b|\bno (?:me |le )?(?:duele|tengo dolor)|\bdoler\w*"
)


@dataclass(frozen=True, slots=True)
class Advice:
    """What the business says to do in an urgent case, and the rows that say so."""

    text: str
    sources: tuple[Source, ...]


def is_hurt(text: str) -> bool:
    """Whether a body is hurt or ill in a way that cannot wait."""
    words = plain(text)
    if _SUPPOSED.search(words):
        return False
    return bool(_HURT.search(words)) or _in_great_pain(words)


def _in_great_pain(words: str) -> bool:
    """Pain that is strong, or for which help is asked at once."""
    hurts = _IN_PAIN.search(words) and not _OTHER_PAIN.search(words)
    return bool(hurts and _CANNOT_WAIT.search(words))
