"""A customer's name, papers and addresses are no town, no telephone and no quantity."""

import pytest

from cauce.ai.embedded.composer.personal import (
    email_in,
    impersonal,
    invoice_name,
    own_name,
    papers_in,
    phones_in,
)
from tests.ai.embedded.composer.talking import Talk


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a nombre de David Santiago", "David Santiago"),
        ("va a nombre de mi hermano David Colón, gracias", "David Colón"),
        ("a nombre de juan perez y envialo a david", "juan perez"),
        ("a nombre de María de la Cruz", "María de la Cruz"),
        ("Nombre: Lima Pérez", "Lima Pérez"),
        ("nombre Ana Gómez cedula 8-123-456", "Ana Gómez"),
        ("me llamo ana y soy de colon", "ana"),
        ("meu nome é Joana Lima", "Joana Lima"),
        ("em nome de Paulo dos Santos", "Paulo dos Santos"),
        ("my name is David Smith and I live in Boquete", "David Smith"),
        ("my name is Will Smith", "Will Smith"),
        ("soy David y quiero una tele", "David"),
        ("soy de David", None),
        ("soy cliente nuevo", None),
        ("i am looking for a tv", None),
        ("factura a nombre de Istmo SA", None),
    ],
)
def test_a_name_ends_where_the_name_ends(text: str, name: str | None) -> None:
    assert own_name(text) == name


def test_whom_an_invoice_is_for_is_not_who_gets_the_parcel() -> None:
    text = "si, factura a nombre de Istmo SA, RUC 155612345-2-2015 DV 40"
    assert invoice_name(text) == "Istmo SA"
    assert papers_in(text) == "RUC 155612345-2-2015 DV 40"
    assert list(phones_in(text)) == []


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("mi cedula es 8-123-456 y mi tel 6612-3344", ["6612-3344"]),
        ("+507 6612-3344", ["+507 6612-3344"]),
        ("meu telefone é 11 98765-4321, cpf 123.456.789-09", ["11 98765-4321"]),
        ("8-123-456", []),
        ("cuesta 1.299.000", []),
        ("para el 2026-11-27", []),
        ("RUC 1556123-1-721345", []),
    ],
)
def test_only_telephones_are_telephones(text: str, phones: list[str]) -> None:
    assert list(phones_in(text)) == phones


def test_an_address_of_the_mail_names_no_town() -> None:
    assert email_in("mi correo es david.colon@x.com.") == "david.colon@x.com"
    assert "colon" not in impersonal("mi correo es david.colon@x.com").lower()


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("quiero el mouse logitech para mi hijo David", None),
        ("quiero el mouse logitech, soy David Santiago", None),
        ("I want to order the logitech mouse, my name is David Smith", None),
        ("quiero el mouse logitech, escribe a colon@x.com", None),
        ("quero comprar o mouse logitech, me chamo Joana Lima", None),
        ("quiero el mouse logitech a David", "David"),
        ("me llamo Santiago y vivo en David, quiero el mouse logitech", "David"),
        ("quiero el mouse logitech, envio David Chiriquí", "David"),
        ("quiero el mouse logitech, para David por favor", "David"),
    ],
)
def test_a_town_is_read_outside_names_only(text: str, city: str | None) -> None:
    talk = Talk()
    talk.say(text)
    assert talk.memory.city == city
