"""What customers write while an order is put together: how many, and in whose name."""

import re
from collections.abc import Sequence

from cauce.ai.embedded.composer.personal import (
    LONGEST_NAME,
    NO_GOODS,
    PARTICLES,
    TOWNS_AND_NAMES,
    impersonal,
    invoice_name,
    own_name,
    phones_in,
)
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.search.terms import common_words
from cauce.ai.embedded.wording import fold
from cauce.core.counts import counts_in
from cauce.core.spelling import plain as folded

_LEADING_YES = re.compile(
    r"^(?:(?:s[ií]|yes|sim|claro|ok|okay|dale|listo|perfecto|confirmo|confirmed|i confirm|correcto|"
    r"confirmado|confirm)[\s,.!]+)+",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r"[^,;\n\d:/|()]+")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MOST_UNITS = 999
# What a message may hold besides a number that counts: "mejor solo 1", "que sean 2", "ok 12".
_AROUND_TEXT = (
    "mejor solo solamente nomas entonces que sean seria serian fueran fuera ok okey okay "
    "vale bueno si no dame deme ponme pon son y e and de esos esas ellos quiero llevo "
    "llevaria pido pidiera cambia cambialo cambiala cambiame cambiar a por para las los la "
    "lo unidad unidades just only make it then actually instead units pieces i want take id "
    "like ill yes entao so apenas melhor quero levo sao seja sejam faz uns unas rather lets "
    "please porfa porfavor favor pls cantidad ya pero prefiero them those of mais como "
    "cuanto cuantos quanto how much for what if se um saldrian saldria costarian me te "
    "otros iguales in total"
)
_AROUND = frozenset(_AROUND_TEXT.split())


def units_told(scene: Scene) -> int | None:
    """How many are wanted now, when the message is about nothing but that."""
    words = scene.seen.wording.words
    written = {place: (count, last) for count, place, last in counts_in(words)}
    numbers: list[int] = []
    rest: set[str] = set()
    place = 0
    while place < len(words):
        count, last = written.get(place, (_digits(words[place]), place))
        if count is None:
            rest.add(words[place])
        else:
            numbers.append(count)
        place = last + 1
    if len(numbers) == 1 and rest <= _AROUND:
        return numbers[0]
    return scene.seen.quantity


def _digits(word: str) -> int | None:
    return int(word) if word.isdecimal() and 0 < int(word) <= _MOST_UNITS else None


def number_told(scene: Scene) -> str | None:
    """A telephone number the customer leaves, for the people who deliver."""
    return next(phones_in(scene.seen.text), None)


def name_told(scene: Scene) -> str | None:
    """A name for the order, when it is given or when the summary asked for it."""
    text = scene.seen.text
    if invoice_name(text) is not None and own_name(text) is None:
        return None
    told = own_name(text) or scene.brief.reading.entities.person
    if told:
        return told
    confirming = scene.memory.stage == "confirming"
    waits = confirming and scene.brief.memory.pending in ("confirm", "resume", "name")
    in_a_row = scene.brief.memory.pending in ("delivery", "city", "take_order", "confirm")
    details = in_a_row and any(phones_in(text)) and scene.seen.city is not None
    return _bare_name(scene) if (waits or details) and not scene.seen.question else None


def _bare_name(scene: Scene) -> str | None:
    """ "Juan Pérez, 6123-4567", "sí, Ana Gómez", "ana gomez": the part that can be a name."""
    text = impersonal(_LEADING_YES.sub("", scene.seen.text.strip()))
    for part in _SEGMENT.findall(text):
        words = _LETTERS.findall(part)
        plain = [fold(word) for word in words if fold(word) not in PARTICLES]
        if plain and _can_be_name(scene, words, plain):
            proper = all(word[0].isupper() for word in words if fold(word) not in PARTICLES)
            return " ".join(
                word if proper or fold(word) in PARTICLES else word.capitalize() for word in words
            )
    return None


def _can_be_name(scene: Scene, words: Sequence[str], plain: Sequence[str]) -> bool:
    if len(words) > LONGEST_NAME or NO_GOODS.intersection(plain):
        return False
    if fold(words[0]) in PARTICLES or any(word in common_words() for word in plain):
        return False
    with_number = any(phones_in(scene.seen.text))
    has_name = scene.memory.customer_name is not None or scene.brief.customer.name is not None
    if " ".join(plain) in TOWNS_AND_NAMES and len(scene.seen.wording.words) == 1:
        return not has_name and scene.memory.stage == "confirming"
    if _is_city(scene, words) and not (with_number and len(plain) > 1):
        return False
    proper = all(word[0].isupper() for word in words if fold(word) not in PARTICLES)
    known = any(scene.index.products.knows(word) for word in plain)
    silent = not scene.seen.flags - {"it", "yes", "confirm"}
    if (len(plain) == 1 and not with_number) or not (proper or silent):
        return False
    if known and not (proper and with_number):
        return False
    return with_number or not has_name


def _is_city(scene: Scene, words: Sequence[str]) -> bool:
    said = fold(" ".join(words))
    known = {folded(rate.city) for rate in scene.profile.shipping}
    return said in known or (scene.seen.city is not None and fold(scene.seen.city) == said)
