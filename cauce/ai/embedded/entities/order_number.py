"""The number of an order, invoice, case or parcel."""

import re

from cauce.ai.embedded.wording import Wording

_NOUN = (
    r"(?:pedido|orden|order|compra|factura|invoice|guia|tracking|rastreo|rastreio|ticket|caso|case|"
    r"folio|nota|reserva|booking|cotizacion|encomenda|protocolo|boleta|rma|remito|remision|nf|"
    r"reclamo|proforma|oc|poliza|contrato|solicitud|chamado|codigo de rastreo|parcel|quote)"
)
_CODE = r"(?P<code>#?\s?(?=[\w/.-]*\d)[a-z0-9]+(?:[-/.][a-z0-9]+)*)"
_AFTER_NOUN = re.compile(
    rf"\b{_NOUN}s?\s*(?:(?:es|is|e|con|de|del|do|el|la|number|numero|nro|num|no|n[o°º]?|id|codigo|code|"
    rf"with|the|mi|meu|my|compra|pedido|guia)\b\s*){{0,4}}[.:°º#]*\s*{_CODE}"
)
_HASH = re.compile(r"#\s?(?P<code>[a-z]{0,4}-?\d[\w-]*)")
_NUMBERED = re.compile(
    rf"\b(?:numero|nro|number|num|n[°º]|no\.)\s*[.:#]*\s*(?:es\s|is\s|e\s)?{_CODE}"
)
_PREFIXED = re.compile(r"\b(?P<code>[a-z]{1,5}-\d{3,}(?:-\w+)*|[a-z]{2}\d{6,}[a-z]{0,2})\b")
_LEAST_DIGITS = 3
_NOT_CODES = re.compile(r"\d{1,2}(?:am|pm|hs|h|k|gb)$|\d{1,2}/\d{1,2}(?:/\d{2,4})?$|\d+%")


def find_order_number(wording: Wording) -> str | None:
    """After "pedido", "order" and the like, after #, or shaped like a code."""
    folded = wording.folded
    for pattern in (_AFTER_NOUN, _HASH, _NUMBERED, _PREFIXED):
        for match in pattern.finditer(folded):
            code = wording.text[match.start("code") : match.end("code")].strip()
            plain = fold_code(code)
            if sum(sign.isdigit() for sign in plain) < _LEAST_DIGITS or _NOT_CODES.match(plain):
                continue
            if re.match(
                r"\s*(?:pesos|dolares|usd|reais|unidades|gb|litros|cajas|mil)\b",
                folded[match.end() :],
            ):
                continue
            return code.lstrip("#").strip()
    return None


def fold_code(code: str) -> str:
    return code.lstrip("#").strip().lower()
