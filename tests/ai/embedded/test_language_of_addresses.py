"""An address or a link says nothing of the language a customer writes."""

import pytest

from cauce.ai.embedded.reader import EmbeddedReader
from cauce.core.labels import Language
from cauce.core.reading import ReadingContext


@pytest.mark.parametrize("hint", ["es", "en", "pt"])
@pytest.mark.parametrize(
    "text",
    [
        "Ana Gómez, ana.gomez@gmail.com, 6612-3344",
        "ana@gmail.com",
        "https://electroistmo.example/p/tv-lg-55.com",
        "Luis Mora luis.mora@correo.com",
        "www.tienda.com",
    ],
)
def test_a_name_and_an_address_keep_the_language(
    reader: EmbeddedReader, text: str, hint: Language
) -> None:
    assert reader.read(text, ReadingContext(language_hint=hint)).language == hint


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("mi correo es ana@gmail.com y quiero la factura", "es"),
        ("my email is ana@gmail.com, please send the invoice", "en"),
        ("meu e-mail é ana@gmail.com, obrigada", "pt"),
    ],
)
def test_the_words_around_an_address_still_tell(
    reader: EmbeddedReader, text: str, language: Language
) -> None:
    for hint in ("es", "en", "pt"):
        context = ReadingContext(language_hint=hint)
        assert reader.read(text, context).language == language
