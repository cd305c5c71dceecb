"""A person's rights over what we know of them: to have it erased, to see it, to take it along."""

import re

from cauce.core.spelling import plain

_ERASE = (
    r"(?:borr|elimin|suprim|destru)(?:a|e|o|an|en|ar|as|es|ir|ame|enme|arme|adme|uyan|uye|an?me)\w*|"
    r"delet(?:e|ed|ing)|eras(?:e|ed|ing)|wip(?:e|ed|ing)|remov(?:e|ed|ing)|"
    r"apag(?:a|ar|ue|uem|uen|aram)|exclu(?:a|am|ir|i)|delet(?:a|ar|em)|remov(?:a|am|er)"
)
_DATA = (
    r"datos|data|dados|information|informacion|informacao|informacoes|info|"
    r"registros? personal\w*|personal records?|registros? pessoa\w*"
)
_ACCOUNT = r"cuenta|perfil|account|profile|conta|cadastro"
_OWN = r"mis|mi|my|meus?|minhas?"
_THING = (
    r"(?:celular|telefono movil|movil|laptop|portatil|compu\w*|pc|disco|usb|tablet|tableta|"
    r"notebook|phone|computer|drive|disk|device|equipo|aparelho|hd|memoria|memory|consola|televisor|tv)\b"
)
_OF_ME = (
    rf"personal\w*|pessoa\w*|(?:sobre|de|about|on|acerca de) (?:mi|me|mim)\b(?! {_THING})|"
    r"(?:que|you) (?:\w+ ){0,3}?(?:tienen|tengan|guardan|have|hold|keep|store|tem|guardam) "
)
_FAR, _NEAR = r"(?:\W+\w+){0,4}?\W+", r"(?:\W+\w+){0,2}?\W+"
# "Borra los datos del celular" is work on a thing, and no wish about a record of ours.
_OF_THINGS = re.compile(
    r"\b(?:de|del|da|do|en|from|on|of|in|na|no) (?:(?:el|la|mi|the|my|o|a|meu|minha|este|this) )?"
    + _THING
)
_WISHES = re.compile(
    rf"\b(?:{_ERASE}){_NEAR}(?:{_OWN}) (?:\w+ )?(?:{_DATA}|{_ACCOUNT})\b|"
    rf"\b(?:{_ERASE}){_FAR}(?:{_DATA})\W+(?:{_OF_ME})|"
    rf"\b(?:{_ERASE}){_FAR}(?:personal|dados pessoais) (?:{_DATA})\b|"
    rf"\b(?:{_OWN}) (?:{_DATA}|{_ACCOUNT})(?: \w+)? (?:\w+ ){{0,3}}?(?:{_ERASE}|borrad\w+|"
    r"eliminad\w+|apagad\w+|excluid\w+)|"
    rf"\b(?:{_ERASE}) (?:todo|tudo|everything|all|toda la informacion) (?:lo )?(?:\w+ ){{0,2}}?"
    r"(?:que|you|sobre|about|voces) (?:\w+ ){0,2}?(?:tienen|tengan|tengas|sepan|have|know|tem|"
    r"sabem|mi|me|mim)\b|"
    r"\b(?:baja|borrado|eliminacion|supresion|exclusao|deletion|erasure|removal)(?: \w+)?"
    rf" (?:de|of|dos) (?:(?:{_OWN}) )?(?:(?:personal|customer) )?(?:{_DATA})\b|"
    rf"\b(?:data|account) (?:deletion|erasure|removal)\b"
)
_RIGHTS = re.compile(
    r"\bderechos? arco\b|\bhabeas data\b|\bderecho al? (?:el )?olvido\b|\bright to be forgotten\b|"
    r"\b(?:right|derecho|direito) (?:of|to|de|a|ao) (?:\w+ )?(?:erasure|access|supresion|"
    r"cancelacion|eliminacion|esquecimento|exclusao|portability|portabilidad)\b|"
    r"\bdireitos? (?:\w+ ){0,3}(?:lgpd|titular)|"
    r"\b(?:under|por la|segun la|pela|por|bajo|conforme a) (?:\w+ )?(?:gdpr|lgpd|rgpd|ccpa|"
    r"ley (?:\w+ ){0,3}datos)|\bsubject access request\b|"
    r"\b(?:que|cuales|what|which|quais) (?:\w+ )?(?:datos|data|dados|informacion|information|"
    r"informacoes)(?: \w+){0,4}? (?:de|sobre|about|on|of) (?:mi|me|mim)\b|"
    r"\b(?:copia|copy) (?:de|of) (?:todos? )?(?:os |all |los )?(?:mis|my|meus) (?:\w+ )?"
    r"(?:datos|data|dados)\b"
)


# A wish to be written to no more, beside the wish about the record.
_NO_MORE = re.compile(
    r"\b(?:no|ni|nunca|dejen|deja|dejar|dejame|dejenme|paren|dont|don't|not|never|stop|nao|nem|parem|pare|sin|sem)\b"
    r"(?:\W+\w+){0,4}?\W+(?:escrib|mand|envi|contact|contat|llam|molest|mensaj|mensag|messag|writ|"
    r"text|send|call|email|e-mail|correo|publicidad|promo|lig|escrev|perturb|recib|receb|receiv)|"
    r"\b(?:unsubscribe|opt out|desuscri\w+|descadastr\w+|lista|list)\b|^\W*(?:stop|baja|sair)\b|"
    r"\b(?:stop|baja|sair)\W*$"
)


def asks_about_own_data(text: str) -> bool:
    """Whether somebody wants what we keep of them erased or shown: a person sees to that."""
    words = plain(text)
    if _RIGHTS.search(words):
        return True
    return any(not _OF_THINGS.match(words[one.end() :].lstrip()) for one in _WISHES.finditer(words))


def asks_only_about_data(text: str) -> bool:
    """The same, from somebody who does not ask to be left alone besides."""
    return asks_about_own_data(text) and not _NO_MORE.search(plain(text))
