"""Phone numbers and e-mail addresses."""

import re

from cauce.ai.embedded.wording import Wording

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,24}){1,3}")
_PHONE = re.compile(r"(?<![\w#$.,/-])(?:\+\s?|00)?\(?\d[\d\s().-]{5,18}\d(?![\w/])")
_SAID_PHONE = re.compile(
    r"(?:tel\w*|cel\w*|whats\w*|wsp|wpp|numero|number|phone|fone|movil|llam\w+|call|zap)\W+(?:\w+\W+){0,3}$"
)
_SAID_CODE = re.compile(
    r"(?:pedido|orden|order|factura|guia|tracking|cuenta|tarjeta|caso|cpf|ruc|nit|rut|rastreo|invoice|serial|serie|imei|folio)\W+(?:\w+\W+){0,2}$"
)


def find_email(wording: Wording) -> str | None:
    match = _EMAIL.search(wording.text)
    return match.group().rstrip(".") if match else None


def find_phone(wording: Wording) -> str | None:
    """Seven to fifteen digits that are not an order, a document or an amount."""
    for match in _PHONE.finditer(wording.text):
        written = match.group().strip()
        digits = sum(sign.isdigit() for sign in written)
        before = wording.folded[max(0, match.start() - 40) : match.start()]
        if not 7 <= digits <= 15 or _SAID_CODE.search(before):
            continue
        grouped = bool(re.search(r"\d[\s().-]+\d", written)) or written.startswith("+")
        if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,3}(?:\.\d{3})+", written):
            continue
        if grouped or _SAID_PHONE.search(before) or digits >= 8:
            return written
    return None
