"""A yes is said only where it is the answer; sizes and details decide what is proposed."""

import pytest

from tests.ai.embedded.composer.answering import CLINIC, answer

GLAD = ("¡Claro que sí!", "¡Con gusto!", "Sure!", "Happy to help!", "Claro! Tenho", "Com prazer!")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("hay laptops que soporten photoshop?", "es"),
        ("tienen celulares con capacidad satelital?", "es"),
        ("do you have laptops that run autocad?", "en"),
        ("tem notebook que roda autocad?", "pt"),
    ],
)
def test_a_question_is_not_opened_with_a_yes_nobody_checked(text: str, language: str) -> None:
    draft = answer(text, language=language, intent="product_info")
    assert not draft.text.startswith((*GLAD, "Sí", "Yes", "Sim", "¡Claro!"))


def test_the_kind_itself_gets_its_yes() -> None:
    assert "desde $169 hasta $699" in answer("venden televisores?", intent="product_info").text


def test_a_wish_that_is_no_question_keeps_its_welcome() -> None:
    assert answer("quiero una laptop", intent="purchase_inquiry").text.startswith(GLAD)


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("hay tv de 75 pulgadas?", "es", 'De 75" no tengo'),
        ('quiero una tele de 50"', "es", 'De 50" no tengo'),
        ("neveras de 500 litros?", "es", "De 500 L no tengo"),
        ("do you have a 75 inch TV?", "en", 'none of 75"'),
        ("tem TV de 75 polegadas?", "pt", 'De 75" não tenho'),
    ],
)
def test_a_size_that_is_not_there_is_denied_before_the_nearest(
    text: str, language: str, words: str
) -> None:
    draft = answer(text, language=language, intent="product_info")
    assert words in draft.text
    assert len(draft.cards) == 2


@pytest.mark.parametrize("text", ["hay tv de 65 pulgadas?", "aire de 18000 btu?"])
def test_a_size_that_is_there_is_shown(text: str) -> None:
    draft = answer(text, intent="product_info")
    assert "no tengo" not in draft.text
    assert draft.cards


@pytest.mark.parametrize(
    ("says", "left_out"),
    [
        (["busco laptop", "mas barata pero con 16 de ram"], "HP 15 de"),
        (["laptop con 16 de ram barata"], "HP 15 de"),
        (["laptop barata con 16 gb de ram"], "HP 15 de"),
        (["laptop para edicion de video", "1500"], "HP 15 de"),
    ],
)
def test_the_cheapest_is_one_with_the_details_and_the_use_named(
    says: list[str], left_out: str
) -> None:
    draft = answer(says, intent="product_info")
    assert left_out not in draft.text
    assert draft.cards


def test_cheaper_ones_include_the_cheapest() -> None:
    draft = answer(["quiero ver la laptop lenovo loq", "hay mas baratas?"], intent="product_info")
    assert "$520" in draft.text


def test_of_a_kind_the_cheapest_ones_are_listed_whatever_their_brand() -> None:
    draft = answer(["hay celulares?", "hay mas barato?"], intent="pricing_question")
    assert draft.cards == ("CEL-SAM-A16", "CEL-XIA-N14", "CEL-SAM-A56")


def test_for_many_air_conditioners_no_installing_is_offered() -> None:
    draft = answer("necesito 12 aires acondicionados", intent="purchase_inquiry")
    assert "Instalación" not in draft.text


@pytest.mark.parametrize(
    ("text", "language"),
    [("cuantas sesiones es la endodoncia?", "es"), ("how many sessions is a root canal?", "en")],
)
def test_a_figure_asked_of_several_is_told_for_each(text: str, language: str) -> None:
    draft = answer(text, CLINIC, language, intent="product_info")
    assert {"1", "2"} <= {line[-2] for line in draft.text.splitlines()[:2]}


def test_a_figure_is_not_named_twice() -> None:
    draft = answer("cuantos btu tiene el midea?", intent="product_info")
    assert "BTU 12,000 BTU" not in draft.text
    assert "12,000 BTU" in draft.text


def test_after_a_full_stop_comes_a_capital() -> None:
    draft = answer("quero um fone", language="pt", intent="purchase_inquiry")
    assert ". Bateria" in draft.text
