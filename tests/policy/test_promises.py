"""Figures written as words and promises without a figure are claims as well, in three languages."""

import pytest

from cauce.core.business import Faq
from cauce.policy.grounding import backing_of, unsupported
from cauce.policy.promises import in_figures
from tests.policy.test_grounding import GONE, HP, PLAIN, PROFILE

UNBACKED = (
    "Cuesta veinte dólares.",
    "It costs twenty dollars.",
    "Custa vinte reais.",
    "La Laptop HP Plus sale en mil doscientos dólares.",
    "Te hago un veinte por ciento de descuento.",
    "Twenty percent off just for you.",
    "Vinte por cento de desconto.",
    "Quedan tres.",
    "Queda una sola unidad, la última unidad de la Laptop HP Plus.",
    "There are fifteen units left.",
    "Restam cinco unidades.",
    "Llega hoy mismo.",
    "Te llega mañana.",
    "Same-day delivery.",
    "Next-day shipping to your home.",
    "Entrega imediata.",
    "Entrega inmediata en todo el país.",
    "Chega amanhã na sua casa.",
    "We deliver tomorrow.",
    "It arrives on Friday.",
    "Te lo entregamos el viernes.",
    "Garantía de por vida.",
    "Lifetime warranty.",
    "Garantia vitalícia.",
    "Tiene garantía de cinco años.",
    "Three-year warranty.",
    "Garantia de três anos.",
    "Atendemos 24/7.",
    "We are open 24 hours a day.",
    "Estamos abiertos las 24 horas.",
    "Promoción 2x1.",
    "Dos por uno en laptops.",
    "Buy one get one free.",
    "A mitad de precio.",
    "Half price today.",
    "Satisfacción garantizada o te devolvemos tu dinero.",
    "30-day money-back guarantee.",
    "Incluye instalación gratis.",
    "Free installation.",
    "Instalação gratuita.",
    "Te regalamos una funda de regalo.",
    "Hasta veinticuatro cuotas sin intereses.",
    "In eighteen interest-free instalments.",
    "Entrega en dos días en Colón.",
    "Delivery to David takes one day.",
    "Tienes treinta días para devolverlo.",
    "El envío es gratis.",
    "Shipping is free.",
    "Entrega em um dia.",
    "Envío express.",
)
BACKED = (
    "Estas son buenas opciones para ti, una de ellas es la Laptop HP Plus.",
    "Hoy abrimos; con gusto te ayudo.",
    "No entregamos hoy: demora de dos a cuatro días.",
    "No hacemos entregas el mismo día.",
    "No tenemos garantía de por vida.",
    "La garantía es de doce meses.",
    "The warranty is twelve months.",
    "A garantia é de doze meses.",
    "Tienes quince días para devoluciones.",
    "You have fifteen days to return it.",
    "En total dos productos.",
    "Mil gracias por escribir.",
    "Laptop HP Plus cuesta mil noventa y nueve dólares.",
    'La Laptop Dell 15 de 15.6" cuesta ochocientos cuarenta y nueve dólares.',
    "Laptop HP Plus: quedan dos unidades.",
    "Shipping is charged once per order.",
    "Te escriben por aquí mañana.",
    "¿Para qué día lo necesitas?",
    "Vale, dos opciones.",
    "Comparo las dos opciones.",
    "Hasta doce cuotas sin intereses.",
    "Diez unidades o más llevan cinco por ciento.",
    "El envío a Colón demora dos a tres días hábiles.",
    "El envío a David es gratis desde $300.",
    "Um dos dias mais procurados.",
    "Recibimos tu mensaje de hoy.",
)


@pytest.mark.parametrize("text", UNBACKED)
def test_a_promise_that_no_row_makes_is_stopped(text: str) -> None:
    assert unsupported(text, PLAIN)


@pytest.mark.parametrize("text", BACKED)
def test_what_promises_nothing_or_is_true_passes(text: str) -> None:
    assert not [str(one.why) for one in unsupported(text, PLAIN)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("cuesta veinte dolares", "cuesta 20 dolares"),
        ("treinta y cinco por ciento", "35 por ciento"),
        ("mil doscientos cincuenta pesos", "1250 pesos"),
        ("two hundred and five dollars", "205 dollars"),
        ("entre dos y tres opciones", "entre dos y tres opciones"),
        ("charged once per order", "charged once per order"),
        ("cem por cento", "100 por cento"),
        ("um dos dias", "um dos dias"),
    ],
)
def test_number_words_are_read_where_they_measure_something(text: str, read: str) -> None:
    assert in_figures(text) == read


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("En la capital entregamos el mismo día.", "Sí, te llega hoy mismo."),
        ("Atendemos 24/7.", "Estamos abiertos las 24 horas del día."),
        ("Las sartenes tienen garantía de por vida.", "Lifetime warranty on the pans."),
        ("Los martes hay dos por uno.", "Este martes hay 2x1."),
    ],
)
def test_a_promise_the_business_makes_itself_may_be_repeated(told: str, text: str) -> None:
    cited = backing_of(profile=PROFILE, products=(HP, GONE), faqs=(Faq("f", "¿?", told, "es"),))
    assert not [str(one.why) for one in unsupported(text, cited)]


def test_delivery_today_does_not_back_delivery_tomorrow() -> None:
    faq = Faq("f", "¿?", "Entregamos el mismo día.", "es")
    cited = backing_of(profile=PROFILE, products=(HP,), faqs=(faq,))
    assert not unsupported("Te llega hoy.", cited)
    assert unsupported("Te llega mañana.", cited)


def test_free_delivery_is_said_with_what_it_takes() -> None:
    assert unsupported("El envío a David es gratis.", PLAIN)
    assert not unsupported("El envío a David es gratis desde $300.", PLAIN)
    assert unsupported("El envío a David es gratis desde $250.", PLAIN)


def test_several_of_one_thing_cost_so_many_times_its_price() -> None:
    assert not unsupported("• 3 × Laptop HP Plus: $3,297 ($1,099 c/u, últimas 2 unidades)", PLAIN)
    assert unsupported("• 3 × Laptop HP Plus: $3,290", PLAIN)
