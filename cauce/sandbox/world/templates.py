"""WhatsApp's message templates: what a business registered, and how a filled-in one reads."""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from cauce.core.keys import Keys
from cauce.sandbox.world.media import number

Status = Literal["PENDING", "APPROVED", "REJECTED", "PAUSED", "DISABLED", "PENDING_DELETION"]
STATUSES: Final[tuple[Status, ...]] = (
    "PENDING",
    "APPROVED",
    "REJECTED",
    "PAUSED",
    "DISABLED",
    "PENDING_DELETION",
)
CATEGORIES: Final = ("AUTHENTICATION", "MARKETING", "UTILITY")
QUALITIES: Final = ("GREEN", "YELLOW", "RED", "UNKNOWN")
VARIABLE: Final = re.compile(r"\{\{\s*([a-z0-9_]+)\s*\}\}")


@dataclass(slots=True)
class Template:
    id: str
    name: str
    language: str
    category: str
    components: list[dict[str, Any]]
    named: bool = False
    status: Status = "APPROVED"
    quality: str = "UNKNOWN"
    reason: str = "NONE"
    history: list[str] = field(default_factory=list)

    def component(self, kind: str) -> dict[str, Any]:
        return next((one for one in self.components if one.get("type") == kind), {})

    @property
    def body(self) -> str:
        return str(self.component("BODY").get("text", ""))

    @property
    def buttons(self) -> list[dict[str, Any]]:
        return [
            one for one in self.component("BUTTONS").get("buttons", ()) if isinstance(one, dict)
        ]

    def as_told(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "category": self.category,
            "status": self.status,
            "parameter_format": "NAMED" if self.named else "POSITIONAL",
            "components": self.components,
            "quality_score": {"score": self.quality},
            "rejected_reason": self.reason,
        }


def variables(text: str) -> list[str]:
    """The names in it, each once, in the order they are met."""
    return list(dict.fromkeys(VARIABLE.findall(text)))


def filled(text: str, values: Mapping[str, str]) -> str:
    return VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)


_WELCOME: Final[list[dict[str, Any]]] = [{"type": "BODY", "text": "Welcome and congratulations!"}]
_AGAIN: Final[list[dict[str, Any]]] = [
    {"type": "BODY", "text": "Hola {{1}}, seguimos con tu consulta. ¿Continuamos?"},
    {
        "type": "BUTTONS",
        "buttons": [
            {"type": "QUICK_REPLY", "text": "Sí, continuemos"},
            {"type": "QUICK_REPLY", "text": "Ya no, gracias"},
        ],
    },
]
_READY: Final[list[dict[str, Any]]] = [
    {"type": "BODY", "text": "{{name}}, tu pedido {{order}} está listo."}
]
_OFFER: Final[list[dict[str, Any]]] = [
    {"type": "BODY", "text": "Este fin de semana: {{1}} con {{2}} de descuento."},
    {"type": "FOOTER", "text": "Responde BAJA para no recibir ofertas."},
]


def starters(keys: Keys) -> Sequence[Template]:
    """What a small business has on its first day; the first comes with every account."""
    return (
        Template(number(keys), "hello_world", "en_US", "UTILITY", deepcopy(_WELCOME)),
        Template(number(keys), "hello_again", "es", "UTILITY", deepcopy(_AGAIN)),
        Template(number(keys), "order_ready", "es", "UTILITY", deepcopy(_READY), named=True),
        Template(number(keys), "weekend_offer", "es", "MARKETING", deepcopy(_OFFER)),
    )
