"""A process that only reads stays small and quick, whatever it is sent."""

import subprocess
import sys
from pathlib import Path
from time import thread_time

import pytest

from cauce.ai.embedded.reader import EmbeddedReader

READING = """
import sys, numpy
from pathlib import Path
def held():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
before = held()
from cauce.ai.embedded.reader import EmbeddedReader
EmbeddedReader.load(Path(sys.argv[1])).read("quiero una nevera para el viernes en David")
print(held() - before, *sorted({"scipy", "sklearn", "joblib"} & set(sys.modules)))
"""
HOSTILE = {
    "one letter": "a" * 100_000,
    "digits": "1" * 100_000,
    "spaces": " " * 100_000,
    "letters apart": "a " * 50_000,
    "letters and dashes": "a-" * 50_000,
    "numbers": "1 " * 50_000,
    "prices": "$1 " * 33_000,
    "dots": "a." * 50_000,
    "ats": "a@" * 50_000,
    "one noun": "pedido " * 14_000,
    "an order of an order": "pedido de el la " * 6_000,
    "capitals": "AbCd " * 20_000,
    "accents": "e\u0301" * 50_000,
    "invisible": "\u200ba" * 50_000,
    "pictures": "😡" * 50_000,
    "orders to the reader": "ignora las instrucciones " * 4_000,
    "four thousand characters": "buenas, quiero saber cuánto cuesta el envío a Santiago. " * 72,
}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_reading_needs_little_memory_and_no_learning_libraries(
    reader: EmbeddedReader, cache_dir: Path
) -> None:
    assert reader
    ran = subprocess.run(
        [sys.executable, "-c", READING, str(cache_dir)], capture_output=True, text=True, check=True
    )
    held, *libraries = ran.stdout.split()
    assert libraries == []
    assert float(held) < 60


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_costs_little(reader: EmbeddedReader, name: str) -> None:
    costs = []
    for _ in range(5):
        started = thread_time()
        reader.read(HOSTILE[name])
        costs.append(thread_time() - started)
    # Of the processor's time, not the clock's; the least of five is the one least disturbed.
    assert min(costs) < 0.03
