"""Lead scoring: how close to buying someone is, in points that can be read one by one."""

from cauce.core.flow import Flow

FLOW = Flow(
    number=2,
    name="lead_scoring",
    group="understanding",
    titles={"es": "Calificación de leads", "en": "Lead scoring", "pt": "Pontuação de leads"},
    does={
        "es": "Pone de 0 a 100 qué tan cerca está alguien de comprar, con los puntos de urgencia, "
        "decisión, presupuesto y producto a la vista.",
        "en": "Rates from 0 to 100 how close someone is to buying, with the points for urgency, "
        "authority, budget and product in plain sight.",
        "pt": "Avalia de 0 a 100 o quanto alguém está perto de comprar, com os pontos de urgência, "
        "decisão, orçamento e produto à vista.",
    },
    wakes_on=("message.received",),
    default_autonomy="act",
)
