"""What a customer says of themselves: name, e-mail, telephone, papers; no town is read in it."""

import re
from collections.abc import Iterator

from cauce.ai.embedded.search.terms import common_words
from cauce.ai.embedded.wording import fold

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,24}){1,4}")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w#-])\+?\(?\d[\d\s().-]{5,18}\d(?![\w-])")
# Amounts and dates are written with the same signs.
_NO_PHONE = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-.]\d{1,2}[-.]\d{2,4}")
_PAPER_WORDS = (
    r"c[eé]dula|ced|c\.?i\.?p|dni|cpf|cnpj|rg|ruc|r\.u\.c|nit|rut|rfc|curp|pasaporte|passport|"
    r"passaporte|documento|identidad|identidade|tax id|id number|dv"
)
_PAPER = re.compile(
    rf"\b(?P<word>{_PAPER_WORDS})\b\W{{0,3}}(?:(?:es|is|é|no|n[uú]mero|number|de|la|el)\W{{1,3}}){{0,2}}"
    r"(?P<number>[A-Z]{0,3}-?\d[\w.-]*(?:\s+DV\s*\d+)?)",
    re.IGNORECASE,
)
# 8-123-456 and 155612345-2-2015 are how papers are numbered in Panama, and no telephones.
_PAPER_SHAPE = re.compile(
    r"(?<![\w-])(?:\d{1,2}|PE|E|N)-\d{1,4}-\d{1,6}(?![\w-])|\b\d{6,9}-\d-\d{4}\b"
)
_SURELY_NAMED = (
    r"a nombre de|me llamo|mi nombre(?: completo)? es|my (?:full )?name is|my name's|the name is|"
    r"name is|under the name(?: of)?|em nome d[eo]|no nome d[eo]|meu nome(?: completo)? [eé]|"
    r"me chamo|(?:nome|nombre|name)(?: completo)?\s*:"
)
_PERHAPS_NAMED = r"soy|habla|le saluda|this is|i am|i'm|sou(?: [oa])?|aqui [eé]|nombre|nome"
_LEAD = re.compile(
    rf"\b(?:(?P<surely>{_SURELY_NAMED})|(?P<perhaps>{_PERHAPS_NAMED}))\s*"
    r"(?:(?:mi|my|meu|minha)\s+[^\W\d_]+\s+)?(?:(?:el|la|the|o|a)\s+)?"
    r"(?:(?:sra?|señora?|don|doña|mr|mrs|ms|dra?|seu|dona)\b\.?\s*)?",
    re.IGNORECASE,
)
_OF_AN_INVOICE = re.compile(
    r"\b(?:factura|facturar|facturen|invoice|bill|nota fiscal|nf)\b[^.;\n]{0,20}$", re.IGNORECASE
)
_NAME_WORD = re.compile(r"\s*([^\W\d_]+(?:['’.-][^\W\d_]+)*\.?)")
# What has one of these in it is a paper, a place or a channel: no name, and no goods.
NO_GOODS = frozenset(
    [
        "cedula",
        "ced",
        "cip",
        "dni",
        "cpf",
        "cnpj",
        "ruc",
        "nit",
        "rut",
        "rfc",
        "pasaporte",
        "passport",
        "documento",
        "tel",
        "telefono",
        "telefone",
        "cel",
        "celular",
        "numero",
        "whatsapp",
        "phone",
        "number",
        "fone",
        "correo",
        "email",
        "mail",
        "direccion",
        "address",
        "endereco",
        "calle",
        "avenida",
        "av",
        "street",
        "st",
        "road",
        "avenue",
        "ave",
        "rua",
        "bairro",
        "barrio",
        "urbanizacion",
        "residencial",
        "edificio",
        "building",
        "torre",
        "piso",
        "floor",
        "casa",
        "house",
        "apto",
        "apartamento",
        "apt",
        "ciudad",
        "city",
        "cidade",
        "provincia",
        "factura",
        "invoice",
    ]
)
# Towns that are first names too: where a name is asked for and still missing, one is given.
TOWNS_AND_NAMES = frozenset(
    {"david", "santiago", "mercedes", "florencia", "victoria", "valencia", "trinidad", "leon"}
)
PARTICLES = frozenset({"de", "del", "la", "las", "los", "da", "das", "do", "dos", "y", "e"})
LONGEST_NAME = 5


def papers_in(text: str) -> str | None:
    """ "RUC 155612345-2-2015 DV 40", as the customer wrote it."""
    found = _PAPER.search(text)
    return f"{found['word'].upper()} {found['number']}".rstrip(" .-") if found else None


