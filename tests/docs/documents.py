"""The documents as they are written, and what in them can be held against the code."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
DOCUMENTS = (
    README,
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
)
_FENCED = re.compile(r"^( *)```(\w*)\n(.*?)^\1```", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_COMMENT = re.compile(r"\s#.*")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def blocks(text: str, language: str) -> list[str]:
    """What stands in fenced blocks of one language."""
    return [inside for _, kind, inside in _FENCED.findall(text) if kind == language]


def pieces_of_code(text: str) -> list[str]:
    """Lines of shell, and what stands between backticks in the text."""
    shell = [*blocks(text, "sh"), *blocks(text, "bash")]
    lines = [_COMMENT.sub("", line) for block in shell for line in block.splitlines()]
    return [*(line.strip() for line in lines), *_INLINE.findall(_FENCED.sub("", text))]


def commands(text: str) -> Iterator[tuple[str, ...]]:
    """The words of every `cauce …` that is shown, without the program itself."""
    for piece in pieces_of_code(text):
        words = [word for word in piece.split() if not re.match(r"[A-Z_]+=", word)]
        if words and words[0] in ("cauce", ".venv/bin/cauce"):
            yield tuple(words[1:])


def links(text: str) -> list[str]:
    """Relative links and pictures, without the part after `#`."""
    found = (link.partition("#")[0] for link in _LINK.findall(_FENCED.sub("", text)))
    return [link for link in found if link and "://" not in link]


def between(text: str, name: str) -> str:
    """What stands between the markers called `name`."""
    return text.partition(f"<!-- {name}:begin -->")[2].partition(f"<!-- {name}:end -->")[0]


def first_cells(table: str) -> list[str]:
    """The first column of a table, without head and backticks."""
    rows = [line for line in table.strip().splitlines() if line.startswith("|")][2:]
    return [row.split("|")[1].strip().strip("`") for row in rows]


def section(text: str, title: str) -> str:
    """What stands under a heading, up to the next one of its level or higher."""
    level = title.split(" ", maxsplit=1)[0]
    rest = text.partition(f"\n{title}\n")[2]
    return re.split(rf"^#{{1,{len(level)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]
