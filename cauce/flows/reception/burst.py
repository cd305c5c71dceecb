"""When to answer: at once if the thought is whole, a little later if more of it is coming."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from cauce.core.spelling import plain


def _words_of(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# All words here are without accents. A message made of nothing but openings and courtesy
# announces something still to come: "hola buenas tardes", "hi, I would like", "oi, queria".
_OPENINGS = _words_of(
    "hola ola holi buenas buenos buen saludos hey ey alo tal disculpa disculpe disculpen perdon",
    "oye oiga mira mire queria quiero quisiera necesito busco tengo consulta pregunta duda",
    "hi hello good sorry excuse question want need wanted like looking have",
    "oi oie opa bom boa desculpa desculpe licenca pergunta quero preciso procuro gostaria tenho",
)
_COURTESY = _words_of(
    "dia dias tardes noches que como esta estas estan todo bien senor senora amigo amiga equipo yo",
    "una un hacer hacerle hacerles hacerte saber solo me les le te por favor",
    "morning afternoon evening there how are you doing i am would to a quick one just ask for",
    "tarde noite tudo bem com moco moca gente eu uma um fazer so de",
)
# Words after which a sentence cannot end: what they point at has not been said yet.
_UNFINISHED = _words_of(
    "y e o u pero porque pues entonces que cuando aunque sino ademas de del la las los el un unos",
    "unas en con sin para por a al mi mis tu su sus",
    "and or but because that if when although then the an of in on at with without for to from my",
    "your our i",
    "mas nem ou porque entao quando embora do da dos das os as uns umas na nos nas com sem pra pro",
    "ao meu minha seu sua eu",
)
_MORE_COMES = re.compile(r"(?:[,:;\-–—(]|\.\.\.?|…)$")
_SENTENCE_ENDS = re.compile(r"[?!.)]$")
_WORD = re.compile(r"[a-z]+")


def burst_wait(
    texts: Sequence[str],
    last_at: datetime,
    typing_until: datetime | None,
    now: datetime,
    longest: float,
) -> datetime | None:
    """When to look again, or None to answer at once.

    `longest` seconds after the last message nobody is kept waiting, whatever it looks like.
    """
    deadline = last_at + timedelta(seconds=longest)
    if now >= deadline:
        return None
    if typing_until is not None and typing_until > now:
        return min(typing_until, deadline)
    return deadline if unfinished(texts) else None


def unfinished(texts: Sequence[str]) -> bool:
    """Whether the messages so far look like the beginning of something."""
    said = [text.strip() for text in texts if text.strip()]
    if not said:
        return False
    if _only_opens(said):
        return True
    last = said[-1]
    if _MORE_COMES.search(last):
        return True
    if _SENTENCE_ENDS.search(last):
        return False
    words = _words(last)
    if not words or last[-1].isdigit():
        return False
    return words[-1] in _UNFINISHED


def _only_opens(said: Sequence[str]) -> bool:
    words = [word for text in said for word in _words(text)]
    opens = any(word in _OPENINGS for word in words)
    return opens and all(word in _OPENINGS or word in _COURTESY for word in words)


def _words(text: str) -> list[str]:
    return _WORD.findall(plain(text))
