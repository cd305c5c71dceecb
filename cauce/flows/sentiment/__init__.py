"""Sentiment: how the customer feels about us, in this message and over the conversation."""

from cauce.core.flow import Flow

FLOW = Flow(
    number=4,
    name="sentiment",
    group="understanding",
    titles={"es": "Sentimiento", "en": "Sentiment", "pt": "Sentimento"},
    does={
        "es": "Mide el ánimo de la persona en cada mensaje, lleva el promedio de la conversación y "
        "avisa al equipo cuando alguien está muy molesto.",
        "en": "Gauges how the person feels in every message, keeps the conversation's average, and "
        "warns the team when someone is very upset.",
        "pt": "Mede o ânimo da pessoa em cada mensagem, mantém a média da conversa e avisa a "
        "equipe quando alguém está muito irritado.",
    },
    wakes_on=("message.received",),
    default_autonomy="act",
)
