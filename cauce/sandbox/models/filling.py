"""Fills a JSON Schema with something a sensible assistant could have meant."""

from collections.abc import Mapping
from typing import Any

# Fields whose name says what belongs in them: the words the filler was given under that name.
Words = Mapping[str, Any]
_DEEPEST = 8
_SURE = 0.85


def fill(schema: Mapping[str, Any], words: Words) -> Any:
    """`words` answers fields by name; what it does not name gets the mildest value there is."""
    return _fill(schema, schema, words, "", 0)


def _fill(
    schema: Mapping[str, Any], root: Mapping[str, Any], words: Words, name: str, depth: int
) -> Any:
    schema = _followed(schema, root)
    if depth > _DEEPEST:
        return None
    if name in words and _may_be(words[name], schema):
        return words[name]
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return _mildest(schema["enum"])
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return _of_several(schema[choice], root, words, name, depth)
    return _plain(schema, root, words, name, depth)


def _followed(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        place: Any = root
        for step in str(schema["$ref"]).removeprefix("#/").split("/"):
            place = place[step]
        schema = place
    return schema


def _may_be(value: Any, schema: Mapping[str, Any]) -> bool:
    return "enum" not in schema or value in schema["enum"]


def _mildest(values: list[Any]) -> Any:
    for mild in ("other", "none", "neutral", "no", "low", "unclear", "answer", "general_inquiry"):
        if mild in values:
            return mild
    return values[0]


def _of_several(
    choices: list[Mapping[str, Any]],
    root: Mapping[str, Any],
    words: Words,
    name: str,
    depth: int,
) -> Any:
    if any(choice.get("type") == "null" for choice in choices):
        return None
    return _fill(choices[0], root, words, name, depth + 1)


def _plain(
    schema: Mapping[str, Any], root: Mapping[str, Any], words: Words, name: str, depth: int
) -> Any:
    kind = schema.get("type", "object" if "properties" in schema else "string")
    if isinstance(kind, list):
        kind = "null" if "null" in kind else kind[0]
    # Gemini writes its types in capitals.
    kind = str(kind).lower()
    if kind == "object":
        wanted = schema.get("properties", {})
        return {key: _fill(one, root, words, key, depth + 1) for key, one in wanted.items()}
    if kind == "array":
        return []
    if kind == "boolean":
        return False
    if kind in ("number", "integer"):
        return _number(schema, name, whole=kind == "integer")
    return None if kind == "null" or schema.get("nullable") else ""


def _number(schema: Mapping[str, Any], name: str, *, whole: bool) -> float | int:
    value = _SURE if "confidence" in name else 1 if "quantity" in name else 0
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None:
        value = max(value, least)
    if most is not None:
        value = min(value, most)
    return int(value) if whole else float(value)
