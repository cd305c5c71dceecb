"""Personal data kept in the house: placeholders for what leaves it, put back in what returns."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

MaskKind = Literal["email", "card", "document", "phone"]
MASK_KINDS: Final[tuple[MaskKind, ...]] = get_args(MaskKind)

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Thirteen to nineteen digits in a row or in groups, and what is left of a card once it was hidden.
_CARD = re.compile(r"(?<![\w+])(?:\d[ -]?){12,18}\d(?!\w)|•{4} \d{4}\b")
_CUE = (
    r"(?:c[eé]dulas?|c\.?i\.?|dni|nie|ruc|rut|run|nit|cuil|cuit|curp|rfc|cpf|cnpj|rg|ine|dui|dpi|"
    r"pasaportes?|passports?|passaportes?|ssn|social security|identidad|identity|identidade|"
    r"documentos?|document|licencias?|licen[sc]e)"
)
_NAMED_DOCUMENT = re.compile(
    rf"\b{_CUE}\b(?:\s+(?:n[°ºo]\.?|nro\.?|n[uú]mero|number|es|is|[eé]|de|personal|card|#|no\.?)){{0,3}}"
    r"[\s:.#°º]*(?P<value>[A-Z0-9][A-Z0-9./-]{4,22})(?!\w)",
    re.IGNORECASE,
)
# Those whose shape says what they are: Panama, Brazil, Chile, Argentina, Mexico, the United States.
_SHAPED_DOCUMENT = re.compile(
    r"(?<![\w.-])(?:"
    r"(?:1[0-3]|[1-9]|PE|E|N|EE)-\d{1,4}-\d{3,6}"
    r"|\d{3}\.\d{3}\.\d{3}-\d{2}"
    r"|\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}"
    r"|\d{1,2}\.\d{3}\.\d{3}-[\dkK]"
    r"|(?:20|23|24|27|30|33)-\d{8}-\d"
    r"|[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d"
    r"|[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}"
    r"|\d{3}-\d{2}-\d{4}"
    r")(?![\w-])"
)
# An amount has a sign before it, a decimal point in it or a currency after it; a phone has not.
_PHONE = re.compile(
    r"(?<![\w$€£₡₲.,/-])(?:\+|00)\d[\d ().-]{6,18}\d(?!\w)"
    r"|(?<![\w$€£₡₲.,/-])\(?\d{2,4}\)?[ .-]?\d{3,5}[ .-]\d{3,4}(?![\w/-]|[.,]\d)"
    r"|(?<![\w$€£₡₲.,/-])(?:\d{4}[ -]\d{4}|\d{3}-\d{4})(?![\w/-]|[.,]\d)"
    # Round sums ("1500000") are money.
    r"|(?<![\w$€£₡₲.,/-])(?!\d+000\b)\d{7,12}"
    r"(?![\w/-]|[.,]\d|\s*(?:%|usd|pesos|d[oó]lares|reais|soles))",
    re.IGNORECASE,
)
_HELD = re.compile(r"\[(?:EMAIL|CARD|DOCUMENT|PHONE)_\d+\]")
_LEAST_DIGITS = 7


@dataclass(slots=True)
class Masking:
    """One call of a vendor: the same value has the same placeholder all through it."""

    kinds: frozenset[MaskKind] = frozenset(MASK_KINDS)
    _places: dict[str, str] = field(default_factory=dict)
    _counts: dict[MaskKind, int] = field(default_factory=dict)

    def mask(self, text: str) -> str:
        """The text with "[PHONE_1]" where a phone was."""
        if "email" in self.kinds:
            text = _EMAIL.sub(lambda found: self._place("email", found.group()), text)
        if "card" in self.kinds:
            text = _CARD.sub(lambda found: self._place("card", found.group()), text)
        if "document" in self.kinds:
            text = _NAMED_DOCUMENT.sub(self._named, text)
            text = _SHAPED_DOCUMENT.sub(lambda found: self._place("document", found.group()), text)
        if "phone" in self.kinds:
            text = _PHONE.sub(self._phone, text)
        return text

    def restore(self, text: str) -> str:
        """The text with every placeholder of this call as what it stands for."""
        values = {place: value for value, place in self._places.items()}
        return _HELD.sub(lambda found: values.get(found.group(), found.group()), text)

    @property
    def hidden(self) -> int:
        """How many values stayed in the house."""
        return len(self._places)

    def _place(self, kind: MaskKind, value: str) -> str:
        if value not in self._places:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._places[value] = f"[{kind.upper()}_{self._counts[kind]}]"
        return self._places[value]

    def _named(self, found: re.Match[str]) -> str:
        value = found["value"]
        if not any(map(str.isdigit, value)):
            return found.group()
        start = found.start("value") - found.start()
        return found.group()[:start] + self._place("document", value)

    def _phone(self, found: re.Match[str]) -> str:
        said = found.group()
        if sum(map(str.isdigit, said)) < _LEAST_DIGITS:
            return said
        return self._place("phone", said)


Masker = Callable[[], Masking]
