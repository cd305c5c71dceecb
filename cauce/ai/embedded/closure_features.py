"""What tells a closing answer from an open one: its words, our last message, both together."""

from collections import Counter
from functools import lru_cache

from cauce.ai.embedded.lexicon import phrase_book
from cauce.ai.embedded.sight import Sight
from cauce.ai.embedded.wording import read_wording

_SHORT_WORDS = 6


@lru_cache(maxsize=512)
def agent_stance(message: str | None) -> frozenset[str]:
    """What our last message did: asked if solved, offered more, promised, asked for something."""
    if not message:
        return frozenset(("silent",))
    wording = read_wording(message)
    stances = {
        hit.section.removeprefix("agent.")
        for hit in phrase_book().find(wording)
        if hit.section.startswith("agent.")
    }
    if message.rstrip().rstrip("😊🙏👍").rstrip().endswith("?"):
        stances.add("question")
    return frozenset(stances or {"statement"})


def closure_tokens(sight: Sight, last_agent_message: str | None) -> Counter[str]:
    """Features of an answer given what it answers."""
    tokens = sight.tokens.copy()
    words = sight.wording.words
    for stance in agent_stance(last_agent_message):
        tokens[f"x{stance}"] += 1
        for seen in (*sight.hits, *sight.marks):
            tokens[f"x{stance}&{seen}"] += 1
        if len(words) <= _SHORT_WORDS:
            for word in words:
                tokens[f"x{stance}&w {word}"] += 1
    return tokens
