"""Importing from the command line: a look changes nothing, and what is wrong is named."""

from pathlib import Path

import psycopg

from tests.command.console import Run

CLINIC = Path(__file__).parents[2] / "cauce" / "demo" / "clinica_sonrisa.json"


def count(url: str, table: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return int(row[0])


def test_a_look_says_what_would_happen_and_changes_nothing(
    run: Run, here: str, trained: Path
) -> None:
    told = run("import", "--check", str(CLINIC))
    assert told.status == 0
    assert "to add, 0 to change, 0 as they are." in told.out
    assert "Done" not in told.out
    assert count(here, "products") == count(here, "business") == 0


def test_a_business_file_sets_up_a_business_where_there_is_none(
    run: Run, here: str, trained: Path
) -> None:
    told = run("import", str(CLINIC))
    assert told.status == 0
    assert "Done. Undo it on the Knowledge page (import imp_" in told.out
    assert count(here, "products") == 21
    assert count(here, "business") == 1
    assert "0 to add, 0 to change" in run("import", "--check", str(CLINIC)).out


def test_a_row_that_is_wrong_is_named_and_nothing_is_imported(
    run: Run, here: str, trained: Path
) -> None:
    run("import", str(CLINIC))
    Path("more.csv").write_text("sku,name,category,price\nX-1,Cepillo,Higiene,cheap\n", "utf-8")
    told = run("import", "more.csv")
    assert "✗ row 2, price: 'cheap' is not an amount" in told.out
    assert "Done" not in told.out
    assert count(here, "products") == 21


def test_products_without_a_business_are_refused_in_a_sentence(
    run: Run, here: str, trained: Path
) -> None:
    Path("more.csv").write_text("sku,name,category,price\nX-1,Cepillo,Higiene,3.00\n", "utf-8")
    assert "✗ Set the business up first" in run("import", "more.csv").out
    assert count(here, "products") == 0


def test_a_file_that_is_not_there_is_a_mistake_of_usage(run: Run) -> None:
    told = run("import", "nowhere.json")
    assert told.status == 2
    assert "nowhere.json" in told.errors
