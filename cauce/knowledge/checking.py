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
from cauce.knowledge.refusals import explained
from cauce.knowledge.wording import Wording
from cauce.store.queries.catalogue import Shelf

ENTRIES: Mapping[Shelf, type[AnyEntry]] = {
    "products": ProductEntry,
    "faqs": FaqEntry,
    "policies": PolicyEntry,
}
Known = Mapping[Shelf, Mapping[tuple[str, ...], Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Checked:
    """Entries by shelf, in the order of the file, and what is wrong with the others."""

    entries: Mapping[Shelf, Sequence[AnyEntry]]
    problems: tuple[Problem, ...]
    # Where each entry is in the file, in the same order.
    pieces: Mapping[Shelf, Sequence[Piece]]


def check_pieces(pieces: Sequence[Piece], known: Known, currency: str) -> Checked:
    """`known` are the stored rows that a partial piece completes itself from."""
    entries: dict[Shelf, list[AnyEntry]] = {"products": [], "faqs": [], "policies": []}
    kept: dict[Shelf, list[Piece]] = {"products": [], "faqs": [], "policies": []}
    problems: list[Problem] = []
    seen: dict[tuple[str, ...], Piece] = {}
    wordings: dict[str, Piece] = {}
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
            kept[piece.shelf].append(piece)
    return Checked(entries, tuple(problems), kept)


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
            Problem(Wording("no product has the sku '{sku}'", sku=sku), f"{field}.product_skus")
            for sku in rule.product_skus
            if sku not in skus
        ]
        problems += [
            Problem(
                Wording("no product is in the category '{name}'", name=name), f"{field}.categories"
            )
            for name in rule.categories
            if plain(name) not in categories
        ]
    return problems


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
    piece: Piece, entry: AnyEntry, seen: dict[tuple[str, ...], Piece]
) -> Iterator[Problem]:
    first = seen.setdefault((piece.shelf, *identity_of(piece.shelf, vars(entry))), piece)
    if first is not piece:
        what = "sku" if piece.shelf == "products" else None
        if first.row is not None:
            told = Wording("is written already in row {row}", row=first.row)
        else:
            told = Wording("is written already in {place}", place=str(first.place))
        yield piece.problem(told, what)


def _wordings_twice(piece: Piece, entry: AnyEntry, seen: dict[str, Piece]) -> Iterator[Problem]:
    if not isinstance(entry, FaqEntry):
        return
    for wording in (entry.question, *entry.alternatives):
        first = seen.setdefault(f"{entry.language} {plain(wording)}", piece)
        if first is piece:
            continue
        if first.row is not None:
            told = Wording(
                "'{wording}' is asked already in row {row}", wording=wording, row=first.row
            )
        else:
            told = Wording(
                "'{wording}' is asked already in {place}", wording=wording, place=str(first.place)
            )
        yield piece.problem(told, "alternatives")


def _too_many_decimals(piece: Piece, entry: AnyEntry, currency: str) -> Iterator[Problem]:
    if isinstance(entry, ProductEntry) and (told := decimals_refused(entry, currency)):
        yield piece.problem(told, "price")


def decimals_refused(entry: ProductEntry, currency: str) -> Wording | None:
    """Why its price cannot be paid in `currency` (that of the business); None: it can."""
    money = entry.currency or currency
    if entry.price == round(entry.price, exponent(money)):
        return None
    return Wording(
        "{amount} has more decimals than {currency} has", amount=str(entry.price), currency=money
    )


def _merged(stored: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(stored)
    for name, value in told.items():
        before = merged.get(name)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            merged[name] = _merged(before, value)
        else:
            merged[name] = value
    return merged
