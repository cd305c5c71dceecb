"""Escalation: a person takes over, knowing everything; the customer knows who and when."""

from cauce.core.flow import Flow

FLOW = Flow(
    number=7,
    name="escalation",
    group="understanding",
    titles={"es": "Pase a una persona", "en": "Escalation", "pt": "Transferência"},
    does={
        "es": "Pasa la conversación a una persona cuando hace falta, con resumen y respuesta "
        "sugerida, y le dice al cliente quién atiende y cuándo.",
        "en": "Hands the conversation to a person when one is needed, with a summary and a "
        "suggested answer, and tells the customer who comes and when.",
        "pt": "Passa a conversa para uma pessoa quando é preciso, com resumo e resposta sugerida, "
        "e diz ao cliente quem atende e quando.",
    },
    wakes_on=("message.received",),
    default_autonomy="act",
)
