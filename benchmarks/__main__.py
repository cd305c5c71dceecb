"""Runs every measurement against the figures we promise, and prints both."""

import os
import sys

from rich.console import Console
from rich.table import Table

from benchmarks import size, turns, webhook
from benchmarks.installation import installation

# What docs/performance.md promises: at most (<) or at least (>).
PROMISES: dict[str, tuple[str, float]] = {
    "answer p99 ms at 100/s": ("<", 50),
    "answer p99 ms at 200/s": ("<", 50),
    "ours / bare": (">", 0.6),
    "turn p95 ms at 20/s": ("<", 300),
    "turns/s, reception included": (">", 50),
    "import cauce s": ("<", 0.6),
    "server + worker resident MB": ("<", 400),
}


def main() -> int:
    """0 when every promise holds."""
    figures: dict[str, float] = {}
    with installation() as place:
        figures |= turns.measure(place)
        figures |= webhook.measure(place)
        figures |= size.measure(place)
    table = Table("figure", "measured", "promised", title=f"{os.cpu_count()} cores")
    broken = 0
    for name, value in figures.items():
        sign, limit = PROMISES.get(name, ("", 0.0))
        kept = sign == "" or (value < limit if sign == "<" else value > limit)
        broken += not kept
        mark = "" if sign == "" else f"{sign} {limit:g} {'✓' if kept else '✗'}"
        table.add_row(name, f"{value:,.3f}" if value < 10 else f"{value:,.0f}", mark)
    Console().print(table)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
