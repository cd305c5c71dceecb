"""A request about one's own data is known for what it is, in every wording and language."""

import pytest

from cauce.core.privacy import asks_about_own_data, asks_only_about_data


@pytest.mark.parametrize(
    "text",
    [
        "borra mis datos",
        "quiero que eliminen todos mis datos personales",
        "por favor borren mi información",
        "¿pueden borrar toda mi información personal?",
        "me borran mis datos porfa",
        "bórrame los datos que tienen de mí",
        "borren todo lo que tengan de mí",
        "elimina mi cuenta",
        "solicito la eliminación de mis datos personales",
        "quiero que mis datos sean borrados",
        "quiero ejercer mi derecho al olvido",
        "ejerzo mis derechos ARCO",
        "¿qué datos tienen de mí?",
        "quiero una copia de mis datos",
        "delete my data",
        "please erase all the personal data you hold about me",
        "remove my personal information",
        "I want my data deleted",
        "delete my account please",
        "what data do you have about me",
        "apaga meus dados",
        "quero que excluam meus dados pessoais",
        "exclua minha conta",
        "quero a exclusão dos meus dados",
        "que dados vocês têm sobre mim?",
    ],
)
def test_a_request_about_ones_own_data_is_recognised(text: str) -> None:
    assert asks_about_own_data(text)
    assert asks_only_about_data(text)


@pytest.mark.parametrize(
    "text",
    [
        "bórrenme de su lista",
        "borren mi número, no me escriban más",
        "stop",
        "remove me from your list",
        "remove the second one",
        "¿qué hacen con mis datos?",
        "¿me pueden borrar los datos de mi celular viejo?",
        "me borran mi información del celular?",
        "can you delete my data from the phone",
        "mis datos son Juan Pérez, 6123-4567",
        "elimina la laptop del pedido",
        "¿tiene plan de datos?",
        "quiero información sobre la lavadora",
        "mi cuenta no funciona",
    ],
)
def test_other_wishes_are_not_taken_for_one(text: str) -> None:
    assert not asks_about_own_data(text)


@pytest.mark.parametrize(
    "text",
    [
        "borra mis datos y déjame de escribir",
        "borren mis datos y no me escriban más",
        "delete my data and stop texting me",
        "apaguem meus dados e não me mandem mais mensagens",
        "borren mi información y sáquenme de su lista",
    ],
)
def test_a_wish_to_be_left_alone_besides_is_heard_too(text: str) -> None:
    assert asks_about_own_data(text)
    assert not asks_only_about_data(text)
