"""CSV files as spreadsheet programs write them, and the line a problem is on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cauce.knowledge.csv_rows import read_csv
from cauce.knowledge.json_file import read_json
from cauce.knowledge.proposals import Proposal

ROW = {"sku": "A-1", "name": "Silla", "category": "Muebles", "price": "25.00", "stock": 4}


def only(proposal: Proposal) -> dict[str, object]:
    assert [str(problem) for problem in proposal.problems] == []
    (piece,) = proposal.pieces
    return dict(piece.fields)


@pytest.mark.parametrize(
    "text",
    [
        "sku,name,category,price,stock\nA-1,Silla,Muebles,25.00,4\n",
        "sku;name;category;price;stock\r\nA-1;Silla;Muebles;25.00;4\r\n",
        "sku\tname\tcategory\tprice\tstock\nA-1\tSilla\tMuebles\t25.00\t4",
        "sep=;\nsku;name;category;price;stock\nA-1;Silla;Muebles;25.00;4\n",
        "Código;Nombre;Categoría;Precio;Existencias\nA-1;Silla;Muebles;$25.00;4\n",
        "\n\nsku,name,category,price,stock\n\nA-1, Silla ,Muebles,25.00,4\n,,,,\n",
    ],
)
def test_the_same_row_in_every_dialect(text: str) -> None:
    assert only(read_csv(text.encode())) == ROW


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_accents_survive_every_encoding(encoding: str) -> None:
    text = "sku;name;category\nA-1;Sillón pequeño;Decoración\n"
    assert only(read_csv(text.encode(encoding)))["name"] == "Sillón pequeño"


def test_lists_and_attributes_are_separated_by_bars() -> None:
    text = "sku,features,attributes\nA-1,Roble | Lavable,ram_gb=16|brand=Dell|screen_in=15.6\n"
    fields = only(read_csv(text.encode()))
    assert fields["features"] == ["Roble", "Lavable"]
    assert fields["attributes"] == {"ram_gb": 16, "brand": "Dell", "screen_in": 15.6}


def test_problems_name_the_line_of_the_file_even_after_cells_with_line_breaks() -> None:
    text = 'sku,description,price\nA-1,"two\nlines",5\nA-2,one,cheap\nA-3,one,5,6\n'
    problems = [str(problem) for problem in read_csv(text.encode()).problems]
    assert problems == [
        "row 4, price: 'cheap' is not an amount: write it like 1299.00",
        "row 5: has more cells than the first line has columns",
    ]


def test_questions_are_told_apart_from_products_by_their_columns() -> None:
    text = "Pregunta;Respuesta;Alternativas\n¿Abren hoy?;Sí.;¿Están abiertos?|¿A qué hora abren?\n"
    proposal = read_csv(text.encode())
    assert proposal.kind == "faqs"
    assert only(proposal)["alternatives"] == ["¿Están abiertos?", "¿A qué hora abren?"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file is empty"),
        (b"sku,price\n", "has a header and no rows"),
        (b"name,price\nSilla,5\n", "'sku' is not among them"),
        (b"sku,codigo,price\nA,B,5\n", "two columns for 'sku'"),
        (b'sku,name\nA,"never closed\n', "cannot be read as CSV"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(content: bytes, told: str) -> None:
    proposal = read_csv(content)
    assert any(told in str(problem) for problem in proposal.problems)
    assert proposal.pieces == ()


def test_a_column_nobody_knows_is_left_out_and_told() -> None:
    proposal = read_csv(b"sku,name,proveedor\nA-1,Silla,ACME\n")
    assert only(proposal) == {"sku": "A-1", "name": "Silla"}
    assert proposal.notes == ("The column 'proveedor' is not used.",)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from([b"", b"sku,name,price\n", b"pregunta;respuesta\n"])
)
def test_no_bytes_make_it_fail(content: bytes, header: bytes) -> None:
    assert isinstance(read_csv(header + content), Proposal)
    assert isinstance(read_json(content), Proposal)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "Line 1, column 2"),
        (b"[]", "one JSON object"),
        (b'{"products": {}}', "products: must be a list"),
        (b'{"products": [3]}', "products[0]: must be an object"),
        (b'{"productos": []}', "productos: is not a part"),
        (b"{}", "nothing to import"),
        (b'{"products": [{"price": NaN}]}', "NaN is not a number"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"products": [{"price": 1e999}]}', "1e999 is too large"),
        (b'{"products": [{"price": %s}]}' % (b"9" * 5_000), "is too large"),
        (b'{"profile": "\xff"}', "not UTF-8"),
    ],
)
def test_a_broken_business_file_says_where(content: bytes, told: str) -> None:
    assert any(told in str(problem) for problem in read_json(content).problems)


def test_text_no_database_can_hold_is_replaced() -> None:
    proposal = read_json(rb'{"products": [{"sku": "a\u0000b\ud800"}]}')
    assert proposal.pieces[0].fields == {"sku": "a␀b�"}
