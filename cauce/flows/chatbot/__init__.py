"""Chatbot: answers with what the records say, takes orders, and knows when it does not know."""

from cauce.core.flow import Flow

FLOW = Flow(
    number=6,
    name="chatbot",
    group="understanding",
    titles={"es": "Chatbot", "en": "Chatbot", "pt": "Chatbot"},
    does={
        "es": "Responde con el catálogo, las existencias, las políticas y los pedidos del cliente, "
        "toma pedidos sencillos y admite lo que no sabe.",
        "en": "Answers with the catalogue, stock, policies and the customer's own orders, takes "
        "simple orders, and admits what it does not know.",
        "pt": "Responde com o catálogo, o estoque, as políticas e os pedidos do cliente, anota "
        "pedidos simples e admite o que não sabe.",
    },
    wakes_on=("message.received",),
    default_autonomy="act",
)
