"""How long `import cauce` takes, and how much memory the processes hold."""

import subprocess
import sys
import time

from benchmarks.installation import Installation

ROUNDS = 5


def measure(place: Installation) -> dict[str, float]:
    """After the load of the other measurements, so memory is that of a used installation."""
    memory = place.resident_megabytes
    return {
        "import cauce s": _import_seconds("import cauce"),
        "import cauce.app s": _import_seconds("import cauce.app"),
        "server resident MB": memory["server"],
        "worker resident MB": memory["worker"],
        "server + worker resident MB": sum(memory.values()),
    }


def _import_seconds(code: str) -> float:
    """The median of whole processes, less the start of an empty one."""
    return max(0.0, _median(code) - _median("pass"))


def _median(code: str) -> float:
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        seconds.append(time.perf_counter() - started)
    return sorted(seconds)[ROUNDS // 2]
