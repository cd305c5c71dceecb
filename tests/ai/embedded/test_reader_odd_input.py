"""Whatever arrives, the reader answers, quickly and without falling."""

import math
from statistics import median
from time import perf_counter

import pytest

from cauce.ai.embedded.reader import EmbeddedReader
from cauce.ai.embedded.wording import MEANINGFUL_CHARACTERS, clean, fold, read_wording

ODD = {
    "a hundred kilobytes": "quiero comprar una nevera por favor " * 3_000,
    "one endless word": "a" * 100_000,
    "digits without end": "1" * 50_000,
    "nul and controls": "hola\x00\x07 quiero\x1b[31m el precio",
    "lone surrogates": "hola \ud83d quiero \udc00 pagar",
    "right to left": "\u202eoicerp le sé láuc\u202c مرحبا كم السعر",
    "zero width": "q\u200bu\u200ci\u200de\u2060r\ufeffo hablar con una persona",
    "only emoji": "😡😡😡",
    "only blanks": " \t\n\u3000 ",
    "only marks": "¿?¡!....,,,;;",
    "stacked accents": "a" + "\u0301" * 5_000,
    "brackets": "((((((" * 500 + "{{{{[[[[" * 500,
    "dotted I": "İSTANBUL İİİ cuánto cuesta",
    "numbers in a row": "1.2.3.4.5 " * 2_000,
    "ats and dots": "a@a.a." * 3_000,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_input_is_read_in_bounded_time(reader: EmbeddedReader, name: str) -> None:
    started = perf_counter()
    reading = reader.read(ODD[name])
    assert perf_counter() - started < 0.5
    assert math.isfinite(reading.mood.score)
    assert 0.0 <= reading.intent_confidence <= 1.0


def test_invisible_marks_do_not_hide_words(reader: EmbeddedReader) -> None:
    assert reader.read(ODD["zero width"]).wants_person


def test_junk_does_not_use_up_the_room_for_meaning() -> None:
    text = "\u200b" * 20_000 + "quiero pagar"
    assert clean(text) == "quiero pagar"
    assert len(clean("hola que tal " * 5_000)) <= MEANINGFUL_CHARACTERS


def test_folding_keeps_every_character_in_its_place() -> None:
    text = "ÁÑÇãõ İ ß ﬁ Straße ŁØ"
    assert len(fold(text)) == len(text)
    assert fold("Ñandú ÇÃO") == "nandu cao"


def test_words_keep_the_spelling_of_the_customer() -> None:
    wording = read_wording("Quiero  hablar, con ALGUIEN")
    assert wording.words == ("quiero", "hablar", "con", "alguien")
    assert wording.verbatim(3, 3) == "ALGUIEN"


def test_a_reading_takes_a_few_milliseconds(reader: EmbeddedReader) -> None:
    text = (
        "Buenas tardes, quiero saber si tienen la nevera de 14 pies en gris, cuánto cuesta con "
        "envío a Arraiján y si aceptan Yappy, la necesito para el viernes"
    )
    times = []
    for _ in range(30):
        started = perf_counter()
        reader.read(text)
        times.append(perf_counter() - started)
    # Ten times what it takes on an idle core, for machines that do other things meanwhile.
    assert median(times) < 0.03
