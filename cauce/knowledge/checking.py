"""Pieces of a file as entries of the business file, or the reasons why they cannot be that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from cauce.core.money import exponent
from cauce.knowledge.business_catalogue import FaqEntry, PolicyEntry, ProductEntry
from cauce.knowledge.business_profile import Profile
from cauce.knowledge.business_terms import plain
from cauce.knowledge.catalogue_rows import AnyEntry, entry_of, identity_of
from cauce.knowledge.import_report import Problem
from cauce.knowledge.proposals import Piece
from cauce.store.queries.catalogue import Shelf

ENTRIES: Mapping[Shelf, type[AnyEntry]] = {
    "products": ProductEntry,
    "faqs": FaqEntry,
    "policies": PolicyEntry,
}
_WHAT_TO_WRITE = {
    "stock": "is missing: write the units that can be sold, or the word service",
}
_TYPES = frozenset({"str", "bool", "int", "float"})
Known = Mapping[Shelf, Mapping[tuple[str, ...], Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Checked:
    """Entries by shelf, in the order of the file, and what is wrong with the others."""

    entries: Mapping[Shelf, Sequence[AnyEntry]]
    problems: tuple[Problem, ...]


def check_pieces(pieces: Sequence[Piece], known: Known, currency: str) -> Checked:
    """`known` are the stored rows that a partial piece completes itself from."""
    entries: dict[Shelf, list[AnyEntry]] = {"products": [], "faqs": [], "policies": []}
    problems: list[Problem] = []
    seen: dict[tuple[str, ...], str] = {}
    wordings: dict[str, str] = {}
    for piece in pieces:
        try:
            entry = ENTRIES[piece.shelf].model_validate(_completed(piece, known))
        except ValidationError as error:
            problems += [
                piece.problem(message, field) for field, message in explained(error, piece.partial)
            ]
            continue
        wrong = [
            *_written_twice(piece, entry, seen),
            *_wordings_twice(piece, entry, wordings),
            *_too_many_decimals(piece, entry, currency),
        ]
        if wrong:
            problems += wrong
        else:
            entries[piece.shelf].append(entry)
    return Checked(entries, tuple(problems))


def merged_profile(
    stored: Mapping[str, Any] | None, told: Mapping[str, Any]
) -> tuple[Profile | None, tuple[Problem, ...]]:
    """What is told replaces what is stored, field by field; lists are replaced whole."""
    try:
        return Profile.model_validate(_merged(stored or {}, told)), ()
    except ValidationError as error:
        return None, tuple(
            Problem(message, f"profile.{field}" if field else "profile")
            for field, message in explained(error)
        )


def unknown_in_discounts(profile: Profile, skus: set[str], categories: set[str]) -> list[Problem]:
    """Rules about products nobody sells. `categories` in plain writing."""
    problems = []
    for number, rule in enumerate(profile.discount_rules):
        field = f"profile.discount_rules[{number}]"
        problems += [
            Problem(f"no product has the sku {sku!r}", f"{field}.product_skus")
            for sku in rule.product_skus
            if sku not in skus
        ]
        problems += [
            Problem(f"no product is in the category {name!r}", f"{field}.categories")
            for name in rule.categories
            if plain(name) not in categories
        ]
    return problems


def explained(error: ValidationError, partial: bool = False) -> Iterator[tuple[str | None, str]]:
    """Each field that is wrong and a sentence about it, without the library's own words."""
    told: set[str | None] = set()
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        field = path_of(one["loc"])
        message = one["msg"].removeprefix("Value error, ")
        if one["type"] == "missing":
            message = _WHAT_TO_WRITE.get(str(field), "is missing") if partial else "is missing"
        elif one["type"] == "extra_forbidden":
            message = "is not a field of a business file: look for a typing error"
        if field not in told:
            told.add(field)
            yield field, message


def path_of(location: tuple[int | str, ...]) -> str | None:
    """`features[0]` from ("features", 0); a name that only tells alternatives apart is left out."""
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif part.isidentifier() and part not in _TYPES:
            path += f".{part}" if path else part
    return path or None


def _completed(piece: Piece, known: Known) -> Mapping[str, Any]:
    if not piece.partial:
        return piece.fields
    identity = _told_identity(piece)
    row = known[piece.shelf].get(identity) if identity else None
    if row is not None:
        return {**entry_of(piece.shelf, row), **piece.fields}
    if piece.shelf == "products" and "name" in piece.fields:
        return {"description": piece.fields["name"], **piece.fields}
    return piece.fields


def _told_identity(piece: Piece) -> tuple[str, ...] | None:
    if piece.shelf == "products":
        return (piece.fields["sku"],) if "sku" in piece.fields else None
    if piece.shelf == "faqs" and "question" in piece.fields:
        return identity_of("faqs", {"language": "es", **piece.fields})
    return None


def _written_twice(
    piece: Piece, entry: AnyEntry, seen: dict[tuple[str, ...], str]
) -> Iterator[Problem]:
    identity = (piece.shelf, *identity_of(piece.shelf, vars(entry)))
    here = f"row {piece.row}" if piece.row is not None else str(piece.place)
    if identity in seen:
        what = "sku" if piece.shelf == "products" else None
        yield piece.problem(f"is written already in {seen[identity]}", what)
    seen.setdefault(identity, here)


def _wordings_twice(piece: Piece, entry: AnyEntry, seen: dict[str, str]) -> Iterator[Problem]:
    if not isinstance(entry, FaqEntry):
        return
    here = f"row {piece.row}" if piece.row is not None else str(piece.place)
    for wording in (entry.question, *entry.alternatives):
        first = seen.setdefault(f"{entry.language} {plain(wording)}", here)
        if first != here:
            yield piece.problem(f"{wording!r} is asked already in {first}", "alternatives")


def _too_many_decimals(piece: Piece, entry: AnyEntry, currency: str) -> Iterator[Problem]:
    if not isinstance(entry, ProductEntry):
        return
    money = entry.currency or currency
    if entry.price != round(entry.price, exponent(money)):
        yield piece.problem(f"{entry.price} has more decimals than {money} has", "price")


def _merged(stored: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(stored)
    for name, value in told.items():
        before = merged.get(name)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            merged[name] = _merged(before, value)
        else:
            merged[name] = value
    return merged
