"""What a customer is told when their matter waits for people who are not at work."""

from cauce.core.labels import Language

_BACK: dict[Language, str] = {
    "es": "Siento mucho lo que pasó. Esto lo atiende una persona del equipo: vuelve {when} y "
    "responde por aquí. Para adelantar, puede quedar escrito el número de pedido y qué pasó.",
    "en": "I'm so sorry about this. Someone from the team will handle it: they are back {when} "
    "and answer here. To save time, the order number and what happened can be left written here.",
    "pt": "Sinto muito pelo que aconteceu. Uma pessoa da equipe cuida disso: volta {when} e "
    "responde por aqui. Para adiantar, o número do pedido e o que aconteceu já podem ficar "
    "escritos aqui.",
}
_NOTE: dict[Language, tuple[str, str]] = {
    "es": ("Conversación para {team}", "{name}, prioridad {priority}: {words}"),
    "en": ("Conversation for {team}", "{name}, priority {priority}: {words}"),
    "pt": ("Conversa para {team}", "{name}, prioridade {priority}: {words}"),
}


def people_are_back(when: str, language: Language) -> str:
    return _BACK[language].format(when=when)


def note(team: str, name: str, priority: int, words: str, language: Language) -> tuple[str, str]:
    """Title and body of the note to the team."""
    title, body = _NOTE[language]
    return title.format(team=team), body.format(name=name, priority=priority, words=words)
