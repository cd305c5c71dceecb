"""Who writes and for which company, when they say so."""

import re

from cauce.ai.embedded.lexicon import word_set
from cauce.ai.embedded.wording import Wording

_CAPITAL = r"[A-ZÁÉÍÓÚÑÜÇÂÊÔÃÕ]"
_NAME = (
    rf"{_CAPITAL}[\w'’áéíóúñüçâêôãõ]+(?:\s(?:de\s(?:la\s|los\s)?|del\s|da\s|do\s|dos\s)?"
    rf"{_CAPITAL}[\w'’áéíóúñüçâêôãõ]+){{0,3}}"
)
_TITLE = (
    r"(?:(?:la|el|a|o|do|da|the)\s)?(?P<title>(?:dr|dra|doctora?|don|doña|dona|ing|ingeniero|lic|"
    r"licenciada?|sra?|señora?|seu|mr|mrs|ms|prof)\.?\s)?"
)
_SAYS = re.compile(
    rf"(?i:\b(?:soy|me llamo|mi nombre es|habla|le habla|te habla|les habla|les saluda|le saluda|"
    rf"le escribe|les escribe|te escribe|my name is|my name's|name is|i am|i'm|im|this is|sou|me "
    rf"chamo|meu nome é|meu nome e|aqui é|aqui e|aquí|aqui|fala|a nombre de|nombre|atte|"
    rf"atentamente|"
    rf"em nome de|under the name|regards|nome|para la señora|"
    rf"para el señor)[:,]?\s+{_TITLE})(?P<name>{_NAME})"
)
_LOWER_SAYS = re.compile(
    r"\b(?:me llamo|mi nombre es|my name is|me chamo|"
    r"meu nome e)\s+(?P<name>[a-z]{3,14}(?:\s[a-z]{4,14})?)\b"
)
_NOT_NAMES = word_set("not_names")
_LEGAL_FORM = (
    r"(?:S\.?\s?A\.?(?:\sde\sC\.?V\.?|\.?S\.?)?|S\.?R\.?L\.?|Ltda\.?|LTDA|C\.?A\.?|Inc\.?|"
    r"Corp\.?|LLC|Ltd\.?|EIRELI|S\.?L\.?|SPA|SpA|E\.?I\.?R\.?L\.?|Group|Grupo)"
)
_COMPANY_NAME = (
    rf"{_CAPITAL}[\w&'’áéíóúñüçâêôãõ.-]*(?:\s(?:(?:de|del|la|las|los|el|y|do|da|dos|of|and|&|"
    rf"e)\s)*(?:{_CAPITAL}[\w&'’áéíóúñüçâêôãõ-]*|\d+)){{0,4}}"
)
_KIND = (
    r"(?:empresa|compañ[ií]a|constructora|construtora|distribuidora|comercializadora|ferreter[ií]a|"
    r"farmacia|farmácia|hotel|hostal|restaurante?|panader[ií]a|padaria|cl[ií]nica|clinic|"
    r"veterinaria|"
    r"colegio|escuela|escola|cooperativa|fundaci[oó]n|ong|ngo|agencia|agência|tienda|loja|revista|"
    r"importadora|supermercado|mercadinho|bistro|caf[eé]|club|edif[ií]cio|seguros|grupo|"
    r"inmobiliaria|"
    r"imobili[aá]ria|gimnasio|taller|oficina|bar|pizzer[ií]a|joyer[ií]a|papeler[ií]a|minimarket|"
    r"company|firm|school|hospital|consultorio|spa|salon|salón|academia|iglesia|laboratorio)"
)
_FORMED = re.compile(rf"(?P<name>{_COMPANY_NAME}\s{_LEGAL_FORM})(?!\w)")
_KIND_ALONE = re.compile(rf"(?i:{_KIND}\b)")
_TITLED = re.compile(
    rf"\b(?P<name>(?i:doctora?|dra?\.?|don|doña|dona|seu|mr\.?|mrs\.?|ms\.?|ingenier[oa]|"
    rf"licenciad[oa]|"
    rf"profe|teacher|señora?|"
    rf"sra?\.?)\s{_CAPITAL}[\w'’áéíóúñüçâêôãõ]+(?:\s{_CAPITAL}[\w'’áéíóúñüçâêôãõ]+)?)"
)
_KINDED = re.compile(rf"(?P<name>(?i:\b{_KIND})\s(?:de\s)?{_COMPANY_NAME})")
_FROM = re.compile(
    rf"(?i:\b(?:escribo de|escribimos de|les escribo de|le escribo de|llamo de|hablo de|"
    rf"hablamos de|"
    rf"represento a|representamos a|trabajo en|trabajo para|parte de|de parte de|somos|"
    rf"calling from|"
    rf"writing from|i represent|i work for|i work at|we are|from|falo da|falo do|falamos da|"
    rf"trabalho na|somos da|"
    rf"somos do|represento a|ceo de|ceo of|ceo at|ceo|gerente de|gerente general de|director de|"
    rf"owner of|due[ñn][oa] de|manager at|manager of|a nombre de|factura a|facturar a)\s(?:la\s|"
    rf"el\s|the\s|a\s|o\s)?)"
    rf"(?P<name>{_COMPANY_NAME})"
)


def find_person(wording: Wording) -> str | None:
    """The name after "soy", "me llamo", "my name is" and the like."""
    for match in _SAYS.finditer(wording.text):
        first = wording.folded[match.start("name") : match.end("name")].split()[0].strip(".")
        if first not in _NOT_NAMES:
            return f"{match['title'] or ''}{_without_company(match['name'])}"
    match_lower = _LOWER_SAYS.search(wording.folded)
    if match_lower and match_lower["name"].split()[0] not in _NOT_NAMES:
        name = match_lower["name"].split()
        keep = (
            name
            if len(name) > 1 and name[1] not in ("quiero", "necesito", "tengo", "hice")
            else name[:1]
        )
        start = match_lower.start("name")
        return wording.text[start : start + len(" ".join(keep))]
    titled = _TITLED.search(wording.text)
    return titled.group("name") if titled else None


def _without_company(name: str) -> str:
    """ "Paola de Revista Hogar" is Paola; "María de la Cruz" is all a name."""
    own, _, after = name.partition(" de ")
    return own if after and (" " in own or _KIND_ALONE.match(after)) else name


def find_company(wording: Wording) -> str | None:
    """A name with a legal form, after a kind of business, or after "escribo de"."""
    for pattern in (_FORMED, _KINDED, _FROM):
        for match in pattern.finditer(wording.text):
            name = match["name"].strip(" .,")
            first = wording.folded[match.start("name") :].split()[0].strip(".,")
            if first not in _NOT_NAMES and len(name) > 2:
                return name
    return None
