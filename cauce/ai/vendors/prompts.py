"""Prompts are files beside the code that uses them; their contents name their version."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Prompt:
    """`version` is like "drafting@3f2a91c07be4"; another letter in the file is another version."""

    name: str
    text: str

    @property
    def version(self) -> str:
        return f"{self.name}@{hashlib.sha256(self.text.encode()).hexdigest()[:_LENGTH]}"


class Prompts:
    """Those that come with Cauce; where `folder` has a `<name>/prompt.md`, that one instead.

    Each is read once: what is asked does not change under a process that runs.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._read: dict[str, Prompt] = {}

    @classmethod
    def of_folder(cls, folder: Path | str) -> "Prompts":
        """Those of the folder that is named; "" is none."""
        return cls(Path(folder) if folder else None)

    def of(self, name: str) -> Prompt:
        """That of the folder `name`."""
        if name not in self._read:
            own = self._folder / name / "prompt.md" if self._folder is not None else None
            shipped = files("cauce.ai.vendors") / name / "prompt.md"
            source = own if own is not None and own.is_file() else shipped
            self._read[name] = Prompt(name, source.read_text("utf-8").strip())
        return self._read[name]
