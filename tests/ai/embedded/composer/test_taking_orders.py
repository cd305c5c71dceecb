"""What a talk ends in: every thing that was wanted, as many as were said, to the place told."""

import pytest

from cauce.ai.embedded.reader import EmbeddedReader
from tests.ai.embedded.composer.talking import Talk, lines, talk

HP, MOUSE, KEYS = ("LAP-HP-15", 1), ("ACC-LOG-M185", 1), ("ACC-LOG-K380", 1)
BOTH = [("TV-LG-55", 1), ("TV-TCL-65", 1)]


@pytest.mark.parametrize(
    ("says", "wanted", "city"),
    [
        (["precio tv lg 55 y tv tcl 65", "las dos", "a David", "si"], BOTH, "David"),
        (
            ["how much is the lg 55 tv and the tcl 65 tv?", "both", "Boquete", "yes"],
            BOTH,
            "Boquete",
        ),
        (["quanto custa a tv lg 55 e a tv tcl 65?", "as duas", "David", "sim"], BOTH, "David"),
        (
            ["cuanto sale la laptop hp 15 y un mouse", "las quiero a David", "si"],
            [HP, MOUSE],
            "David",
        ),
        (["quiero la laptop hp 15 y un mouse", "a Colón", "si"], [HP, MOUSE], "Colón"),
        (
            [
                "una freidora ninja",
                "a santiago",
                "y agrega una arrocera oster",
                "y tambien un mouse",
                "quita la arrocera",
                "confirmo",
            ],
            [("COC-NIN-AF", 1), MOUSE],
            "Santiago",
        ),
        (
            ["2 licuadoras oster y 1 cafetera, envio a colon", "confirmo"],
            [("COC-OST-600", 2), ("COC-BD-12T", 1)],
            "Colón",
        ),
        (
            [
                "precio de la laptop hp 15?",
                "me la llevo, y tambien un mouse",
                "a colon",
                "confirmo",
            ],
            [HP, MOUSE],
            "Colón",
        ),
        (
            ["me das 2 audifonos jbl tune y un parlante flip 6 a David?", "confirmo"],
            [("AUD-JBL-520", 2), ("AUD-JBL-FLIP6", 1)],
            "David",
        ),
        (
            ["tienen aires acondicionados?", "ok dame el de lg con instalacion", "a panama", "si"],
            [("CLI-LG-18", 1), ("SRV-INST-AC", 1)],
            "Ciudad de Panamá",
        ),
        (
            ["quiero la laptop hp 15 y una nevera", "la samsung 300", "a Chitré", "si"],
            [HP, ("REF-SAM-300", 1)],
            "Chitré",
        ),
        (
            [
                "quiero la laptop hp 15 a Colón",
                "agrega 2 mouse y un teclado",
                "quita el teclado y ponme otro mouse",
                "si",
            ],
            [HP, ("ACC-LOG-M185", 3)],
            "Colón",
        ),
        (
            ["i want to order the lg 55 tv and two mice to Boquete", "yes"],
            [("TV-LG-55", 1), ("ACC-LOG-M185", 2)],
            "Boquete",
        ),
        (
            ["precio del mouse", "agrega un teclado", "quita el mouse", "a Colon", "si"],
            [KEYS],
            "Colón",
        ),
    ],
)
def test_all_that_was_wanted_is_ordered(
    reader: EmbeddedReader, says: list[str], wanted: list[tuple[str, int]], city: str
) -> None:
    draft = talk(says, reader=reader)[-1]
    assert draft.order is not None, draft.text
    assert lines(draft) == wanted
    assert draft.order.city == city


@pytest.mark.parametrize(
    "text",
    [
        "precio tv lg 55 y tv tcl 65",
        "tv samsung 43 y monitor dell 24",
        "quanto custa a tv lg 55 e a tv tcl 65?",
        "cotizacion de 2 tv lg 55 y 3 mouse",
        "cuánto me salen 2 teclados y 3 mouse?",
        "me llega mañana si compro hoy la laptop hp 15?",
        "if i buy the hp 15 laptop today will it arrive tomorrow?",
        "se eu comprar hoje a laptop hp 15, chega amanhã?",
        "si compro 10 mouse me hacen descuento?",
        "quiero saber si tienen la laptop hp 15 y un mouse",
    ],
)
def test_a_question_opens_no_order(reader: EmbeddedReader, text: str) -> None:
    going = Talk(reader=reader)
    draft = going.say(text)
    assert draft.act != "order", draft.text
    assert going.memory.stage not in ("ordering", "confirming")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("quiero la laptop hp 15 y una nevera", "De nevera hay varias"),
        ("quiero 2 mouse, 1 teclado y una guitarra", "guitarra no lo encuentro"),
    ],
)
def test_what_could_not_be_taken_down_is_said(text: str, said: str) -> None:
    assert said in Talk().say(text).text


