"""The columns of a products or questions CSV: their names, other names for them, what they hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cauce.knowledge.business_terms import plain
from cauce.store.queries.catalogue import Shelf

Holds = Literal["text", "list", "amount", "count", "stock", "pairs", "code"]


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the field of the business file; `also` what other programs call it."""

    name: str
    holds: Holds
    also: tuple[str, ...]
    means: str
    needed: bool = False


PRODUCT_COLUMNS: tuple[Column, ...] = (
    Column(
        "sku",
        "text",
        ("codigo", "cod", "referencia", "ref", "code", "item code", "codigo de producto"),
        "Your own code, used once.",
        needed=True,
    ),
    Column("name", "text", ("nombre", "producto", "nome", "produto", "product", "title"), "Name."),
    Column("category", "text", ("categoria", "rubro", "familia"), "Category."),
    Column(
        "description",
        "text",
        ("descripcion", "descricao", "detalle"),
        "What it is; a new product without one is described by its name.",
    ),
    Column(
        "price",
        "amount",
        ("precio", "preco", "pvp", "precio de venta", "unit price", "valor"),
        "What the customer pays.",
    ),
    Column("currency", "code", ("moneda", "moeda"), "Empty: the currency of the business."),
    Column(
        "stock",
        "stock",
        ("existencias", "existencia", "inventario", "cantidad", "estoque", "quantity", "qty"),
        "Units that can be sold now, or the word service.",
    ),
    Column(
        "low_stock_level",
        "count",
        ("stock minimo", "minimo", "estoque minimo", "minimum stock"),
        "Stock from which the team is told to buy more.",
    ),
    Column("features", "list", ("caracteristicas",), "Separated by |."),
    Column("uses", "list", ("usos",), "What it is good for, separated by |."),
    Column("synonyms", "list", ("sinonimos",), "Other words for it, separated by |."),
    Column(
        "images", "list", ("imagen", "imagenes", "imagem", "imagens", "image", "foto"), "Links."
    ),
    Column("link", "text", ("enlace", "url", "liga"), "Its page in your shop."),
    Column(
        "warranty_months",
        "count",
        ("garantia", "garantia meses", "meses de garantia", "warranty"),
        "Empty: the warranty of the business.",
    ),
    Column(
        "duration_minutes",
        "count",
        ("duracion", "duracao", "minutos", "duration"),
        "How long an appointment takes; services only.",
    ),
    Column(
        "attributes",
        "pairs",
        ("atributos",),
        "Facts to compare, like ram_gb=16|brand=Dell.",
    ),
)
FAQ_COLUMNS: tuple[Column, ...] = (
    Column("question", "text", ("pregunta", "pergunta"), "What customers ask.", needed=True),
    Column("answer", "text", ("respuesta", "resposta"), "What you answer.", needed=True),
    Column("language", "text", ("idioma", "lengua", "lingua"), "es, en or pt; empty: es."),
    Column("topic", "text", ("tema", "topico"), "shipping, payment, warranty, returns, …"),
    Column(
        "alternatives",
        "list",
        ("alternativas", "otras preguntas", "variantes"),
        "Other ways to ask it, separated by |.",
    ),
)


@dataclass(frozen=True, slots=True)
class Header:
    """What each cell of the first line stands for; None is a column nobody uses."""

    shelf: Shelf
    columns: tuple[Column | None, ...]
    unused: tuple[str, ...]
    repeated: tuple[str, ...]
    missing: tuple[str, ...]


def header_of(cells: Sequence[str]) -> Header:
    """Products, unless the columns speak of questions."""
    names = [_normal(cell) for cell in cells]
    shelf: Shelf = "products"
    if _index(FAQ_COLUMNS).keys() & {*names} and "sku" not in _known(PRODUCT_COLUMNS, names):
        shelf = "faqs"
    catalogue = FAQ_COLUMNS if shelf == "faqs" else PRODUCT_COLUMNS
    index = _index(catalogue)
    columns = tuple(index.get(name) for name in names)
    found = [column.name for column in columns if column is not None]
    return Header(
        shelf=shelf,
        columns=columns,
        unused=tuple(
            cell for cell, column in zip(cells, columns, strict=True) if column is None and cell
        ),
        repeated=tuple(sorted({name for name in found if found.count(name) > 1})),
        missing=tuple(one.name for one in catalogue if one.needed and one.name not in found),
    )


def _index(catalogue: tuple[Column, ...]) -> dict[str, Column]:
    return {
        name: column
        for column in catalogue
        for name in (_normal(column.name), *map(_normal, column.also))
    }


def _known(catalogue: tuple[Column, ...], names: Sequence[str]) -> set[str]:
    index = _index(catalogue)
    return {index[name].name for name in names if name in index}


def _normal(cell: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain(cell)).split())
