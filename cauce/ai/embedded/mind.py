"""The embedded engine as one mind: it reads and drafts with nothing but this machine."""

import asyncio
from collections import OrderedDict

from cauce.ai.embedded.composer import compose
from cauce.ai.embedded.reader import EmbeddedReader
from cauce.ai.embedded.search import BusinessIndex
from cauce.core.business import Knowledge
from cauce.core.dialogue import Brief, Draft
from cauce.core.reading import Reading, ReadingContext

# The live business, and a few that are being tried out.
_INDEXES_KEPT = 4


class EmbeddedMind:
    """Keeps one search index for each version of the knowledge it is asked about."""

    name = "embedded"

    def __init__(self, reader: EmbeddedReader) -> None:
        self._reader = reader
        self._indexes: OrderedDict[tuple[str, int], BusinessIndex] = OrderedDict()
        self._building = asyncio.Lock()

    async def read(self, text: str, context: ReadingContext | None = None) -> Reading:
        return self._reader.read(text, context)

    async def draft(self, brief: Brief) -> Draft:
        return compose(brief, await self.index(brief.knowledge))

    async def index(self, knowledge: Knowledge) -> BusinessIndex:
        """What finds products and answers in this knowledge."""
        key = (knowledge.profile.name, knowledge.version)
        known = self._indexes.get(key)
        if known is not None:
            self._indexes.move_to_end(key)
            return known
        async with self._building:
            if key not in self._indexes:
                # Beside the event loop: a large catalogue would hold up every other conversation.
                older = self._newest_of(knowledge.profile.name)
                self._indexes[key] = await asyncio.to_thread(_index_of, knowledge, older)
                while len(self._indexes) > _INDEXES_KEPT:
                    self._indexes.popitem(last=False)
        return self._indexes[key]

    def _newest_of(self, name: str) -> BusinessIndex | None:
        """The index of this business that was used last, to go on from."""
        own = (index for (whose, _), index in reversed(self._indexes.items()) if whose == name)
        return next(own, None)


def _index_of(knowledge: Knowledge, older: BusinessIndex | None) -> BusinessIndex:
    renewed = older.renewed(knowledge) if older is not None else None
    return renewed or BusinessIndex(knowledge)
