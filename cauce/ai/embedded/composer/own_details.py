"""What people give of themselves or of us: a name, a number, an e-mail, a link to our own page."""

import re

from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.search.terms import common_words
from cauce.ai.embedded.wording import fold
from cauce.core.business import Knowledge

_EMAIL = re.compile(r"\S+@\S+\.[a-z]{2,}\S*", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([^/\s?#:]+)", re.IGNORECASE)
_PHONE = re.compile(r"\+?\d[\d\s().-]{5,}\d")
_INTRODUCES = re.compile(
    r"\b(?:me llamo|mi nombre(?: completo)? es|soy|a nombre de|my name is|my name's|name is|i am|"
    r"i'm|this is|meu nome e|me chamo|em nome de|nombre|name|nome)\b\W*"
)
_GLUE = re.compile(
    r"\b(?:y|e|and|mi|mis|my|meu|minha|o|a|el|la|es|is|tel|telefono|cel|celular|numero|whatsapp|"
    r"phone|number|fone|telefone|correo|email|mail|cedula|hola|buenas|hi|hello|oi|ola|tambien|"
    r"gracias|please|por favor)\b"
)
# Words no name has: with one of these it is looked at as any other message.
_COMMANDS = re.compile(
    r"ignor|olvid|forget|esquec|system|sistema|prompt|instruc|reglas?\b|rules?\b|regras?\b|"
    r"admin|developer|desarrollador|\bmod[eo]\b|descuento|discount|desconto|gratis|\bfree\b|"
    r"reveal|revel|bypass|overrid|\broot\b|sudo|select|drop|script|passw|contrasen|senha|"
    r"https?:|<|>|\{|\}|=|ceo\b|gerente|manager|due[nñ]o|owner|empleado|soporte|support|program"
)
_LONGEST_NAME = 5
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def only_details(scene: Scene) -> bool:
    """A bare name, telephone, e-mail or link of ours bends no rule, whatever it looks like."""
    text = _without_own_links(scene.seen.text, scene.knowledge)
    rest = fold(_PHONE.sub(" ", _EMAIL.sub(" ", text)))
    if _COMMANDS.search(rest):
        return False
    gave = rest != fold(scene.seen.text) or bool(_INTRODUCES.search(rest))
    words = _LETTERS.findall(_GLUE.sub(" ", _INTRODUCES.sub(" ", rest)))
    if len(words) > _LONGEST_NAME or any(word in common_words() for word in words):
        return False
    return gave or _proper(text)


def _proper(text: str) -> bool:
    """ "Laura Paz Jiménez": every word with a capital, and nothing else."""
    words = text.split()
    return 1 < len(words) <= _LONGEST_NAME and all(
        word[0].isupper() and _LETTERS.fullmatch(word.strip(",.")) for word in words
    )


def _without_own_links(text: str, knowledge: Knowledge) -> str:
    return _LINK.sub(lambda link: " " if _ours(link.group(), knowledge) else link.group(), text)


def _ours(link: str, knowledge: Knowledge) -> bool:
    website = knowledge.profile.contacts.get("website", "")
    pages = (website, *(one.link for one in knowledge.products if one.link))
    own = {_host(page) for page in pages if page}
    return _host(link) in own


def _host(link: str) -> str:
    found = _HOST.match(link)
    return found.group(1).casefold() if found else ""
