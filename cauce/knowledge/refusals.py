"""Why an entry cannot be, field by field, in sentences of ours instead of the library's."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from cauce.knowledge.wording import SAID, Wording

_TYPES = frozenset({"str", "bool", "int", "float"})
_WHAT_TO_WRITE = {
    "stock": "is missing: write the units that can be sold, or the word service",
}
# What is right, where a pattern alone says too little.
_PATTERNS: Mapping[str, str] = {
    "sku": "may have letters, digits, points and dashes, without blanks; at most 40",
    "product_skus": "may have letters, digits, points and dashes, without blanks; at most 40",
    "code": "may have letters, digits and dashes, without blanks; 2 to 40 of them",
    "email": "is not an e-mail address: write it like ana@mitienda.com",
    "website": "is not an address: write it like https://mitienda.com",
    "link": "is not an address: write it like https://mitienda.com",
    "images": "is not an address: write it like https://mitienda.com",
    "map_url": "is not an address: write it like https://mitienda.com",
}
_NOT_A_NUMBER = "must be a whole number, like 12"
_NOT_AN_AMOUNT = "must be an amount, like 1299.00"
_SENTENCES: Mapping[str, str] = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of a business file: look for a typing error",
    "string_too_short": "cannot be empty",
    "string_too_long": "is too long: at most {max_length} letters",
    "too_short": "needs at least {min_length}",
    "too_long": "has too many: at most {max_length}",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be one of {expected}",
    "int_type": _NOT_A_NUMBER,
    "int_parsing": _NOT_A_NUMBER,
    "int_from_float": _NOT_A_NUMBER,
    "decimal_type": _NOT_AN_AMOUNT,
    "decimal_parsing": _NOT_AN_AMOUNT,
    "finite_number": _NOT_AN_AMOUNT,
    "decimal_max_places": "has more than {decimal_places} decimals",
    "decimal_max_digits": "is too large",
    "decimal_whole_digits": "is too large",
    "string_type": "must be a text",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "date_type": "must be a date, like 2026-12-25",
    "date_parsing": "must be a date, like 2026-12-25",
    "date_from_datetime_parsing": "must be a date, like 2026-12-25",
    "date_from_datetime_inexact": "must be a date, like 2026-12-25",
}
_OTHERWISE = "is not written as it should be"


def explained(
    error: ValidationError, partial: bool = False
) -> Iterator[tuple[str | None, Wording]]:
    """Each field that is wrong, once, and a sentence about it.

    `partial`: it came from a table, where a column can be missing and not only a field.
    """
    told: set[str | None] = set()
    for one in error.errors(include_url=False, include_input=False):
        field = path_of(one["loc"])
        if field in told:
            continue
        told.add(field)
        if partial and one["type"] == "missing" and field in _WHAT_TO_WRITE:
            yield field, Wording(_WHAT_TO_WRITE[field])
        else:
            yield field, _sentence(one["type"], field, one.get("ctx", {}))


def path_of(location: tuple[int | str, ...]) -> str | None:
    """`features[0]` from ("features", 0); a name that only tells alternatives apart is left out."""
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif part.isidentifier() and part not in _TYPES:
            path += f".{part}" if path else part
    return path or None


def _sentence(kind: str, field: str | None, context: Mapping[str, object]) -> Wording:
    figures = {name: str(value) for name, value in context.items()}
    if kind == SAID:
        return Wording(figures.pop("sentence"), **figures)
    if kind == "string_pattern_mismatch":
        name = (field or "").rpartition(".")[2].partition("[")[0]
        return Wording(_PATTERNS.get(name, _OTHERWISE))
    sentence = _SENTENCES.get(kind, _OTHERWISE)
    return Wording(
        sentence, **{name: figures[name] for name in figures if f"{{{name}}}" in sentence}
    )
