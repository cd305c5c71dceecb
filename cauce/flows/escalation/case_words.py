"""The words of a case: its summary for the team, and the answer suggested to who takes it."""

from collections.abc import Mapping

from cauce.core.labels import Intent, Language

Words = Mapping[Language, Mapping[str, str]]

# One line of the summary each; a line whose facts are missing is left out.
SUMMARY: Words = {
    "es": {
        "who": "{name} escribe por {channel}",
        "from": "{name}, de {place}, escribe por {channel}",
        "bought": "{n} pedidos antes",
        "bought_once": "un pedido antes",
        "wants": "Asunto: {intent}",
        "draft": "Pedido a medias: {items}",
        "facts": "Datos: {facts}",
        "mood": "Ánimo {mood}, urgencia {urgency}, prioridad {priority}",
        "tried": "Ya se intentó: Cauce contestó {n} veces; lo último, “{words}”",
        "tried_once": "Ya se intentó: Cauce contestó “{words}”",
        "failed": "{n} intentos sin éxito",
        "failed_once": "un intento sin éxito",
        "why": "Pasa a una persona por {reason}",
        "last": "Último mensaje: “{words}”",
    },
    "en": {
        "who": "{name} writes on {channel}",
        "from": "{name} from {place} writes on {channel}",
        "bought": "{n} orders before",
        "bought_once": "one order before",
        "wants": "Matter: {intent}",
        "draft": "Order not finished: {items}",
        "facts": "Facts: {facts}",
        "mood": "Mood {mood}, urgency {urgency}, priority {priority}",
        "tried": "Tried already: Cauce answered {n} times; the last time “{words}”",
        "tried_once": "Tried already: Cauce answered “{words}”",
        "failed": "{n} tries that did not help",
        "failed_once": "one try that did not help",
        "why": "Handed over for {reason}",
        "last": "Last message: “{words}”",
    },
    "pt": {
        "who": "{name} escreve por {channel}",
        "from": "{name}, de {place}, escreve por {channel}",
        "bought": "{n} pedidos antes",
        "bought_once": "um pedido antes",
        "wants": "Assunto: {intent}",
        "draft": "Pedido pela metade: {items}",
        "facts": "Dados: {facts}",
        "mood": "Ânimo {mood}, urgência {urgency}, prioridade {priority}",
        "tried": "Já se tentou: Cauce respondeu {n} vezes; por último, “{words}”",
        "tried_once": "Já se tentou: Cauce respondeu “{words}”",
        "failed": "{n} tentativas sem sucesso",
        "failed_once": "uma tentativa sem sucesso",
        "why": "Passa para uma pessoa por {reason}",
        "last": "Última mensagem: “{words}”",
    },
}
FACTS: Words = {
    "es": {
        "order_number": "pedido {x}",
        "products": "producto {x}",
        "quantity": "cantidad {x}",
        "budget": "presupuesto {x}",
        "date": "fecha {x}",
        "urgency": "para cuándo: {x}",
        "city": "ciudad {x}",
        "person": "nombre {x}",
        "company": "empresa {x}",
        "phone": "teléfono {x}",
        "email": "correo {x}",
    },
    "en": {
        "order_number": "order {x}",
        "products": "product {x}",
        "quantity": "quantity {x}",
        "budget": "budget {x}",
        "date": "date {x}",
        "urgency": "when: {x}",
        "city": "city {x}",
        "person": "name {x}",
        "company": "company {x}",
        "phone": "phone {x}",
        "email": "e-mail {x}",
    },
    "pt": {
        "order_number": "pedido {x}",
        "products": "produto {x}",
        "quantity": "quantidade {x}",
        "budget": "orçamento {x}",
        "date": "data {x}",
        "urgency": "para quando: {x}",
        "city": "cidade {x}",
        "person": "nome {x}",
        "company": "empresa {x}",
        "phone": "telefone {x}",
        "email": "e-mail {x}",
    },
}
MOODS: Words = {
    "es": {"negative": "negativo", "neutral": "neutro", "positive": "positivo"},
    "en": {"negative": "negative", "neutral": "neutral", "positive": "positive"},
    "pt": {"negative": "negativo", "neutral": "neutro", "positive": "positivo"},
}
URGENCIES: Words = {
    "es": {"low": "baja", "medium": "media", "high": "alta", "critical": "crítica"},
    "en": {"low": "low", "medium": "medium", "high": "high", "critical": "critical"},
    "pt": {"low": "baixa", "medium": "média", "high": "alta", "critical": "crítica"},
}
CHANNELS: Words = {
    "es": {"webchat": "el chat del sitio", "whatsapp": "WhatsApp"},
    "en": {"webchat": "the website chat", "whatsapp": "WhatsApp"},
    "pt": {"webchat": "o chat do site", "whatsapp": "WhatsApp"},
}
# What the person who answers speaks of first; `{of}` is the order or the goods, where known.
MATTERS: Mapping[Language, Mapping[Intent, str]] = {
    "es": {
        "purchase_inquiry": "Sobre la compra{of}",
        "product_info": "Sobre la información{of}",
        "pricing_question": "Sobre el precio{of}",
        "complaint": "Sobre el reclamo{of}",
        "support_request": "Sobre el problema{of}",
        "warranty_claim": "Sobre la garantía{of}",
        "delivery_tracking": "Sobre la entrega{of}",
        "refund_request": "Sobre la devolución{of}",
        "partnership": "Sobre la propuesta{of}",
    },
    "en": {
        "purchase_inquiry": "About the purchase{of}",
        "product_info": "About the information{of}",
        "pricing_question": "About the price{of}",
        "complaint": "About the complaint{of}",
        "support_request": "About the problem{of}",
        "warranty_claim": "About the warranty{of}",
        "delivery_tracking": "About the delivery{of}",
        "refund_request": "About the refund{of}",
        "partnership": "About the proposal{of}",
    },
    "pt": {
        "purchase_inquiry": "Sobre a compra{of}",
        "product_info": "Sobre as informações{of}",
        "pricing_question": "Sobre o preço{of}",
        "complaint": "Sobre a reclamação{of}",
        "support_request": "Sobre o problema{of}",
        "warranty_claim": "Sobre a garantia{of}",
        "delivery_tracking": "Sobre a entrega{of}",
        "refund_request": "Sobre o reembolso{of}",
        "partnership": "Sobre a proposta{of}",
    },
}
REPLY: Words = {
    "es": {
        "hello": "Hola{name}, gracias por escribir.",
        "sorry": "Lamento lo ocurrido.",
        "of_order": " del pedido {x}",
        "of_goods": " de {x}",
        "noted": ": tengo anotado {facts}.",
        "end": "Ya leí la conversación y me encargo de esto.",
    },
    "en": {
        "hello": "Hello{name}, thank you for writing.",
        "sorry": "I am sorry about what happened.",
        "of_order": " of order {x}",
        "of_goods": " of {x}",
        "noted": ": I have noted {facts}.",
        "end": "I have read the conversation and I am on it.",
    },
    "pt": {
        "hello": "Olá{name}, obrigado por escrever.",
        "sorry": "Lamento o ocorrido.",
        "of_order": " do pedido {x}",
        "of_goods": " de {x}",
        "noted": ": anotei {facts}.",
        "end": "Já li a conversa e cuido disso.",
    },
}
