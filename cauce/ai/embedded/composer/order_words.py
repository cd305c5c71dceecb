"""What customers write while an order is put together: how many, and in whose name."""

import re

from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.search.terms import common_words
from cauce.ai.embedded.wording import fold
from cauce.core.counts import counts_in

_NAMED = re.compile(
    r"(?:a nombre de|me llamo|mi nombre es|soy|my name is|name is|i am|i'm|under the name of|"
    r"em nome de|meu nome é|me chamo|nome:|nombre:|name:)\s+"
    r"([A-ZÁÉÍÓÚÑÂÊÔÃÕÇa-zà-ÿ]+(?:\s+(?:de|del|la|da|dos|[A-ZÁÉÍÓÚÑÂÊÔÃÕÇ])[\wÀ-ÿ]*){0,4})",
    re.IGNORECASE,
)
_LEADING_YES = re.compile(
    r"^(?:s[ií]|yes|sim|claro|ok|okay|dale|listo|perfecto|confirmo|correcto)[\s,.!]+", re.IGNORECASE
)
_PHONE = re.compile(r"\+?\d[\d\s().-]{5,}\d")
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_NOT_NAMES = re.compile(
    r"\b(?:mi|my|meu|tel|telefono|cel|celular|numero|whatsapp|phone|number|fone|correo|email|es|is)"
    r"\b\.?:?",
    re.IGNORECASE,
)
_PARTICLES = frozenset({"de", "del", "la", "las", "los", "da", "das", "do", "dos", "y", "e"})
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LONGEST_NAME = 5
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


def name_told(scene: Scene) -> str | None:
    """A name for the order, when it is given or when the summary asked for it."""
    told = scene.brief.reading.entities.person
    if told:
        return told
    found = _NAMED.search(scene.seen.text)
    if found is not None and fold(found.group(1).split()[0]) not in common_words():
        return found.group(1).strip()
    waits = scene.brief.memory.pending in ("confirm", "resume", "name")
    if waits and scene.memory.stage == "confirming" and not scene.seen.question:
        return _bare_name(scene)
    return None


def _bare_name(scene: Scene) -> str | None:
    """ "Juan Pérez, 6123-4567", "sí, Ana Gómez", "ana gomez": a name and nothing else."""
    text = _LEADING_YES.sub("", scene.seen.text.strip())
    rest = _EMAIL.sub(" ", _PHONE.sub(" ", text))
    with_number = rest != text
    words = _LETTERS.findall(_NOT_NAMES.sub(" ", rest) if with_number else rest)
    plain = [fold(word) for word in words if fold(word) not in _PARTICLES]
    if not plain or len(words) > _LONGEST_NAME or any(word in common_words() for word in plain):
        return None
    proper = all(word[0].isupper() for word in words if fold(word) not in _PARTICLES)
    known = any(scene.index.products.knows(word) for word in plain)
    alone = len(plain) == 1 and not with_number
    silent = not scene.seen.flags - {"it"}
    if alone or (known and not (proper and with_number)) or not (proper or silent):
        return None
    has_name = scene.memory.customer_name is not None or scene.brief.customer.name is not None
    if has_name and not with_number:
        return None
    return " ".join(
        word if proper or fold(word) in _PARTICLES else word.capitalize() for word in words
    )


def number_told(scene: Scene) -> str | None:
    """A telephone number the customer leaves, for the people who deliver."""
    told = scene.brief.reading.entities.phone
    found = _PHONE.search(scene.seen.text)
    return told or (found.group().strip() if found else None)
