"""Numbers written as words, in three languages."""

from functools import cache

from cauce.ai.embedded.lexicon import plain_lines
from cauce.ai.embedded.wording import fold


@cache
def number_words() -> dict[str, int]:
    pairs = (line.rsplit(" ", 1) for line in plain_lines("numbers"))
    return {fold(word): int(value) for word, value in pairs}
