"""Loads a file of known answers, one JSON object a line, and says what is wrong with bad ones."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Check = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Field:
    """A field a row needs: its name, what it must be, in words and as a check."""

    name: str
    wanted: str
    holds: Check
    required: bool = True


@dataclass(frozen=True, slots=True)
class GoldRow:
    """One known answer."""

    id: str
    text: str
    lang: str
    line: int
    fields: Mapping[str, Any]

    def get(self, name: str, default: Any = None) -> Any:
        value = self.fields.get(name)
        return default if value is None else value

    @property
    def alternatives(self) -> tuple[Any, ...]:
        return tuple(self.get("alt", ()))


@dataclass(frozen=True, slots=True)
class GoldFile:
    rows: tuple[GoldRow, ...]
    problems: tuple[str, ...]


def a_text(value: Any) -> bool:
    return isinstance(value, str)


def a_list(value: Any) -> bool:
    return isinstance(value, list)


def a_truth(value: Any) -> bool:
    return isinstance(value, bool)


def a_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def an_object(value: Any) -> bool:
    return isinstance(value, dict)


def one_of(labels: Sequence[str]) -> Check:
    return lambda value: isinstance(value, str) and value in labels


def load_gold(path: Path, fields: Sequence[Field], *, needs_text: bool = True) -> GoldFile:
    """The good rows and a sentence for every bad one; never raises for what is in the file."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return GoldFile((), (f"{path}: cannot be read ({error.strerror or error})",))
    rows: list[GoldRow] = []
    problems: list[str] = []
    for number, raw in enumerate(content.split(b"\n"), start=1):
        if not raw.strip():
            continue
        found = _row(raw, number, fields, needs_text=needs_text)
        if isinstance(found, str):
            problems.append(f"line {number}: {found}")
        else:
            rows.append(found)
    if not rows and not problems:
        problems.append(f"{path}: holds no rows")
    return GoldFile(tuple(rows), tuple(problems))


def _row(raw: bytes, number: int, fields: Sequence[Field], *, needs_text: bool) -> GoldRow | str:
    try:
        loaded = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError:
        return "is not UTF-8"
    except (json.JSONDecodeError, RecursionError) as error:
        return f"is not JSON ({error})"
    if not isinstance(loaded, dict):
        return "is not an object"
    text = loaded.get("text", "" if not needs_text else None)
    if not isinstance(text, str):
        return "`text` is missing or not a string"
    for field in fields:
        value = loaded.get(field.name)
        if value is None and not field.required:
            continue
        if not field.holds(value):
            said = "is missing" if field.name not in loaded else f"is {json.dumps(value)[:60]}"
            return f"`{field.name}` {said}; it must be {field.wanted}"
    if not isinstance(loaded.get("alt") or [], list):
        return "`alt` must be a list"
    return GoldRow(
        id=str(loaded.get("id", number)),
        text=text,
        lang=str(loaded.get("lang") or "unknown"),
        line=number,
        fields=loaded,
    )
