"""Signs in the conversation itself: tries that failed, a client of standing, a tangled story."""

import re
from collections.abc import Sequence

from cauce.core.dialogue import Said
from cauce.core.spelling import plain
from cauce.flows.escalation.phrases import (
    ASKS_ABOUT_STANDING,
    BOT_LOST,
    CHANGES_MIND,
    DISTRESS,
    ENTANGLED,
    HELPED,
    NO_HELP,
    PARTIES,
    STANDING,
)

_WORD = re.compile(r"[a-z]{3,}|\d+")
_NO = re.compile(r"\b(?:no|nao)\b")
# A story this short (in characters) tangles nothing, however many parties it names.
LONG_STORY = 90
# Failures before the last few messages were forgiven: the conversation went on.
LATELY = 8
MANY_PARTIES = 3
# Whoever says no and then half of the same again is asking the same again.
SAME_QUESTION = 0.5


def failed_tries(history: Sequence[Said], text: str) -> int:
    """How often the machine tried and did not help, as the conversation itself shows."""
    now = plain(text)
    if HELPED.search(now) and not NO_HELP.search(now):
        return 0
    spoken = [(said.sender, plain(said.text)) for said in history[-LATELY:]]
    ours: list[str] = []
    theirs: list[str] = []
    tries = 0
    counted = False
    for sender, words in (*spoken, ("customer", now)):
        if sender == "bot":
            # The same answer to the same question is one try, not two; and the sum of an order
            # is shown again whenever something in it changes.
            again = words in ours and not counted and "total:" not in words
            tries += bool(BOT_LOST.search(words)) or again
            ours.append(words)
        elif sender == "customer":
            counted = bool(ours) and _did_not_help(words, theirs)
            tries += counted
            theirs.append(words)
    return tries


def distressed(text: str) -> bool:
    """Despair, harm or humiliation in so many words."""
    return bool(DISTRESS.search(plain(text)))


def of_standing(history: Sequence[Said], text: str) -> bool:
    """Whether we greeted them as a preferred client, or they introduce themselves as one."""
    if any(said.sender == "bot" and STANDING.search(plain(said.text)) for said in history):
        return True
    words = plain(text)
    return bool(STANDING.search(words)) and not ASKS_ABOUT_STANDING.search(words)


def entangled(history: Sequence[Said], text: str) -> bool:
    """Several parties who each have a say, in a story that no rule of ours settles."""
    told = plain(" ".join([said.text for said in history if said.sender == "customer"] + [text]))
    if len(told) < LONG_STORY:
        return False
    parties = set(PARTIES.findall(told))
    return len(parties) >= MANY_PARTIES or bool(parties and ENTANGLED.search(told))


def _did_not_help(words: str, earlier: Sequence[str]) -> bool:
    if NO_HELP.search(words):
        return True
    if CHANGES_MIND.search(words):
        return False
    return not HELPED.search(words) and _asked_before(words, earlier)


def _asked_before(words: str, earlier: Sequence[str]) -> bool:
    """Nothing in it is new. A question about another product is not the same question."""
    mine = set(_WORD.findall(words))
    if not mine:
        return False
    shared = max((len(mine & set(_WORD.findall(before))) for before in earlier), default=0)
    enough = len(mine) * SAME_QUESTION if _NO.search(words) else len(mine)
    return shared >= enough
