"""The first few words of a customer: in which language they are, and what they do not mean."""

import pytest

from cauce.ai.embedded.reader import EmbeddedReader
from cauce.core.labels import Language
from cauce.core.reading import ReadingContext

SPANISH = (
    "tiene garantía?", "precio?", "tienen neveras?", "hacen envíos?", "aceptan yappy?",
    "descuento?", "nevera samsung", "el más barato", "cuotas?",
    "me interesa", "no quiero", "y la garantía?",
)  # fmt: skip
ENGLISH = (
    "warranty?", "do you ship?", "how much?", "any discount?", "cheapest phone", "fridge price",
    "open today?", "samsung fridge", "which one is better?", "free delivery?", "got laptops?",
)  # fmt: skip
PORTUGUESE = (
    "tem garantia?", "tem geladeira?", "quanto custa?", "tem desconto?", "qual o preço?",
    "tem em estoque?", "preço da geladeira", "parcelam?", "quero comprar", "qual o prazo?",
)  # fmt: skip
ROWS = [
    *(("es", text) for text in SPANISH),
    *(("en", text) for text in ENGLISH),
    *(("pt", text) for text in PORTUGUESE),
]


@pytest.mark.parametrize("hint", ["es", "en", "pt"])
def test_a_few_words_of_one_language_outweigh_the_language_of_the_house(
    reader: EmbeddedReader, hint: Language
) -> None:
    context = ReadingContext(language_hint=hint)
    wrong = [(text, lang) for lang, text in ROWS if reader.read(text, context).language != lang]
    assert wrong == []


@pytest.mark.parametrize("text", ["garantia?", "ok", "Samsung", "notebook", "WhatsApp"])
def test_words_true_in_two_languages_keep_that_of_the_house(
    reader: EmbeddedReader, text: str
) -> None:
    read = {
        hint: reader.read(text, ReadingContext(language_hint=hint)).language
        for hint in ("es", "pt")
    }
    assert read == {"es": "es", "pt": "pt"}


@pytest.mark.parametrize(
    "text",
    ["somos 5 en casa", "vivimos 4 personas", "somos 5 em casa", "we are 5 at home",
     "somos seis en la familia"],
)  # fmt: skip
def test_the_size_of_a_household_offers_no_partnership(reader: EmbeddedReader, text: str) -> None:
    assert reader.read(text, ReadingContext(language_hint="es")).intent != "partnership"
