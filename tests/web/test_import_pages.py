"""Bringing a file in: the preview tells every row, and everything in the reader's language."""

import ast
import inspect
from collections.abc import Iterator

import pytest

from cauce.knowledge import (
    business_catalogue,
    business_profile,
    business_terms,
    checking,
    csv_amounts,
    csv_rows,
    csv_text,
    importing,
    json_file,
    refusals,
    shelving,
    taking_back,
    undoing,
)
from cauce.knowledge.wording import Wording
from cauce.web.i18n import Words, sentences
from cauce.web.pages import reading, saving, terms_form
from tests.office import Office, form_token, visit

SAYING = (
    business_catalogue,
    business_profile,
    business_terms,
    checking,
    csv_amounts,
    csv_rows,
    csv_text,
    importing,
    json_file,
    reading,
    taking_back,
    terms_form,
    undoing,
)
CSV = (
    b"sku,name,category,price,stock,proveedor\n"
    b"LAP-HP-15,,,510.00,,a\n"
    b"LAP-LEN-E14,,,,,\n"
    b"NEW-1,Silla alta,Muebles,25.00,4,\n"
    b"NEW-2,Mesa,Muebles,0,4,\n"
)


def _said(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            first = node.args[0]
            if node.func.id in ("Wording", "wrong", "_refusal") and isinstance(first, ast.Constant):
                yield str(first.value)


def test_every_refusal_of_an_entry_is_said_in_every_language() -> None:
    said = {one for module in SAYING for one in _said(ast.parse(inspect.getsource(module)))}
    said |= set(refusals._SENTENCES.values()) | set(refusals._PATTERNS.values())
    said |= set(refusals._WHAT_TO_WRITE.values()) | {refusals._OTHERWISE}
    said |= set(shelving._TWICE.values()) | {shelving._ARCHIVED}
    assert len(said) > 80
    for language in ("es", "pt"):
        assert said <= sentences(language).keys()


def test_a_sentence_is_told_with_its_figures_and_stored_values_by_their_names() -> None:
    row = Wording("is written already in row {row}", row=3)
    assert (str(row), saving.told(Words("es"), row)) == (
        "is written already in row 3",
        "ya está escrito en la fila 3",
    )
    day = Wording("the opening hours of '{day}' overlap", day="mon")
    assert "lun" in saving.told(Words("es"), day)
    hostile = Wording("no product has the sku '{sku}'", sku="{x} {0}")
    assert "“{x} {0}”" in saving.told(Words("pt"), hostile)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("price", "Precio"),
        ("profile.shipping[2].price", "Envíos, fila 3 · Precio"),
        ("attributes.ram_gb", "Datos · ram gb"),
    ],
)
def test_a_path_is_called_what_people_call_it(path: str, name: str) -> None:
    assert saving.field_name(Words("es"), path) == name


@pytest.mark.parametrize(
    ("role", "told"),
    [
        (
            "owner",
            (
                "La columna “proveedor” no se usa.",
                "Fila 5",
                "un precio de 0 se diría a los clientes",
                "Cambian",
                "<del>520.00</del>",
                "<ins>510.00</ins>",
                "Silla alta",
                "Quedan igual",
                "Importar sin las filas con errores",
            ),
        ),
    ],
)
async def test_the_preview_tells_every_row(
    office: Office, role: str, told: tuple[str, ...]
) -> None:
    async with visit(office, role) as client:
        token = await form_token(client)
        for partial in ({}, {"HX-Request": "true", "HX-Request-Type": "partial"}):
            answer = await client.post(
                "/app/knowledge/imports/check",
                files={"file": ("p.csv", CSV)},
                headers=token | partial,
            )
            assert answer.status_code == 200
            for text in told:
                assert text in answer.text, text


async def test_a_file_with_bad_rows_is_refused_with_the_reasons_unless_they_are_left_out(
    office: Office,
) -> None:
    async with visit(office, "owner") as client:
        token = await form_token(client)
        address = "/app/knowledge/imports"
        refused = await client.post(address, files={"file": ("p.csv", CSV)}, headers=token)
        assert refused.status_code == 422
        assert "un precio de 0 se diría a los clientes" in refused.text
        done = await client.post(
            address, files={"file": ("p.csv", CSV)}, data={"skip": "1"}, headers=token
        )
        assert done.status_code == 303
        page = (await client.get(address)).text
        undo = page.split('action="/app/knowledge/imports/imp')[1].split('"')[0]
        assert (await client.post(f"{address}/imp{undo}", headers=token)).status_code == 303
        again = await client.post(f"{address}/imp{undo}", headers=token)
        assert "Esta importación ya se deshizo" in again.text


async def test_a_sample_and_the_catalogue_come_as_files_that_can_be_brought_in(
    office: Office,
) -> None:
    async with visit(office, "owner") as client:
        token = await form_token(client)
        page = (await client.get("/app/knowledge/imports")).text
        assert "Siempre hace falta." in page
        for address in ("/app/knowledge/imports/sample.csv", "/app/knowledge/products.csv"):
            assert address in page
            got = await client.get(address)
            assert got.headers["content-type"].startswith("text/csv")
            assert "attachment" in got.headers["content-disposition"]
            assert got.text.startswith("\ufeffCódigo;Nombre;Categoría;")
            checked = await client.post(
                "/app/knowledge/imports/check",
                files={"file": ("p.csv", got.content)},
                headers=token,
            )
            assert "Con errores</dt><dd>0</dd>" in checked.text, address
            if "products" in address:
                assert "Cambiadas</dt><dd>0</dd>" in checked.text
                assert "Nuevas</dt><dd>0</dd>" in checked.text
            else:
                assert "Nuevas</dt><dd>2</dd>" in checked.text
                assert "Precio: <b>25.00 USD</b>" in checked.text
                assert "Existencias: <b>Servicio</b>" in checked.text
    async with visit(office, "viewer") as client:
        assert (await client.get("/app/knowledge/products.csv")).status_code == 403