@pytest.mark.parametrize(
    "says",
    [
        ["quita la arrocera"],
        ["laptop hp 15", "quita la laptop"],
        ["i like the hp 15", "remove the hp 15"],
    ],
)
def test_taking_off_never_offers(says: list[str]) -> None:
    draft = talk(says)[-1]
    assert draft.summary is None
    assert draft.cards == ()
    assert draft.memory.pending != "take_order"


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("es", ["quiero la laptop hp 15", "Colón", "a nombre de David Santiago"]),
        ("es", ["quiero la laptop hp 15", "Colón", "mi correo es david.santiago@x.com"]),
        ("es", ["quiero la laptop hp 15", "Colón", "Nombre: Lima Pérez"]),
        ("es", ["quiero la laptop hp 15", "Colón", "David"]),
        ("pt", ["quero comprar a laptop hp 15", "Colón", "meu nome é Joana Lima"]),
        ("en", ["i want to buy the hp 15 laptop", "Colon", "my name is David Smith"]),
    ],
)
def test_who_it_is_for_changes_nothing_of_where_it_goes(language: str, says: list[str]) -> None:
    draft = talk(says, language=language)[-1]
    assert draft.summary is not None
    assert draft.summary.city == "Colón"
    assert draft.summary.shipping.amount == 0


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("mejor a David", "David"),
        ("no, Boquete", "Boquete"),
        ("envíalo a Santiago", "Santiago"),
        ("cambia la ciudad a Boquete", "Boquete"),
        ("change the city to Boquete", "Boquete"),
        ("melhor para David", "David"),
        ("Chitré mejor", "Chitré"),
    ],
)
def test_the_place_is_changed_when_a_place_is_told(text: str, city: str) -> None:
    draft = talk(["quiero la laptop hp 15", "Colón", text])[-1]
    assert draft.summary is not None
    assert draft.summary.city == city


@pytest.mark.parametrize("city", ["David", "a Colón", "en Boquete", "mándalas a Chitré"])
def test_a_town_is_no_yes_to_fewer(city: str) -> None:
    going = Talk()
    going.say("quiero 30 laptops hp 15")
    draft = going.say(city)
    assert draft.summary is None
    assert going.memory.lines[0].quantity == 30
    assert going.memory.pending == "quantity"


@pytest.mark.parametrize("text", ["si", "las que hay", "esas", "ok las tomo", "dame las 9"])
def test_a_yes_takes_what_there_is(text: str) -> None:
    drafts = talk(["quiero 30 laptops hp 15", "David", text])
    assert lines(drafts[-1]) == [("LAP-HP-15", 9)]


@pytest.mark.parametrize(
    ("says", "name", "address"),
    [
        (
            ["quiero comprar la tv lg 55", "a David, barrio el carmen, casa 24, calle 3ra", "si"],
            None,
            "barrio el carmen, casa 24, calle 3ra",
        ),
        (
            [
                "quiero comprar la tv lg 55",
                "mi direccion es calle 50 edificio global piso 3, ciudad de panama",
                "si",
            ],
            None,
            "calle 50 edificio global piso 3",
        ),
        (
            ["quero comprar a tv lg 55", "para David, rua das flores 120, bairro centro", "sim"],
            None,
            "rua das flores 120, bairro centro",
        ),
        (
            ["laptop hp 15", "John Smith, Boquete, main street 4, 6555-1212", "yes"],
            "John Smith",
            "main street 4",
        ),
        (["quiero la laptop hp 15", "Colón", "sí confirmo, Ana Gómez"], "Ana Gómez", None),
        (["quiero la laptop hp 15", "Colón", "mi cedula es 8-123-456", "si"], None, None),
    ],
)
def test_name_and_street_are_kept_apart(
    says: list[str], name: str | None, address: str | None
) -> None:
    order = talk(says)[-1].order
    assert order is not None
    assert (order.customer_name, order.address) == (name, address)


@pytest.mark.parametrize(
    ("text", "branch"),
    [
        ("retiro en vía españa", "Vía España"),
        ("Costa del Este", "Costa del Este"),
        ("retiro", None),
    ],
)
def test_the_branch_it_is_collected_from_is_kept(text: str, branch: str | None) -> None:
    order = talk(["quiero comprar la tv lg 55", text, "si"])[-1].order
    assert order is not None
    assert (order.delivery, order.branch) == ("pickup", branch)


@pytest.mark.parametrize(
    ("text", "city", "address"),
    [
        ("mejor a Boquete", "Boquete", None),
        ("mejor a Boquete, calle central 5", "Boquete", "calle central 5"),
        ("a nombre de Ana Gómez", "David", "calle 3ra, casa 24"),
    ],
)
def test_a_street_stays_with_its_town(text: str, city: str, address: str | None) -> None:
    says = ["quiero comprar la tv lg 55", "a David, calle 3ra, casa 24", text, "si"]
    order = talk(says)[-1].order
    assert order is not None
    assert (order.city, order.address) == (city, address)


def test_a_neighbourhood_with_a_branch_of_ours_can_be_sent_to() -> None:
    order = talk(["quiero comprar la tv lg 55", "envio a costa del este", "si"])[-1].order
    assert order is not None
    assert (order.delivery, order.city) == ("ship", "Ciudad de Panamá")
    assert order.address == "Costa del Este"


def test_telephone_mail_and_papers_told_while_confirming_are_kept() -> None:
    going = Talk()
    for text in ("quiero la laptop hp 15", "Colón", "Ana Gómez, ana@x.com, 6612-3344"):
        going.say(text)
    assert going.memory.customer_name == "Ana Gómez"
    assert going.memory.notes["email"] == "ana@x.com"
    assert going.memory.notes["phone"] == "6612-3344"
    draft = going.say("si, factura a nombre de Istmo SA, RUC 155612345-2-2015 DV 40")
    assert draft.order is not None
    assert draft.order.customer_name == "Ana Gómez"
    assert going.memory.notes["papers"] == "Istmo SA, RUC 155612345-2-2015 DV 40"
    assert going.memory.notes["phone"] == "6612-3344"
