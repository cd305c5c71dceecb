"""What the payment page says, in the three languages."""

from typing import Final

from cauce.core.business import PaymentMethod
from cauce.core.labels import Language

WORDS: Final[dict[Language, dict[str, str]]] = {
    "es": {
        "title": "Pago del pedido {number}",
        "order": "Pedido {number}",
        "subtotal": "Productos",
        "discount": "Descuento",
        "shipping": "Envío",
        "free": "Gratis",
        "pickup": "Retiro en tienda",
        "total": "Total",
        "ship_to": "Se envía a {city}",
        "at_shop": "Se retira en la tienda",
        "for": "A nombre de {name}",
        "pay": "Pagar {total}",
        "demo": "Pago de demostración: no se cobra nada.",
        "methods": "Formas de pago",
        "no_gateway": "Escríbenos por el chat para coordinar el pago.",
        "paid": "Pago recibido",
        "paid_text": "Gracias por tu compra. Te avisamos por el chat cuando salga.",
        "cancelled": "Pedido cancelado",
        "cancelled_text": "Este pedido ya no se puede pagar.",
        "unknown": "No encontramos este pedido",
        "unknown_text": "Revisa que el enlace esté completo, o escríbenos por el chat.",
        "stale": "La página estuvo abierta mucho tiempo. Inténtalo otra vez.",
    },
    "en": {
        "title": "Payment of order {number}",
        "order": "Order {number}",
        "subtotal": "Products",
        "discount": "Discount",
        "shipping": "Delivery",
        "free": "Free",
        "pickup": "Pick up in the shop",
        "total": "Total",
        "ship_to": "Delivered to {city}",
        "at_shop": "Picked up in the shop",
        "for": "In the name of {name}",
        "pay": "Pay {total}",
        "demo": "Demo payment: nothing is charged.",
        "methods": "Ways to pay",
        "no_gateway": "Write to us in the chat to arrange the payment.",
        "paid": "Payment received",
        "paid_text": "Thank you for your order. We will tell you in the chat when it leaves.",
        "cancelled": "Order cancelled",
        "cancelled_text": "This order cannot be paid any more.",
        "unknown": "We cannot find this order",
        "unknown_text": "Check that the link is complete, or write to us in the chat.",
        "stale": "The page was open for a long time. Try again.",
    },
    "pt": {
        "title": "Pagamento do pedido {number}",
        "order": "Pedido {number}",
        "subtotal": "Produtos",
        "discount": "Desconto",
        "shipping": "Entrega",
        "free": "Grátis",
        "pickup": "Retirada na loja",
        "total": "Total",
        "ship_to": "Entrega em {city}",
        "at_shop": "Retirada na loja",
        "for": "Em nome de {name}",
        "pay": "Pagar {total}",
        "demo": "Pagamento de demonstração: nada é cobrado.",
        "methods": "Formas de pagamento",
        "no_gateway": "Escreva no chat para combinar o pagamento.",
        "paid": "Pagamento recebido",
        "paid_text": "Obrigado pela compra. Avisamos no chat quando sair.",
        "cancelled": "Pedido cancelado",
        "cancelled_text": "Este pedido não pode mais ser pago.",
        "unknown": "Não encontramos este pedido",
        "unknown_text": "Confira se o link está completo, ou escreva no chat.",
        "stale": "A página ficou aberta por muito tempo. Tente de novo.",
    },
}
# Ways to pay that have a name in every language; the others are names of their own.
_WAYS: Final[dict[Language, dict[str, str]]] = {
    "es": {
        "card": "Tarjeta de crédito o débito",
        "bank_transfer": "Transferencia bancaria",
        "cash": "Efectivo",
    },
    "en": {
        "card": "Credit or debit card",
        "bank_transfer": "Bank transfer",
        "cash": "Cash",
    },
    "pt": {
        "card": "Cartão de crédito ou débito",
        "bank_transfer": "Transferência bancária",
        "cash": "Dinheiro",
    },
}


def way_to_pay(method: PaymentMethod, language: Language, house: Language) -> str:
    """What the business calls it; in another language than its own, what it is called there."""
    return method.name if language == house else _WAYS[language].get(method.code, method.name)
