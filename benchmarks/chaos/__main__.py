"""`make chaos`: prints the tally, and fails when anything was lost, doubled or left alone."""

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.chaos.run import Plan, run
from benchmarks.chaos.tally import Tally

FIGURES = (
    "said",
    "answered",
    "with_person",
    "sent",
    "left_to_person",
    "unknown",
    "failed",
    "killed",
)


def main() -> int:
    usual = Plan()
    asked = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    asked.add_argument("--messages", type=int, default=usual.messages)
    asked.add_argument("--kills", type=int, default=usual.kills)
    asked.add_argument("--rate", type=float, default=usual.rate)
    asked.add_argument("--seed", type=int, default=usual.seed)
    told = asked.parse_args()
    plan = Plan(told.messages, told.kills, told.rate, seed=told.seed)
    with tempfile.TemporaryDirectory(prefix="cauce-chaos-") as folder:
        Path(folder).chmod(0o755)
        found = run(Path(folder), plan)
    show(found)
    return 0 if found.clean else 1


def show(found: Tally) -> None:
    table = Table("what", "how many", title="After the storm")
    for name in FIGURES:
        table.add_row(name.replace("_", " "), f"{getattr(found, name):,}")
    for name, which in found.wrong.items():
        table.add_row(name, f"{len(which):,} {'✓' if not which else '✗ ' + ', '.join(which[:3])}")
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
