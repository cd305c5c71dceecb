"""Products as a CSV that a spreadsheet opens, and that can be brought in again as it is."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

from cauce.knowledge.csv_amounts import attribute_cell
from cauce.knowledge.csv_columns import PRODUCT_COLUMNS, Column
from cauce.knowledge.csv_rows import LIST_MARK
from cauce.knowledge.csv_text import guarded

SERVICE = "service"
# Spreadsheets set to Spanish or Portuguese take the comma for the mark of decimals.
_CELL_MARK = ";"
# Without it they take the accents for something else.
_BYTE_ORDER = "\ufeff"


def written(
    columns: Sequence[Column], names: Mapping[str, str], entries: Iterable[Mapping[str, Any]]
) -> str:
    """A file with these columns; `names` is what the reader calls them."""
    out = StringIO()
    sheet = csv.writer(out, delimiter=_CELL_MARK)
    sheet.writerow([names.get(column.name, column.name) for column in columns])
    sheet.writerows([_cell(column, entry) for column in columns] for entry in entries)
    return _BYTE_ORDER + out.getvalue()


def catalogue(names: Mapping[str, str], entries: Iterable[Mapping[str, Any]]) -> str:
    return written(PRODUCT_COLUMNS, names, entries)


def _cell(column: Column, entry: Mapping[str, Any]) -> str:
    value = entry.get(column.name)
    if column.holds == "stock":
        return SERVICE if value is None else str(value)
    if value is None:
        return ""
    if column.holds == "list":
        return guarded(f" {LIST_MARK} ".join(str(one) for one in value))
    if column.holds == "pairs":
        return guarded(
            LIST_MARK.join(f"{name}={attribute_cell(fact)}" for name, fact in value.items())
        )
    return guarded(str(value))
