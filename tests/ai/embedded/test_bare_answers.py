"""What people answer to a question of ours demands nothing, however short it is."""

import pytest

from cauce.ai.embedded.reader import EmbeddedReader
from cauce.core.reading import Reading, ReadingContext

SPANISH = (
    "sí", "si", "Si.", "sii", "ok", "okey", "no", "No!", "no gracias", "dale", "listo", "vale",
    "claro", "ya", "bueno", "de una", "perfecto", "así es", "2", "el 3", "la primera", "el segundo",
    "ese mismo", "David", "Panamá", "Ana Sofía", "María", "en efectivo", "tarjeta", "mañana",
    "a las 4", "50", "Bogotá", "la azul", "talla M", "ninguno", "todavía no", "después", "gracias",
)  # fmt: skip
ENGLISH = (
    "yes", "yep", "Yeah", "no", "nope", "sure", "ok thanks", "the second one", "blue", "tomorrow",
    "John", "Miami", "10", "cash", "not yet", "both",
)  # fmt: skip
PORTUGUESE = (
    "sim", "não", "isso", "pode ser", "beleza", "tá bom", "João", "São Paulo", "a primeira",
    "amanhã", "pix", "o azul", "três", "obrigada", "ainda não", "fechado",
)  # fmt: skip
SIGNS = ("👍", "👌🏽", "🙏", "✅", "?", "...", "12345", "6123-4567", "ana@correo.com", "X")
ANSWERS = (*SPANISH, *ENGLISH, *PORTUGUESE, *SIGNS)
QUESTIONS = (
    None,
    "¿Te lo reservo?",
    "¿Cuál prefieres, la 1 o la 2?",
    "¿A qué ciudad lo enviamos?",
    "Would you like us to message you when it arrives?",
    "Quer que eu mande o link de pagamento?",
)


def demands(reading: Reading) -> list[str]:
    found = {
        "opt_out": reading.opt_out != "no",
        "legal": reading.legal,
        "injection": reading.injection is not None,
        "wants_person": reading.wants_person,
        "complaint": reading.intent == "complaint",
        "spam": reading.intent == "spam",
    }
    return [name for name, present in found.items() if present]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_bare_answer_demands_nothing(reader: EmbeddedReader, question: str | None) -> None:
    context = ReadingContext(last_agent_message=question)
    readings = {answer: demands(reader.read(answer, context)) for answer in ANSWERS}
    assert {answer: found for answer, found in readings.items() if found} == {}


@pytest.mark.parametrize(
    ("text", "demand"),
    [
        ("STOP", "opt_out"),
        ("no me escriban", "opt_out"),
        ("stop texting me", "opt_out"),
        ("me tira dessa lista", "opt_out"),
        ("un asesor", "wants_person"),
        ("real person please", "wants_person"),
        ("atendente", "wants_person"),
        ("pésimo servicio", "complaint"),
        ("que asco de atención", "complaint"),
    ],
)
def test_a_few_words_that_do_demand_something_are_heard(
    reader: EmbeddedReader, text: str, demand: str
) -> None:
    assert demand in demands(reader.read(text))


def test_an_answer_in_the_words_of_our_choice_is_not_an_end_of_all_messages(
    reader: EmbeddedReader,
) -> None:
    choice = ReadingContext(last_agent_message="¿Confirmas la cita o la prefieres cancelar?")
    notice = ReadingContext(last_agent_message="Responde CANCELAR para no recibir más mensajes.")
    assert reader.read("cancelar", choice).opt_out == "no"
    assert reader.read("cancelar", notice).opt_out == "yes"
    assert reader.read("STOP", choice).opt_out == "yes"
