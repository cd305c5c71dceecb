"""Advertising nobody asked for: when it is surely that, and when it may be a customer after all."""

import re

from cauce.core.dialogue import Memory
from cauce.core.reading import Reading
from cauce.core.spelling import plain

# A customer taken for spam is a sale lost in silence, so a doubt counts in their favour.
SURELY_SPAM = 0.7
# Nobody advertises in fewer words than this; a short message is an answer or a slip.
_FEWEST_WORDS = 6
_ASKS = re.compile(
    r"\?|^\W*(?:(?:hola|buenas|buenos dias|y|e|and|hi|hello|ola|oi|oye|disculpa|perdon)\W+)*"
    r"(?:cuant[oa]s?|cual(?:es)?|como|donde|cuando|quien(?:es)?|a que|en que|how|what|which|when|"
    r"where|who|do you|can i|could i|is there|are you|quant[oa]s?|qual|quais|onde|quando|quem|"
    r"vendem|aceitam|tienen|venden|aceptan|puedo|posso)\b"
)
# Advertising promises money; a customer speaks of paying ours.
_PAYS = re.compile(
    r"\b(?:pagar(?:les?|lo|la)?|pague|ya pague|transferir(?:les?)?|transferencia|comprobante|"
    r"cuentas? (?:de banco|bancarias?|para (?:transferir|depositar|pagar))|depositar(?:les?)?|"
    r"to pay|i paid|payment|bank (?:account|transfer|details)|pagamento|paguei|"
    r"dados bancarios|conta (?:bancaria|do banco)|chave pix)\b"
)


def surely_spam(reading: Reading) -> bool:
    """What the reading alone says; `may_be_customer` has the last word before anybody is left."""
    return reading.intent == "spam" and reading.intent_confidence >= SURELY_SPAM


def asks(text: str) -> bool:
    """Whether a message asks something, with or without its mark."""
    return _ASKS.search(plain(text)) is not None


def may_be_customer(text: str, memory: Memory) -> bool:
    """Somebody who asks, speaks of paying, says little, or is in the middle of a talk with us."""
    if memory.stage != "none" or memory.pending is not None:
        return True
    words = plain(text)
    return len(words.split()) < _FEWEST_WORDS or bool(_ASKS.search(words) or _PAYS.search(words))
