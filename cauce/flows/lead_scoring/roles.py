"""How much say somebody has over the money, from the title they sign with."""

import re

from cauce.core.spelling import plain

# Who signs the cheque, who prepares it, and who asks for somebody else (of 25 points).
SIGNS = 25
PREPARES = 20
ASKS = 8
ACTS_FOR_COMPANY = 12

_SIGNS = re.compile(
    r"\b(ceo|cfo|coo|owner|founder|co-?founder|president[ea]?|vp|vice ?president|chairman|partner|"
    r"director[a]?|managing|general manager|dueno|duena|propietari[oa]|fundador[a]?|"
    r"gerente general|socio|socia|representante legal|don[oa] d[aeo]s?|proprietari[oa]|"
    r"diretor[a]?|socio-?administrador|cofundador[a]?)\b"
)
_PREPARES = re.compile(
    r"\b(gerente|jef[ea]|encargad[oa]|administrador[a]?|coordinador[a]?|compras|comprador[a]?|"
    r"procurement|purchasing|buyer|manager|head|lead|supervisor[a]?|coordenador[a]?|chefe|"
    r"suprimentos|responsable|responsavel|contador[a]?|cto|it director)\b"
)
_ASKS = re.compile(
    r"\b(asistente|assistant|secretari[oa]|secretary|student|estudiante|estudante|intern|pasante|"
    r"practicante|estagiari[oa]|becari[oa]|auxiliar|analyst|analista|vendedor[a]?)\b"
)


def role_points(title: str) -> int:
    """0 when the title says nothing about deciding."""
    folded = plain(title)
    # An assistant to the director is not the director.
    if _ASKS.search(folded):
        return ASKS
    if _SIGNS.search(folded):
        return SIGNS
    return PREPARES if _PREPARES.search(folded) else 0
