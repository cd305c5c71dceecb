"""An answer leaves as as few messages as its channel allows, in order, with its buttons last."""

import pytest

from cauce.channels import CHANNELS
from cauce.channels.planning import Piece, plan
from cauce.core.actions import SendMessage
from cauce.core.delivery import Cards, ProductCard
from cauce.core.dialogue import QuickReply

OUTSIDE = ("whatsapp", "messenger", "instagram")
SENTENCE = "Con gusto le ayudo a elegir la lavadora que mejor le queda. "
LAVADORA = ProductCard("LAV-1", "Lavadora 8 kg", "B/. 499", link="https://a.example/lav-1")
SECADORA = ProductCard("SEC-1", "Secadora", "B/. 399")


def says(text: str, buttons: int = 0) -> SendMessage:
    replies = tuple(QuickReply(f"Opción {at}", f"Quiero la {at}") for at in range(buttons))
    return SendMessage(text, "es", quick_replies=replies)


def texts(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if isinstance(piece, SendMessage)]


@pytest.mark.parametrize("channel", OUTSIDE)
@pytest.mark.parametrize("buttons", [0, 2])
def test_what_fits_is_one_message(channel: str, buttons: int) -> None:
    message = says("¿A qué ciudad?", buttons)
    assert plan(CHANNELS[channel], message) == (message,)


@pytest.mark.parametrize("channel", OUTSIDE)
@pytest.mark.parametrize("buttons", [0, 3, 9])
def test_a_long_text_is_cut_and_only_its_last_piece_has_buttons(channel: str, buttons: int) -> None:
    message = says(SENTENCE * 120, buttons)
    pieces = plan(CHANNELS[channel], message)
    assert len(pieces) > 1
    assert "".join(texts(pieces)).replace(" ", "") == message.text.replace(" ", "")
    assert all(CHANNELS[channel].fits(text) for text in texts(pieces))
    assert [bool(piece.quick_replies) for piece in pieces[:-1]] == [False] * (len(pieces) - 1)
    assert pieces[-1].quick_replies == message.quick_replies
    if channel == "whatsapp" and buttons:
        assert len(texts(pieces)[-1]) <= 1024


def test_buttons_on_whatsapp_leave_less_room() -> None:
    assert len(plan(CHANNELS["whatsapp"], says(SENTENCE * 30))) == 1
    assert len(plan(CHANNELS["whatsapp"], says(SENTENCE * 30, 2))) == 2


def test_choices_that_find_no_room_are_told_in_words() -> None:
    [only] = plan(CHANNELS["whatsapp"], says("¿Cuál?", 12))
    assert isinstance(only, SendMessage)
    assert len(only.quick_replies) == 10
    assert only.text == "¿Cuál?\n\n• Opción 10\n• Opción 11"


def test_products_come_out_of_the_catalogue_where_there_is_one() -> None:
    message = says("Le muestro dos:")
    pieces = plan(CHANNELS["whatsapp"], message, (LAVADORA, SECADORA), "cat_1")
    assert pieces == (message, Cards((LAVADORA, SECADORA), "es", "cat_1"))


def test_without_a_catalogue_products_are_told_in_words_once() -> None:
    text = "La Secadora cuesta B/. 399."
    [only] = plan(CHANNELS["whatsapp"], says(text), (LAVADORA, SECADORA))
    assert isinstance(only, SendMessage)
    assert only.text == f"{text}\n\n• Lavadora 8 kg — B/. 499\nhttps://a.example/lav-1"


@pytest.mark.parametrize("channel", ["messenger", "instagram"])
def test_pictures_of_products_carry_the_buttons_as_they_are_shown_last(channel: str) -> None:
    message = says("Le muestro:", 2)
    words, cards = plan(CHANNELS[channel], message, (LAVADORA,))
    assert words.quick_replies == ()
    assert isinstance(cards, Cards)
    assert cards.quick_replies == message.quick_replies
    assert cards.catalog_id is None
