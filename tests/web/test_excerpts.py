"""What a search found is shown around its words, as they were written."""

import pytest

from cauce.web.excerpt import excerpt, reached_at

LONG = "Buenas, les escribo porque el año pasado compré una Refrigeradora Samsung con ustedes"


def marked(text: str, search: str) -> list[str]:
    return [piece for piece, is_found in excerpt(text, search) if is_found]


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("refrigeradora", ["Refrigeradora"]),
        ("REFRI", ["Refri"]),
        ("ano", ["año"]),
        ("refri samsung", ["Refri", "Samsung"]),
        ("gerador", []),
        ("%", []),
    ],
)
def test_the_words_are_marked_as_they_were_written(search: str, words: list[str]) -> None:
    assert marked(LONG, search) == words


def test_a_text_is_cut_before_the_word_and_loses_nothing_after_it() -> None:
    told = "".join(piece for piece, _ in excerpt(LONG, "refrigeradora"))
    assert told == "…pasado compré una Refrigeradora Samsung con ustedes"
    assert "".join(piece for piece, _ in excerpt("hola Ana", "ana")) == "hola Ana"


def test_accents_that_are_signs_of_their_own_are_marked_too() -> None:
    assert marked("la sen\u0303al", "señal") == ["sen\u0303al"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("6000-0201", "+50760000201"),
        ("luz@correo.example", "luz@correo.example"),
        ("Luz", "luz@correo.example"),
        ("refrigeradora", ""),
        ("", ""),
    ],
)
def test_the_address_that_was_searched_for_is_told(search: str, found: str) -> None:
    assert reached_at(("+50760000201", "luz@correo.example"), search) == found
