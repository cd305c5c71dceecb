"""How many of each thing a list wants, and what of it names no single product."""

from typing import Any

import pytest

from cauce.ai.embedded.composer.absorbing import absorb
from cauce.ai.embedded.composer.baskets import Listed, listed
from cauce.ai.embedded.composer.how_many import count_of
from cauce.ai.embedded.composer.meant import meant_by
from cauce.ai.embedded.composer.noticing import notice
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.dialogue import Brief, Customer, Memory
from tests.ai.demo_talks import MONDAY, business_of, reading_of


@pytest.mark.parametrize(
    ("part", "count"),
    [
        ("2 audifonos jbl tune", 2),
        ("me das 2 audifonos", 2),
        ("hola, quiero 3 mouse", 3),
        ("las 2 lavadoras", 2),
        ("3 de las hp", 3),
        ("cotizacion de 2 tv lg 55", 2),
        ("i want two of the dell", 2),
        ("licuadora oster x2", 2),
        ("laptop hp 15 x 3", 3),
        ("3x mouse", 3),
        ("mouse 4 unidades", 4),
        ("media docena de mouse", 6),
        ("10 iphone 16", 10),
        ("precio tv lg 55", None),
        ("tv tcl 65", None),
        ("quiero la laptop hp 15", None),
        ("dame la 55", None),
        ("una de 65", None),
        ("lavadora lg 19", None),
        ("the samsung 300 fridge", None),
        ("12000 btu", None),
        ("55 pulgadas tv lg", None),
        ("un par de dias", None),
    ],
)
def test_only_a_number_that_counts_is_a_quantity(part: str, count: int | None) -> None:
    assert count_of(part) == count


def read(text: str, **memory: Any) -> Listed:
    knowledge, index = business_of("electro_istmo")
    before = Memory(**memory)
    reading = reading_of({"intent": "purchase_inquiry"}, "es")
    brief = Brief(MONDAY, text, reading, before, knowledge, Customer("c"))
    seen = notice(brief, index)
    meant = meant_by(brief, seen, index)
    return listed(Scene(brief, index, seen, meant, absorb(brief, seen, meant, index), "es"))


HP, MOUSE, TV55, TV65 = "LAP-HP-15", "ACC-LOG-M185", "TV-LG-55", "TV-TCL-65"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("precio tv lg 55 y tv tcl 65", [(TV55, 1), (TV65, 1)]),
        ("quiero una tv lg 55 y una de 65", [(TV55, 1), (TV65, 1)]),
        ("tv samsung 43 y monitor dell 24", [("TV-SAM-43", 1), ("MON-DEL-24", 1)]),
        ("lavadora lg 19 y la refri samsung 300", [("LAV-LG-19", 1), ("REF-SAM-300", 1)]),
        ("quiero la laptop hp 15 y un mouse", [(HP, 1), (MOUSE, 1)]),
        ("i want 3 mice and two keyboards", [(MOUSE, 3), ("ACC-LOG-K380", 2)]),
        ("quero 2 mouse e 1 teclado logitech", [(MOUSE, 2), ("ACC-LOG-K380", 1)]),
        (
            "hp pavilion plus 14 y dell inspiron 14 plus",
            [("LAP-HP-PAV14", 1), ("LAP-DEL-14PLUS", 1)],
        ),
        ("quiero la laptop hp 15 de 8 gb y 256", [(HP, 1)]),
        ("quiero la laptop hp 15 y pago con yappy", [(HP, 1)]),
        ("quiero la hp 15, a nombre de Juan Perez, a David", [(HP, 1)]),
    ],
)
def test_every_part_is_read_for_itself(text: str, wanted: list[tuple[str, int]]) -> None:
    found = read(text)
    assert [(line.sku, line.quantity) for line in found.lines] == wanted
    assert found.unclear == ()


@pytest.mark.parametrize(
    "text",
    [
        "me la llevo, y tambien un mouse",
        "si, y también un mouse",
        "I'll take it and a mouse",
        "vou levar e também um mouse",
    ],
)
def test_what_is_in_hand_is_taken_with_the_rest(text: str) -> None:
    found = read(text, stage="offered", focus=HP, shown=(HP,), pending="take_order")
    assert [line.sku for line in found.lines] == [HP, MOUSE]


@pytest.mark.parametrize(
    ("text", "words", "options"),
    [
        ("quiero la laptop hp 15 y una nevera", "nevera", True),
        ("quiero la laptop hp 15 y una guitarra", "guitarra", False),
    ],
)
def test_a_part_without_one_product_is_kept_to_be_said(
    text: str, words: str, options: bool
) -> None:
    [part] = read(text).unclear
    assert part.words == words
    assert bool(part.options) == options


@pytest.mark.parametrize(
    "text",
    [
        "quiero la laptop hp 15 y un descuento",
        "quiero la laptop hp 15 y que me la manden a David",
        "quiero la laptop hp 15, mi correo es ana@gmail.com",
        "quiero la laptop hp 15 para mi hijo y para la universidad",
    ],
)
def test_what_is_no_thing_is_not_missed(text: str) -> None:
    assert read(text).unclear == ()


def test_a_list_that_is_announced_is_not_counted_by_its_announcement() -> None:
    found = read("hola quiero comprar 3 cosas: mouse, teclado y la laptop hp 15")
    assert [(line.sku, line.quantity) for line in found.lines] == [
        (MOUSE, 1),
        ("ACC-LOG-K380", 1),
        (HP, 1),
    ]
