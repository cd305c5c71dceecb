"""Writing down what is said in a voice note: what whoever does it must offer."""

from typing import Protocol


class Ears(Protocol):
    """`name` says who listened, for the record."""

    @property
    def name(self) -> str: ...

    async def hear(self, content: bytes, name: str, mime: str) -> str:
        """The words; empty when nothing is said. Raises the DeliveryError tree."""
        ...
