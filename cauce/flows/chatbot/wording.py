"""What the customer reads when a draft is not good enough to be said."""

from typing import Final

from cauce.core.labels import Language

PERSON_INSTEAD: Final[dict[Language, str]] = {
    "es": "No quiero dar un dato equivocado, así que esto lo responde una persona del equipo por "
    "este mismo chat.",
    "en": "I don't want to tell you something wrong, so a person from our team will answer this "
    "here.",
    "pt": "Não quero passar uma informação errada, então uma pessoa da equipe responde isso por "
    "aqui.",
}
