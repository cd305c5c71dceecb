"""The training messages as numbers, a few kilobytes each, so that learning fits small machines."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from scipy.sparse import csr_matrix

from cauce.ai.embedded.features import Places, Vocabulary


class Documents:
    """Every message as the numbers of its features and how often each is there."""

    def __init__(self, messages: Iterable[Counter[str]]) -> None:
        numbers: dict[str, int] = {}
        self._messages: list[tuple[Places, Places]] = []
        for message in messages:
            own = [numbers.setdefault(token, len(numbers)) for token in message]
            times = list(message.values())
            self._messages.append((np.array(own, np.int32), np.array(times, np.int32)))
        self._names = tuple(numbers)

    def vocabulary(self, least: int, most: int) -> Vocabulary:
        """The features that are common enough to learn from."""
        seen = np.zeros(len(self._names), np.int64)
        for own, _ in self._messages:
            seen[own] += 1
        counts = dict(zip(self._names, map(int, seen), strict=True))
        return Vocabulary.learn(counts, len(self._messages), least, most)

    def matrix(self, vocabulary: Vocabulary) -> csr_matrix:
        """Messages by features."""
        columns: list[Places] = []
        values = []
        for message in self._spelled():
            where, weights = vocabulary.vector(message)
            columns.append(where)
            values.append(weights)
        ends = np.cumsum([0, *(len(where) for where in columns)])
        shape = (len(columns), len(vocabulary.rarity))
        return csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=shape)

    def _spelled(self) -> Iterator[Mapping[str, int]]:
        names = self._names
        for own, times in self._messages:
            yield {
                names[number]: time
                for number, time in zip(own.tolist(), times.tolist(), strict=True)
            }
