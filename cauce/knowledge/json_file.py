"""A business file as pieces, so that one bad entry does not hide what is wrong with the others."""

import json
from math import isfinite
from typing import Any

from cauce.core.text import clean
from cauce.knowledge.import_report import Problem
from cauce.knowledge.proposals import Piece, Proposal
from cauce.knowledge.wording import Wording
from cauce.store.queries.catalogue import SHELVES

_PARTS = frozenset({"$schema", "profile", "products", "faqs", "policies", "team", "demo"})
# All whole numbers of this many digits fit 64 bits.
_MOST_DIGITS = 18
_NOT_IMPORTED = (
    ("team", Wording("The team is not imported: invite people under Settings.")),
    ("demo", Wording("Invented customers and orders are not imported.")),
)


def read_json(content: bytes) -> Proposal:
    """Never raises: what cannot be read is among the problems."""
    try:
        data = json.loads(
            content.decode("utf-8-sig"),
            parse_constant=_refused,
            parse_int=_whole,
            parse_float=_fraction,
        )
    except UnicodeDecodeError:
        return _unusable(Wording("The file is not UTF-8 text: save it as UTF-8."))
    except RecursionError:
        return _unusable(Wording("The file is nested too deeply to be a business file."))
    except json.JSONDecodeError as error:
        return _unusable(
            Wording(
                "Line {line}, column {column} cannot be read as JSON: "
                "look for a missing comma, quotation mark or bracket.",
                line=error.lineno,
                column=error.colno,
            )
        )
    except ValueError as error:
        return _unusable(error.args[0])
    if not isinstance(data, dict):
        return _unusable(
            Wording("A business file is one JSON object with profile, products, faqs, …")
        )
    return _proposal(_cleaned(data))


def _proposal(data: dict[str, Any]) -> Proposal:
    problems = [
        Problem(
            Wording(
                "is not a part of a business file; the parts are {parts}",
                parts=", ".join(sorted(_PARTS)),
            ),
            name,
        )
        for name in data
        if name not in _PARTS
    ]
    pieces: list[Piece] = []
    rows = 0
    for shelf in SHELVES:
        entries = data.get(shelf, [])
        if not isinstance(entries, list):
            problems.append(Problem(Wording("must be a list"), shelf))
            continue
        rows += len(entries)
        for number, entry in enumerate(entries):
            place = f"{shelf}[{number}]"
            if isinstance(entry, dict):
                pieces.append(Piece(shelf, entry, place=place))
            else:
                problems.append(Problem(Wording("must be an object"), place=place))
    profile = data.get("profile")
    if profile is not None and not isinstance(profile, dict):
        problems.append(Problem(Wording("must be an object"), "profile"))
        profile = None
    if not rows and profile is None and not problems:
        problems.append(Problem(Wording("There is nothing to import in the file.")))
    notes = tuple(note for part, note in _NOT_IMPORTED if data.get(part))
    return Proposal("business", rows, tuple(pieces), profile, tuple(problems), notes)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {clean(name): _cleaned(one) for name, one in value.items()}
    return value


def _refused(name: str) -> None:
    raise ValueError(Wording("{name} is not a number JSON has", name=name))


def _whole(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError(Wording("the number {number} is too large", number=f"{digits[:20]}…"))
    return int(digits)


def _fraction(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise ValueError(Wording("the number {number} is too large", number=digits[:20]))
    return number


def _unusable(message: Wording) -> Proposal:
    return Proposal("business", problems=(Problem(message),))
