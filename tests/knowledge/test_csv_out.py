"""A catalogue that was handed out can be brought in again, and is the same."""

import pytest

from cauce.core.labels import LANGUAGES, Language
from cauce.knowledge import csv_out
from cauce.knowledge.csv_columns import PRODUCT_COLUMNS, header_of
from cauce.knowledge.csv_rows import read_csv
from cauce.web.i18n import Words

ENTRY = {
    "sku": "A-1",
    "name": "=HYPERLINK(1)",
    "category": "Muebles; y más",
    "description": 'Dice "hola"\ny sigue',
    "price": "1299.50",
    "currency": "USD",
    "stock": 4,
    "low_stock_level": 2,
    "features": ["roble", "+resistente"],
    "uses": ["oficina"],
    "synonyms": ["banco"],
    "images": ["https://tienda.example/1.jpg"],
    "link": "https://tienda.example/a-1",
    "warranty_months": 12,
    "attributes": {"ram_gb": 16, "brand": "Dell", "wireless": True, "channels": "2.1", "m": 1.5},
}


def _names(language: Language) -> dict[str, str]:
    words = Words(language)
    return {one.name: words(f"column.{one.name}") for one in PRODUCT_COLUMNS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_names_of_the_columns_are_understood_in_every_language(language: Language) -> None:
    names = _names(language)
    header = header_of([names[one.name] for one in PRODUCT_COLUMNS])
    assert [one.name if one else None for one in header.columns] == list(names)
    assert (header.shelf, header.unused, header.missing) == ("products", (), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_is_read_as_it_was(language: Language) -> None:
    service = {"sku": "S-1", "name": "Instalación", "category": "x", "price": "5", "stock": None}
    text = csv_out.catalogue(_names(language), (ENTRY, service))
    read = read_csv(text.encode())
    assert (read.problems, read.notes) == ((), ())
    first, second = (dict(piece.fields) for piece in read.pieces)
    assert {name: str(value) for name, value in first.items()} == {
        name: str(value) for name, value in ENTRY.items()
    }
    assert first["attributes"] == ENTRY["attributes"]
    assert second["stock"] in (None, "service")


def test_no_cell_begins_like_a_formula() -> None:
    text = csv_out.catalogue({}, (ENTRY,))
    assert "\ufeffsku;name" in text
    assert ";'=HYPERLINK(1);" in text
