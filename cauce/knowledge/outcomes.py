"""What an import makes of each entry: new, changed from what to what, or as it was."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cauce.knowledge.business_profile import Profile
from cauce.knowledge.catalogue_rows import entry_of
from cauce.knowledge.changes import Change, Changes
from cauce.knowledge.import_report import Difference, Outcome, What
from cauce.knowledge.proposals import Piece
from cauce.store.queries.catalogue import Shelf

# Of each kind; the figures of the report count all of them.
MOST_TOLD = 100
_CALLED: Mapping[Shelf, str] = {"products": "name", "faqs": "question", "policies": "title"}
_LIST_MARK = " | "


def outcomes_of(
    changes: Sequence[Changes], pieces: Mapping[Shelf, Sequence[Piece]]
) -> tuple[Outcome, ...]:
    """The first of each kind, in the order of the file."""
    told: list[Outcome] = []
    counted: Counter[What] = Counter()
    for one in changes:
        where = pieces[one.shelf]
        made = {change.at: change for change in one.made}
        for at, piece in enumerate(where):
            what = _what(made.get(at))
            counted[what] += 1
            if counted[what] <= MOST_TOLD:
                told.append(_outcome(what, one.shelf, piece, made.get(at)))
    return tuple(told)


def profile_differences(
    stored: Mapping[str, Any] | None, profile: Profile
) -> tuple[Difference, ...]:
    """What the profile will say differently, part by part."""
    after = profile.model_dump(mode="json", exclude_none=True)
    return tuple(_differences(stored or {}, after))


def _what(change: Change | None) -> What:
    if change is None:
        return "same"
    if change.before is None:
        return "new"
    return "changed" if change.before["archived_at"] is None else "back"


def _outcome(what: What, shelf: Shelf, piece: Piece, change: Change | None) -> Outcome:
    if change is None:
        name = str(piece.fields.get(_CALLED[shelf]) or piece.fields.get("sku", ""))
        return Outcome(what, name, piece.row, piece.place)
    differences: tuple[Difference, ...] = ()
    after = entry_of(shelf, change.after)
    if change.before is not None:
        differences = tuple(_differences(entry_of(shelf, change.before), after))
    name, facts = str(change.after[_CALLED[shelf]]), tuple(_facts(shelf, after))
    return Outcome(what, name, piece.row, piece.place, differences, facts)


def _facts(shelf: Shelf, entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What customers are told first, so that a price in the wrong column is seen in time."""
    if shelf == "products":
        currency = entry.get("currency")
        yield "price", f"{entry['price']} {currency}" if currency else str(entry["price"])
        yield "stock", "service" if entry["stock"] is None else str(entry["stock"])


def _differences(
    before: Mapping[str, Any], after: Mapping[str, Any], root: str = ""
) -> Iterator[Difference]:
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if old == new or (not _says(old) and not _says(new)):
            continue
        if isinstance(old or {}, Mapping) and isinstance(new or {}, Mapping):
            yield from _differences(old or {}, new or {}, f"{root}{name}.")
        else:
            yield Difference(f"{root}{name}", _text(old), _text(new))


def _says(value: Any) -> bool:
    return value not in (None, "", [], (), {})


def _text(value: Any) -> str | None:
    if not _says(value):
        return None
    if isinstance(value, list | tuple):
        return _LIST_MARK.join(_item(one) for one in value)
    return str(value)


def _item(value: Any) -> str:
    """One of a list; of an opening time or a rate, what it says, without the names of its parts."""
    if isinstance(value, Mapping):
        return " ".join(_item(one) for one in value.values() if _says(one))
    if isinstance(value, list | tuple):
        return ", ".join(_item(one) for one in value)
    return str(value)
