"""Whether a customer asks who answers here: a person or a machine."""

import re

from cauce.core.spelling import plain

_MACHINE = (
    r"(?:ro)?bots?|robots?|robo|robos|chatbots?|maquina|machine|ia|ai|inteligencia artificial|"
    r"artificial intelligence|automatic[oa]|automatico|automated|automatizad[oa]|computadora|"
    r"computer|asistente virtual|virtual assistant|assistente virtual|programa|grabadora"
)
_HUMAN = (
    r"human[oa]s?|humans?|persona|pessoa|person|people|real|de verdad|de verdade|de carne y hueso|"
    r"alguien|alguem|someone|somebody|gente"
)
_ART = r"(?:(?:un|una|uma?|uns|a|an|o|the|el|la|real|actual|algun|alguna) )*"
_WHO = rf"{_ART}(?:{_MACHINE}|{_HUMAN})"
# Said to us; what is asked of "it" may be asked of a thing, so there it has to be all.
_TO_US = (
    r"eres|sos|eras|usted es|es usted|tu eres|seras|voce e|voces sao|vc e|ce e|are you|r u|are u|"
    r"you are|am i (?:talking|speaking|chatting)(?: to| with)?|"
    r"(?:quien|quem) (?:me )?(?:atiende|responde|contesta|escribe|atende)(?: es)?|"
    r"(?:estoy|estou|to) (?:hablando|falando|chateando|escribiendo|conversando) (?:con|com)|"
    r"(?:hablo|falo|escribo|chateo) (?:con|com)|(?:me )?(?:atiende|responde|contesta|escribe|"
    r"atende)|"
    r"(?:do i )?(?:talk|speak) (?:to|with)"
)
_OF_IT = r"es|e|is this|is that|is it|esto es|este es|isso e|isto e|esta es una respuesta"
_BEGINS = r"(?:^|[?¿!.] ?|\b(?:hola|oi|ola|hi|hello|pero|y|mas|but|and) )"
_ENDS = r"(?=\W*$| (?:o|ou|or|verdad|cierto|ne|no) )"
_ASKS = re.compile(
    rf"\b(?:{_TO_US}) {_WHO}\b|{_BEGINS}(?:{_OF_IT}) {_WHO}{_ENDS}|"
    rf"\b(?:hay|tem) {_ART}(?:{_HUMAN}) (?:real |de verdad |humana )?"
    r"(?:ahi|ai|del otro lado|do outro lado|atras|detras)|"
    rf"\b(?:is there|anybody|anyone) {_ART}(?:human|person|real person)? ?(?:there|here)"
)
# "Sos humano" is only a question with a mark behind it; "es automático" of a thing is another one.
_STATES = re.compile(r"^\W*(?:eres|sos|voce e|you are|are you|r u)\b")
# Whoever wants a person, or speaks of a thing, asks something else.
_WANTS = re.compile(
    r"\b(?:quiero|quisiera|necesito|prefiero|paseme|pasame|comuni\w+|transfi\w+|exijo|puedo|podria|"
    r"want|need|prefer|let me|get me|can i|could i|transfer|connect|quero|preciso|prefiro|"
    r"passa|transfere|posso|deseo|favor|please)\b"
)
_LONGEST = 12


def asks_if_machine(text: str) -> bool:
    """ "¿Eres humana?", "are you a bot?": a question that deserves the truth, and nothing else."""
    words = plain(text).replace("?", " ? ")
    words = " ".join(words.replace(",", " ").split())
    if len(words.split()) > _LONGEST or _WANTS.search(words) or not _ASKS.search(words):
        return False
    return "?" in words or "¿" in words or bool(_STATES.search(words))
