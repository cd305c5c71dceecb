"""Bringing a file in: first a look at what it would do, then all of it or nothing."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.errors import BadInput, TooLarge
from cauce.knowledge.business_profile import Profile
from cauce.knowledge.business_terms import plain
from cauce.knowledge.changes import Changes, Office, carry_out, known_rows, sort_out
from cauce.knowledge.checking import (
    Checked,
    check_pieces,
    merged_profile,
    unknown_in_discounts,
)
from cauce.knowledge.csv_rows import read_csv
from cauce.knowledge.import_report import Problem, Report
from cauce.knowledge.json_file import read_json
from cauce.knowledge.loading import save_profile
from cauce.knowledge.outcomes import outcomes_of, profile_differences
from cauce.knowledge.proposals import Proposal
from cauce.knowledge.undoing import what_it_was
from cauce.knowledge.wording import Wording
from cauce.store.models import Import
from cauce.store.queries import catalogue
from cauce.store.queries.audit import note
from cauce.store.queries.catalogue import SHELVES, Shelf
from cauce.store.queries.live import tell

LARGEST_FILE = 10 * 1024 * 1024
MOST_ROWS = 50_000
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Plan:
    report: Report
    changes: tuple[Changes, ...]
    profile: Profile | None
    stored_profile: Mapping[str, Any] | None


async def check(house: Office, file_name: str, content: bytes) -> Report:
    """What importing this file would do; nothing is changed. Raises TooLarge."""
    proposal = await _read(file_name, content)
    async with house.store.reading() as session:
        return (await _planned(house, session, proposal, locked=False)).report


async def apply(
    house: Office,
    user_id: str | None,
    file_name: str,
    content: bytes,
    *,
    skip_bad_rows: bool = False,
) -> Import:
    """Imports the file in one transaction, with what is needed to undo it.

    Raises BadInput when something in it is wrong, unless only rows are and `skip_bad_rows`.
    """
    proposal = await _read(file_name, content)
    async with house.store.writing() as session:
        await catalogue.one_import_at_a_time(session)
        plan = await _planned(house, session, proposal, locked=True)
        report = plan.report
        if not report.good and not (skip_bad_rows and report.can_skip_bad_rows):
            raise BadInput(_refusal(report), "file")
        for changes in plan.changes:
            await carry_out(session, changes)
        if plan.profile is not None:
            await save_profile(session, plan.profile)
        row = await _kept(session, user_id, file_name, plan)
        await tell(session, "knowledge.changed")
    return row


async def _kept(session: AsyncSession, user_id: str | None, file_name: str, plan: _Plan) -> Import:
    """The import as it is remembered, with all that undoing it needs."""
    report = plan.report
    row = Import(
        file_name=file_name[:200],
        kind=report.kind,
        rows=report.rows,
        created=report.created,
        updated=report.updated,
        unchanged=report.unchanged,
        before=await asyncio.to_thread(
            what_it_was, plan.changes, plan.profile, plan.stored_profile
        ),
        made_by=user_id,
    )
    session.add(row)
    await session.flush()
    counts = {"created": row.created, "updated": row.updated, "skipped": report.bad_rows}
    note(session, user_id, "import.applied", row.id, after={"file": row.file_name} | counts)
    return row


async def _read(file_name: str, content: bytes) -> Proposal:
    if len(content) > LARGEST_FILE:
        raise TooLarge(Wording("The file is larger than 10 MB: split it into several."), "file")
    is_json = file_name.lower().endswith(".json") or content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (
        b"{",
        b"[",
    )
    proposal = await asyncio.to_thread(read_json if is_json else read_csv, content)
    if proposal.rows > MOST_ROWS:
        raise TooLarge(
            Wording(
                "The file has {rows:,} rows and {most:,} are the most at once: "
                "split it into several.",
                rows=proposal.rows,
                most=MOST_ROWS,
            ),
            "file",
        )
    return proposal


async def _planned(
    house: Office, session: AsyncSession, proposal: Proposal, *, locked: bool
) -> _Plan:
    known: dict[Shelf, Mapping[tuple[str, ...], Mapping[str, Any]]] = {}
    for shelf in SHELVES:
        wanted = [piece.fields for piece in proposal.pieces if piece.shelf == shelf]
        known[shelf] = await known_rows(session, shelf, wanted, locked=locked) if wanted else {}
    stored = await catalogue.profile(session)
    profile, problems = None, list(proposal.problems)
    if proposal.profile is not None:
        profile, wrong = merged_profile(stored, proposal.profile)
        problems += wrong
    elif stored is None:
        problems.append(
            Problem(Wording("Set the business up first: its currency is not known yet."))
        )
    currency = str(profile.currency if profile else (stored or {}).get("currency", "USD"))
    checked = await asyncio.to_thread(check_pieces, proposal.pieces, known, currency)
    problems += checked.problems
    if profile is not None:
        problems += unknown_in_discounts(profile, *await _sold(session, checked))
    changes = await asyncio.to_thread(
        lambda: tuple(
            sort_out(house, shelf, checked.entries[shelf], currency, known[shelf])
            for shelf in SHELVES
            if checked.entries[shelf]
        )
    )
    if profile is not None and profile.model_dump(mode="json", exclude_none=True) == stored:
        profile = None
    report = replace(
        _report(proposal, changes, problems),
        outcomes=outcomes_of(changes, checked.pieces),
        profile_changes=profile is not None,
        profile_differences=profile_differences(stored, profile) if profile else (),
    )
    return _Plan(report, changes, profile, stored)


async def _sold(session: AsyncSession, checked: Checked) -> tuple[set[str], set[str]]:
    skus, categories = await catalogue.skus_and_categories(session)
    products = [vars(entry) for entry in checked.entries["products"]]
    return (
        skus | {one["sku"] for one in products},
        {plain(name) for name in categories | {one["category"] for one in products}},
    )


def _report(proposal: Proposal, changes: Sequence[Changes], problems: Sequence[Problem]) -> Report:
    return Report(
        kind=proposal.kind,
        rows=proposal.rows,
        created=sum(one.created for one in changes),
        updated=sum(one.updated for one in changes),
        unchanged=sum(one.unchanged for one in changes),
        problems=tuple(sorted(problems, key=lambda one: (one.of_one_entry, one.row or 0))),
        notes=proposal.notes,
    )


def _refusal(report: Report) -> str:
    shown = "; ".join(str(problem) for problem in report.problems[:_SHOWN])
    more = len(report.problems) - _SHOWN
    return f"Nothing was imported. {shown}" + (f"; and {more} more" if more > 0 else "")
