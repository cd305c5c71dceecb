"""What is said when a person takes over: to the customer, and to the person who comes."""

from collections.abc import Mapping

from cauce.core.labels import EscalationReason, Language

Said = Mapping[Language, str]

SORRY: Said = {
    "es": "Siento mucho lo que pasó.",
    "en": "I'm so sorry about this.",
    "pt": "Sinto muito pelo que aconteceu.",
}
OWN_DATA: Said = {
    "es": "Entendido. Una solicitud sobre los datos personales la atiende siempre una persona, con "
    "todo el cuidado.",
    "en": "Understood. A request about your personal data is always taken care of by a person.",
    "pt": "Entendido. Um pedido sobre dados pessoais é sempre atendido por uma pessoa, com todo o "
    "cuidado.",
}
# The chat hides what it can, and asks that nobody send it again.
NO_CARDS: Said = {
    "es": "Por seguridad, los datos de una tarjeta nunca van por el chat: ya quedaron ocultos. "
    "Los pagos se hacen solo en el enlace seguro del pedido.",
    "en": "To keep you safe, please never send card details in the chat: they are hidden now. "
    "Payments are only made through the order's secure link.",
    "pt": "Por segurança, os dados do cartão nunca vão pelo chat: já foram ocultados. "
    "Os pagamentos são feitos só no link seguro do pedido.",
}
# Said to who waits for a person and writes again; its first words tell it from other messages.
STILL_WAITING: Said = {
    "es": "Mensaje recibido: el equipo ya lo tiene",
    "en": "Message received: the team has it",
    "pt": "Mensagem recebida: a equipe já está com ela",
}
WAITING_SOON: Said = {
    "es": "{note} y responde por aquí en cuanto pueda. Gracias por esperar.",
    "en": "{note} and will answer here as soon as they can. Thank you for waiting.",
    "pt": "{note} e responde por aqui assim que puder. Obrigado por esperar.",
}
WAITING_UNTIL: Said = {
    "es": "{note}. A esta hora no hay nadie en turno: vuelve {when} y responde por aquí.",
    "en": "{note}. Nobody is at work at this hour: they are back {when} and will answer here.",
    "pt": "{note}. A esta hora não há ninguém no turno: volta {when} e responde por aqui.",
}
OF_COURSE: Said = {"es": "Con gusto.", "en": "Of course.", "pt": "Claro."}
NOTED: Said = {"es": "Queda anotado.", "en": "This is noted.", "pt": "Está anotado."}
OPENING: Mapping[EscalationReason, Said] = {
    "customer_request": OF_COURSE,
    "legal": NOTED,
    "negative_sentiment": SORRY,
}
NAMED: Said = {
    "es": "{name}, del equipo de {team},",
    "en": "{name} from {team}",
    "pt": "{name}, da equipe de {team},",
}
SOMEBODY: Said = {
    "es": "Una persona del equipo de {team}",
    "en": "Someone from {team}",
    "pt": "Uma pessoa da equipe de {team}",
}
COMES: Said = {
    "es": "{who} sigue con esta conversación.",
    "en": "{who} takes it from here.",
    "pt": "{who} continua esta conversa.",
}
BACK: Said = {
    "es": "{who} responde por aquí; el equipo vuelve {when}.",
    "en": "{who} will answer here; the team is back {when}.",
    "pt": "{who} responde por aqui; a equipe volta {when}.",
}
# Nobody knows when they are back.
LATER: Said = {
    "es": "{who} responde por aquí en cuanto alguien vuelva al turno.",
    "en": "{who} will answer here as soon as somebody is back at work.",
    "pt": "{who} responde por aqui assim que alguém voltar ao turno.",
}
VISITOR: Said = {"es": "Un visitante", "en": "A visitor", "pt": "Um visitante"}
USUALLY: Said = {
    "es": "Normalmente respondemos en unos {minutes} minutos.",
    "en": "We usually answer in about {minutes} minutes.",
    "pt": "Normalmente respondemos em cerca de {minutes} minutos.",
}
REASONS: Mapping[Language, Mapping[EscalationReason, str]] = {
    "es": {
        "customer_request": "pedido del cliente",
        "legal": "asunto legal",
        "negative_sentiment": "malestar del cliente",
        "high_value": "monto alto",
        "failed_attempts": "intentos sin éxito",
        "vip": "cliente VIP",
        "complex": "caso complejo",
        "outside_authority": "algo que solo decide una persona",
    },
    "en": {
        "customer_request": "the customer's request",
        "legal": "a legal matter",
        "negative_sentiment": "an upset customer",
        "high_value": "a high amount",
        "failed_attempts": "tries that failed",
        "vip": "a VIP customer",
        "complex": "a complex case",
        "outside_authority": "something only a person decides",
    },
    "pt": {
        "customer_request": "pedido do cliente",
        "legal": "assunto jurídico",
        "negative_sentiment": "insatisfação do cliente",
        "high_value": "valor alto",
        "failed_attempts": "tentativas sem sucesso",
        "vip": "cliente VIP",
        "complex": "caso complexo",
        "outside_authority": "algo que só uma pessoa decide",
    },
}
INTENTS: Mapping[Language, Mapping[str, str]] = {
    "es": {
        "purchase_inquiry": "compra",
        "product_info": "información de producto",
        "pricing_question": "precio",
        "complaint": "reclamo",
        "support_request": "ayuda técnica",
        "warranty_claim": "garantía",
        "delivery_tracking": "entrega de un pedido",
        "refund_request": "devolución de dinero",
        "partnership": "alianza o proveedor",
        "general_inquiry": "consulta general",
        "spam": "spam",
    },
    "en": {
        "purchase_inquiry": "purchase",
        "product_info": "product information",
        "pricing_question": "price",
        "complaint": "complaint",
        "support_request": "technical help",
        "warranty_claim": "warranty",
        "delivery_tracking": "delivery of an order",
        "refund_request": "refund",
        "partnership": "partnership or supply",
        "general_inquiry": "general question",
        "spam": "spam",
    },
    "pt": {
        "purchase_inquiry": "compra",
        "product_info": "informação de produto",
        "pricing_question": "preço",
        "complaint": "reclamação",
        "support_request": "ajuda técnica",
        "warranty_claim": "garantia",
        "delivery_tracking": "entrega de um pedido",
        "refund_request": "reembolso",
        "partnership": "parceria ou fornecimento",
        "general_inquiry": "dúvida geral",
        "spam": "spam",
    },
}
NOTE_TITLE: Said = {
    "es": "Hace falta una persona: {reason}",
    "en": "A person is needed: {reason}",
    "pt": "É preciso uma pessoa: {reason}",
}
