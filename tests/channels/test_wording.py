"""No customer sees marks of a language their phone does not speak."""

import pytest

from cauce.channels.wording import worded


@pytest.mark.parametrize(
    ("written", "on_whatsapp", "elsewhere"),
    [
        ("**Lavadora** lista", "*Lavadora* lista", "Lavadora lista"),
        ("__Lavadora__ lista", "*Lavadora* lista", "Lavadora lista"),
        ("*Lavadora* lista", "*Lavadora* lista", "*Lavadora* lista"),
        ("# Horario\nDe 9 a 6", "*Horario*\nDe 9 a 6", "Horario\nDe 9 a 6"),
        ("### **Envíos** ##", "*Envíos*", "Envíos"),
        ("- uno\n* dos\n+ tres", "• uno\n• dos\n• tres", "• uno\n• dos\n• tres"),
        ("[Ver](https://a.example/x)", "Ver: https://a.example/x", "Ver: https://a.example/x"),
        ("Código `ABC-1`", "Código ABC-1", "Código ABC-1"),
        ("uno\n\n---\n\ndos", "uno\n\ndos", "uno\n\ndos"),
        ("5 * 3 - 2 = 13", "5 * 3 - 2 = 13", "5 * 3 - 2 = 13"),
        ("SKU_8__KG y A__b", "SKU_8__KG y A__b", "SKU_8__KG y A__b"),
        ("https://a.example/**x**", "https://a.example/**x**", "https://a.example/**x**"),
        ("#1 en ventas", "#1 en ventas", "#1 en ventas"),
        ("-50% hoy", "-50% hoy", "-50% hoy"),
    ],
)
def test_marks_become_the_platforms_own_or_go(
    written: str, on_whatsapp: str, elsewhere: str
) -> None:
    assert worded("whatsapp", written) == on_whatsapp
    assert worded("messenger", written) == elsewhere
    assert worded("instagram", written) == elsewhere
    assert worded("webchat", written) == written


def test_what_is_worded_already_stays() -> None:
    text = worded("whatsapp", "# Título\n\n**Lavadora** `A-1`\n- uno")
    assert worded("whatsapp", text) == text
