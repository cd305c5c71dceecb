"""Words as what they mean, whichever of the three languages they are in."""

from functools import cache, lru_cache

from cauce.ai.embedded.lexicon import plain_lines
from cauce.ai.embedded.wording import fold


@cache
def _thesaurus() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Whole words and stems, each with the concepts it belongs to."""
    words: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    for line in plain_lines("concepts"):
        name, *spelled = fold(line).split()
        for word in spelled:
            book = stems if word.endswith("*") else words
            key = word.rstrip("*")
            book[key] = (*book.get(key, ()), name)
    return words, stems


@lru_cache(maxsize=8_000)
def concepts_of(word: str) -> tuple[str, ...]:
    """Whole words win over stems, longer stems over shorter ones."""
    words, stems = _thesaurus()
    if word in words:
        return words[word]
    for size in range(len(word), 2, -1):
        if word[:size] in stems:
            return stems[word[:size]]
    return ()
