"""A shop's home page with the chat on it, so that the owner can play the customer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from starlette.responses import Response

from cauce.core.amounts import written
from cauce.core.business import Product, Profile
from cauce.core.labels import Language
from cauce.core.opening import opening
from cauce.core.spelling import plain
from cauce.web.page import house_of
from cauce.web.public import language_of, page
from cauce.web.route import pages

router = pages()

_SHOWN_OF_A_CATEGORY: Final = 8
_WORDS: Final[dict[Language, dict[str, str]]] = {
    "es": {
        "ask": "Preguntar por el chat",
        "ask_product": "Preguntar",
        "asks": "Hola, ¿me cuentas más sobre {name}?",
        "in": "Disponible",
        "low": "Quedan {n}",
        "out": "Agotado",
        "service": "Con cita",
        "open": "Abierto ahora",
        "closed": "Cerrado ahora",
        "demo": "Página de demostración: escribe en el chat como si fueras un cliente.",
        "shipping": "Envíos a todo el país",
        "pickup": "Retiro en tienda",
        "returns": "{n} días para devoluciones",
        "warranty": "{n} meses de garantía",
    },
    "en": {
        "ask": "Ask in the chat",
        "ask_product": "Ask about it",
        "asks": "Hi, can you tell me more about {name}?",
        "in": "In stock",
        "low": "{n} left",
        "out": "Out of stock",
        "service": "By appointment",
        "open": "Open now",
        "closed": "Closed now",
        "demo": "Demo page: write in the chat as if you were a customer.",
        "shipping": "Delivery all over the country",
        "pickup": "Pick up in the shop",
        "returns": "{n} days to return",
        "warranty": "{n} months of warranty",
    },
    "pt": {
        "ask": "Perguntar no chat",
        "ask_product": "Perguntar",
        "asks": "Olá, pode me contar mais sobre {name}?",
        "in": "Disponível",
        "low": "Restam {n}",
        "out": "Esgotado",
        "service": "Com hora marcada",
        "open": "Aberto agora",
        "closed": "Fechado agora",
        "demo": "Página de demonstração: escreva no chat como se fosse um cliente.",
        "shipping": "Entrega em todo o país",
        "pickup": "Retirada na loja",
        "returns": "{n} dias para devoluções",
        "warranty": "{n} meses de garantia",
    },
}
# Drawings for products without a picture, by the words their category is known by.
_DRAWINGS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("laptop", ("laptop", "portatil", "notebook", "computador")),
    ("phone", ("celular", "telefono", "phone", "tablet", "movil")),
    ("screen", ("televisor", "monitor", "tv", "pantalla")),
    ("sound", ("audio", "audifono", "parlante", "sonido")),
    ("cold", ("refriger", "nevera", "congelador")),
    ("wash", ("lava", "secadora")),
    ("air", ("climatiz", "aire", "ventil")),
    ("kitchen", ("cocina", "licuadora", "horno")),
    ("print", ("impresora",)),
    ("network", ("red", "router", "wifi")),
    ("tooth", ("prevencion", "rehabilit", "ortodon", "restaur", "endodon", "cirugia", "odonto")),
    ("spark", ("estetic", "belleza", "spa")),
)


@dataclass(frozen=True, slots=True)
class _Shown:
    name: str
    description: str
    price: str
    stock: str
    label: str
    asks: str
    image: str | None
    drawing: str


@router.get("/demo/shop")
async def shop(request: Request) -> Response:
    house = house_of(request)
    async with house.store.reading() as session:
        knowledge = await house.knowledge.current(session)
    profile = knowledge.profile
    language = language_of(request, profile.language)
    words = _WORDS[language]
    return page(
        "demo_shop.html",
        profile=profile,
        language=language,
        words=words,
        description=profile.description.get(language, ""),
        is_open=opening(profile, house.clock.now()).open_now,
        promises=tuple(_promises(profile, words)),
        shelves=_shelves(knowledge.products, words, language),
    )


def _shelves(
    products: Iterable[Product], words: dict[str, str], language: Language
) -> list[tuple[str, list[_Shown]]]:
    """Categories with most products first; what is sold out comes last in each."""
    by_category: dict[str, list[Product]] = {}
    for product in products:
        by_category.setdefault(product.category, []).append(product)
    ordered = sorted(by_category.items(), key=lambda shelf: -len(shelf[1]))
    return [
        (
            category,
            [
                _shown(product, words, language)
                for product in sorted(shelf, key=lambda one: not one.available)
            ][:_SHOWN_OF_A_CATEGORY],
        )
        for category, shelf in ordered
    ]


def _shown(product: Product, words: dict[str, str], language: Language) -> _Shown:
    name = product.name_in(language)
    stock = _stock(product)
    return _Shown(
        name=name,
        description=product.descriptions.get(language, product.description),
        price=written(product.price),
        stock=stock,
        label=words[stock].format(n=product.stock),
        asks=words["asks"].format(name=name),
        image=next((one for one in product.images if one.startswith("https://")), None),
        drawing=_drawing(product.category),
    )


def _stock(product: Product) -> str:
    if product.stock is None:
        return "service"
    if product.stock <= 0:
        return "out"
    return "low" if product.stock <= product.low_stock_level else "in"


def _drawing(category: str) -> str:
    known = plain(category)
    return next((name for name, words in _DRAWINGS if any(word in known for word in words)), "bag")


def _promises(profile: Profile, words: dict[str, str]) -> Iterable[str]:
    if profile.shipping:
        yield words["shipping"]
    if profile.pickup_available:
        yield words["pickup"]
    if profile.returns_days:
        yield words["returns"].format(n=profile.returns_days)
    if profile.warranty_months:
        yield words["warranty"].format(n=profile.warranty_months)
