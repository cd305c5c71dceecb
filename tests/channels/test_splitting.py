"""Long texts are cut where a reader would pause, and nothing that belongs together is torn."""

import re

import pytest

from cauce.channels import CHANNELS
from cauce.channels.splitting import split

SENTENCE = "Con gusto le ayudo a elegir la lavadora que mejor le queda a su familia. "


def letters(*texts: str) -> str:
    return re.sub(r"\s+", "", "".join(texts))


@pytest.mark.parametrize("most", [60, 200, 1000, 2000, 4096])
@pytest.mark.parametrize(
    "text",
    [
        SENTENCE * 90,
        "palabra " * 900,
        "sinespacios" * 700,
        "uno\n\ndos\n" * 600,
        "¿Ñandú? ¡Sí! " * 500,
        "👩‍👧‍👦 familia 🇵🇦 " * 300,
    ],
)
def test_nothing_is_lost_and_every_piece_fits(text: str, most: int) -> None:
    pieces = split(text, most)
    assert letters(*pieces) == letters(text)
    assert all(0 < len(piece) <= most for piece in pieces)
    assert all(piece == piece.strip() for piece in pieces)


def test_a_short_text_stays_whole_and_an_empty_one_is_none() -> None:
    assert split("Hola", 4096) == ("Hola",)
    assert split(" \n ", 4096) == ()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (SENTENCE + "\n\n" + SENTENCE * 3, SENTENCE.strip()),
        (SENTENCE * 4, (SENTENCE * 2).strip()),
        ("a, " * 70, ("a, " * 67).strip()),
    ],
)
def test_the_cut_is_at_the_best_pause_there_is(text: str, first: str) -> None:
    assert split(text, 200)[0] == first


@pytest.mark.parametrize(
    "whole",
    [
        "https://electroistmo.example/lavadoras/carga-frontal?color=blanco&envio=david",
        "B/. 1,299.00",
        "US$ 1,299.00",
        "R$ 1.299,00",
        "1299 USD",
        "+507 6000-1234",
        "(507) 6000 1234",
        "LAV-8KG-INV-2024",
        "ventas@electroistmo.example",
        "*oferta de la semana*",
    ],
)
def test_a_link_a_price_a_phone_or_a_code_is_never_torn(whole: str) -> None:
    for ahead in range(1, 140):
        text = "x" * ahead + " " + whole + " " + "y z " * 60
        assert any(whole in piece for piece in split(text, 140)), ahead


def test_instagram_counts_bytes() -> None:
    instagram = CHANNELS["instagram"]
    pieces = split("ñandú cariñoso. " * 200, instagram.max_text, instagram.measure)
    assert all(instagram.fits(piece) for piece in pieces)
    assert len(pieces) == 4


def test_an_accent_stays_on_its_letter() -> None:
    assert all(piece[0] != "\u0301" for piece in split("a\u0301" * 500, 101))
