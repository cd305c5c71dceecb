"""Somebody hurt is recognised, and hears what the business itself says of urgent cases."""

from datetime import UTC, datetime

import pytest

from cauce.core.first_aid import is_hurt
from cauce.core.labels import LANGUAGES, Language
from cauce.core.urgent_advice import urgent_advice
from tests.ai.demo_talks import business_of


@pytest.mark.parametrize(
    "text",
    [
        "tengo la cara hinchada y fiebre",
        "sangrado que no para",
        "me sacaron la muela y no para de sangrar",
        "se me cayó un diente por un golpe",
        "mi hijo se cayó y se le salió un diente",
        "no puedo respirar bien",
        "I have a knocked-out tooth",
        "my face is swollen and I have a fever",
        "my gum won't stop bleeding",
        "meu rosto está inchado e com febre",
        "meu filho bateu e perdeu um dente",
        "sangra muito e não para",
        "preciso de um dentista urgente, dor muito forte",
        "tengo un dolor terrible",
        "me duele mucho la muela",
        "no aguanto el dolor de muela",
        "me duele una muela, me pueden atender hoy?",
        "my tooth hurts so bad",
        "I have a terrible toothache",
        "my molar is killing me, I need someone now",
        "estou com muita dor de dente",
        "meu dente está doendo muito",
    ],
)
def test_an_injury_that_cannot_wait_is_recognised(text: str) -> None:
    assert is_hurt(text)


@pytest.mark.parametrize(
    "text",
    [
        "me duele una muela",
        "se me partió un diente",
        "quiero blanquear los dientes",
        "¿cuánto cuesta sacar una muela?",
        "¿qué hago si se me cae un diente?",
        "la lavadora llegó golpeada",
        "hit me up about teeth whitening",
        "¿duele mucho la limpieza?",
        "¿la extracción causa mucho dolor?",
        "does a root canal hurt a lot?",
        "o clareamento dói muito?",
        "me duele pagar tanto",
        "ya no me duele, gracias, pero quiero la cita de hoy",
        "atienden urgencias hoy?",
    ],
)
def test_what_can_wait_is_not_taken_for_one(text: str) -> None:
    assert not is_hurt(text)


@pytest.mark.parametrize(
    ("language", "word"), [("es", "hospital"), ("en", "hospital"), ("pt", "hospital")]
)
def test_the_clinics_urgent_answer_comes_with_its_telephone(language: Language, word: str) -> None:
    knowledge, _ = business_of("clinica_sonrisa")
    advice = urgent_advice(knowledge, language)
    assert advice is not None
    assert word in advice.text
    assert knowledge.profile.contacts["phone"] in advice.text
    assert {source.kind for source in advice.sources} == {"faq", "profile"}


@pytest.mark.parametrize(
    ("language", "closed", "promise"),
    [
        ("es", "abrimos mañana a las 8:00", "mismo día"),
        ("en", "we open tomorrow", "same day"),
        ("pt", "abrimos amanhã", "mesmo dia"),
    ],
)
def test_when_it_opens_no_more_today_that_and_the_hospital_come_first(
    language: Language, closed: str, promise: str
) -> None:
    knowledge, _ = business_of("clinica_sonrisa")
    sunday = datetime(2026, 11, 22, 15, tzinfo=UTC)
    advice = urgent_advice(knowledge, language, sunday)
    assert advice is not None
    assert closed in advice.text
    assert promise not in advice.text
    assert advice.text.index("hospital") < advice.text.index(knowledge.profile.contacts["phone"])
    early = urgent_advice(knowledge, language, datetime(2026, 11, 23, 11, tzinfo=UTC))
    assert early is not None
    assert promise in early.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_has_no_answer_to_urgent_cases_gives_no_advice(language: Language) -> None:
    assert urgent_advice(business_of("electro_istmo")[0], language) is None