def phones_in(text: str) -> Iterator[str]:
    """Telephone numbers; the numbers of papers are not."""
    for found in _PHONE.finditer(_PAPER_SHAPE.sub(" ", _PAPER.sub(" ", text))):
        written = found.group().strip()
        if 7 <= sum(map(str.isdigit, written)) <= 15 and not _NO_PHONE.fullmatch(written):
            yield written


def email_in(text: str) -> str | None:
    found = EMAIL.search(text)
    return found.group().rstrip(".") if found else None


def names_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Names after "a nombre de", "my name is", "me chamo" and where they stand in the text."""
    for lead in _LEAD.finditer(text):
        name, last = _name_at(text, lead.end(), surely=lead["surely"] is not None)
        if name:
            yield name, lead.end(), last


def invoice_name(text: str) -> str | None:
    """ "factura a nombre de Istmo SA": whom the invoice is for, not who gets the parcel."""
    return next((n for n, at, _ in names_in(text) if _of_an_invoice(text, at)), None)


def own_name(text: str) -> str | None:
    return next((n for n, at, _ in names_in(text) if not _of_an_invoice(text, at)), None)


def _of_an_invoice(text: str, start: int) -> bool:
    before = text[:start]
    lead = [found.start() for found in _LEAD.finditer(before)]
    return _OF_AN_INVOICE.search(before[: lead[-1]] if lead else before) is not None


def _name_at(text: str, start: int, *, surely: bool) -> tuple[str, int]:
    """The words of a name from a place on, cut at signs, numbers and everyday words."""
    words: list[str] = []
    last = place = start
    capital = False
    while len(words) < LONGEST_NAME and (found := _NAME_WORD.match(text, place)):
        word = found[1]
        plain = fold(word).strip(".")
        if not words:
            capital = word[0].isupper()
            if not capital and not surely:
                break
        particle = plain in PARTICLES and bool(words)
        everyday = plain in common_words() and not (surely and capital and word[0].isupper())
        if not particle and (everyday or (capital and not word[0].isupper())):
            break
        if particle and plain in ("y", "e") and not capital:
            break
        words.append(word)
        place = found.end()
        last = last if particle else place
        if word.endswith(".") and len(plain) > 2:
            break
    while words and fold(words[-1]) in PARTICLES:
        words.pop()
    return " ".join(words).rstrip("."), last


def impersonal(text: str, person: str | None = None) -> str:
    """The text with blanks where names, addresses and papers stand, places kept."""
    spans = [found.span() for rule in (EMAIL, _LINK, _PAPER) for found in rule.finditer(text)]
    spans += [(first, last) for _, first, last in names_in(text)]
    named = re.search(rf"\b{re.escape(person)}\b", text) if person else None
    if named is not None:
        spans.append(named.span())
    for first, last in spans:
        text = f"{text[:first]}{' ' * (last - first)}{text[last:]}"
    return text


_KIN = frozenset(
    [
        "hijo",
        "hija",
        "hermano",
        "hermana",
        "esposo",
        "esposa",
        "novio",
        "novia",
        "papa",
        "mama",
        "tio",
        "tia",
        "primo",
        "prima",
        "amigo",
        "amiga",
        "senor",
        "senora",
        "don",
        "dona",
        "jefe",
        "husband",
        "wife",
        "son",
        "daughter",
        "brother",
        "sister",
        "friend",
        "mr",
        "mrs",
        "filho",
        "filha",
        "irmao",
        "irma",
        "marido",
        "namorado",
        "namorada",
        "seu",
        "pai",
        "mae",
    ]
)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?[ ]$")
_WORD_AFTER = re.compile(r"[ ]([A-ZÁÉÍÓÚÑ][a-zà-ÿ]{2,})")


def part_of_a_name(text: str, first: int, last: int, *, awaited: bool) -> bool:
    """Whether the town written there is somebody: "Ana Colón", "mi hijo David", "David Smith".

    Where a town is `awaited`, what follows it is its province ("David Chiriquí").
    """
    before, after = _WORD_BEFORE.search(text[:first]), _WORD_AFTER.match(text[last:])
    if before is not None:
        word = before[1]
        name_like = word[0].isupper() and word[1:].islower() and len(word) > 2
        everyday = fold(word) in common_words()
        if fold(word) in _KIN or (name_like and not everyday and text[first].isupper()):
            return True
        if fold(word) in _TO:
            return False
    return after is not None and not awaited and fold(after[1]) not in common_words()


_TO = frozenset(
    {
        "envio",
        "entrega",
        "delivery",
        "shipping",
        "frete",
        "ciudad",
        "city",
        "cidade",
        "a",
        "para",
        "to",
        "en",
        "in",
        "em",
        "pra",
        "de",
        "hasta",
        "hacia",
        "at",
        "until",
    }
)
