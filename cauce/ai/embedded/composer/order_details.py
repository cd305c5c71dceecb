"""What goes with an order besides the goods: telephone, e-mail, papers, street and branch."""

import re

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.personal import (
    email_in,
    impersonal,
    invoice_name,
    papers_in,
    phones_in,
)
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.business import Branch
from cauce.core.spelling import plain

_STREET = re.compile(
    r"\b(?:calle|avenida|avda?|carrera|cra|diagonal|transversal|manzana|mz|lote|barrio|barriada|"
    r"urbanizaci[oó]n|urb|residencial|residencia|villa|sector|edificio|edif|torre|condominio|ph|"
    r"apartamento|apto|apt|piso|local|kil[oó]metro|km|v[ií]a(?! (?:whats|correo|mail|chat|tel))|"
    r"corregimiento|vereda|street|avenue|ave|road|building|floor|unit|suite|neighbou?rhood|"
    r"rua|bairro|bloco|andar|condom[ií]nio|travessa|alameda|rodovia|cep)\b\.? *#? *\w+|"
    r"\b(?:main|[a-z]+) (?:st|rd|blvd)\b|\b(?:casa|house|n[uú]mero|lote) *(?:#|n[oº°.]+)? *\d|"
    r"\b(?:frente a|al lado de|detr[aá]s de|diagonal a|next to|in front of|behind|"
    r"ao lado d[eoa]|em frente a|atr[aá]s d[eoa])\b +\w+|"
    r"\b\d+(?:st|nd|rd|th)? +(?:street|st|avenue|ave|road|rd)\b",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"(?:torre|ph|local|villa|sector|piso|unit|suite|floor|km|v[ií]a|lote|torre)\b", re.I
)
_LEADING = re.compile(
    r"^\W*(?:(?:s[ií]|ok|dale|listo|y|e|and|yes|sim|confirmo|por favor|please)\b\W+)*"
    r"(?:(?:mi|my|la|meu|minha|the|o)\s+)?(?:(?:direcci[oó]n|address|endere[cç]o)"
    r"(?: (?:de entrega|exacta|es|is|[eé]))*\W*)?"
    r"(?:(?:env[ií]a\w*|m[aá]nda\w*|ll[eé]va\w*|entr[eé]ga\w*|vivo|estoy|moro|send it|"
    r"deliver it|ship it|"
    r"es|seria|queda|i live|im|i'm)\b\W*)*(?:(?:a|al|en|para|to|in|at|em|pra|na|no)\b\W+)*",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"[,;\n]+")
_LEAST_LEFT, _MOST_KEPT = 4, 160
_ASKED_FOR = ("delivery", "city", "confirm", "resume", "take_order", "change", "quantity", "help")


def note_details(scene: Scene, out: Answer) -> bool:
    """Notes what the message leaves; true when any of it was not known."""
    text = scene.seen.text
    company = invoice_name(text)
    papers = papers_in(text)
    invoice = ", ".join(part for part in (company, papers) if part) if company else papers
    found = {
        "phone": next(phones_in(text), None),
        "email": email_in(text),
        "papers": invoice,
        "address": _street(scene),
    }
    branch = branch_named(scene)
    if branch is not None and out.memory.delivery == "pickup":
        found["branch"] = branch.name
    elif branch is not None and len(scene.profile.branches) > 1 and scene.asks("shipping", "ship"):
        found["address"] = found["address"] or branch.name
    told = {key: value for key, value in found.items() if value is not None}
    known = scene.memory.notes
    if scene.brief.memory.city not in (None, out.memory.city):
        # A street of the town before is none of the town it goes to now.
        out.note(address=None)
    out.note(**told)
    return any(known.get(key) != value for key, value in told.items())


def branch_named(scene: Scene) -> Branch | None:
    """The shop of ours the message names."""
    folded = plain(scene.seen.text)
    for branch in scene.profile.branches:
        if len(scene.profile.branches) == 1 or re.search(
            rf"(?<!\w){re.escape(plain(branch.name))}(?!\w)", folded
        ):
            return branch
    return None


def _street(scene: Scene) -> str | None:
    """ "barrio El Carmen, casa 24, calle 3ra": the parts that say where in town."""
    if scene.seen.question or scene.asks("pickup") or scene.brief.memory.pending not in _ASKED_FOR:
        return None
    parts = [" ".join(one.split()) for one in _SPLIT.split(impersonal(scene.seen.text))]
    of_street = [place for place, part in enumerate(parts) if _is_street(scene, part)]
    if not of_street:
        return None
    kept = [parts[place] for place in range(of_street[0], of_street[-1] + 1)]
    lead = _LEADING.match(kept[0])
    kept[0] = kept[0][lead.end() :] if lead else kept[0]
    kept = [part for part in kept if part and not _is_only_number(part)]
    written = ", ".join(kept).strip(" .,")
    return written[:_MOST_KEPT] if len(written) >= _LEAST_LEFT else None


def _is_street(scene: Scene, part: str) -> bool:
    """A branch of ours named like a street is no address of the customer."""
    folded = plain(part)
    for branch in scene.profile.branches:
        folded = folded.replace(plain(branch.name), " ")
    found = _STREET.search(folded)
    # "un ventilador de torre" is a product; "calle 3ra" is a street beside any product.
    return found is not None and not (scene.meant.fresh and _WEAK.match(found.group()))


def _is_only_number(part: str) -> bool:
    return any(phones_in(part)) and not any(map(str.isalpha, part))
