"""Routing: the right desk for every conversation, and the best person at it."""

from cauce.core.flow import Flow

FLOW = Flow(
    number=5,
    name="routing",
    group="understanding",
    titles={"es": "Enrutamiento", "en": "Routing", "pt": "Encaminhamento"},
    does={
        "es": "Decide quién atiende: el asistente, ventas, soporte o retención, y elige a la "
        "persona de turno más libre que hable el idioma.",
        "en": "Decides who attends: the assistant, sales, support or retention, and picks the "
        "freest person on duty who speaks the language.",
        "pt": "Decide quem atende: o assistente, vendas, suporte ou retenção, e escolhe a pessoa "
        "de plantão mais livre que fala o idioma.",
    },
    wakes_on=("message.received",),
    default_autonomy="act",
)
