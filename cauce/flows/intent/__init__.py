"""Intent: what the customer wants from us now, and how sure we are."""

from cauce.core.flow import Flow

FLOW = Flow(
    number=3,
    name="intent",
    group="understanding",
    titles={"es": "Intención", "en": "Intent", "pt": "Intenção"},
    does={
        "es": "Entiende qué quiere la persona (comprar, reclamar, rastrear un pedido…) y anota "
        "productos, cantidades, fechas y ciudad.",
        "en": "Understands what the person wants (buy, complain, track an order…) and notes "
        "products, quantities, dates and city.",
        "pt": "Entende o que a pessoa quer (comprar, reclamar, rastrear um pedido…) e anota "
        "produtos, quantidades, datas e cidade.",
    },
    wakes_on=("message.received",),
    default_autonomy="act",
)
