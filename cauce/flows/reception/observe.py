"""What came in: words, a wish to be left alone, or something only a person can see or hear."""

from cauce.core.dialogue import Said
from cauce.core.privacy import asks_about_own_data, asks_only_about_data
from cauce.core.spam import asks
from cauce.core.spelling import shortened
from cauce.core.turn import Turn
from cauce.flows.reception.decide import ASKS_NOTHING, UNREADABLE, Facts

# Enough of their words to prove the wish later; more would only repeat the conversation.
EVIDENCE = 200


def observe(turn: Turn) -> Facts:
    worded = [said for said in turn.burst if said.text.strip() and said.kind not in ASKS_NOTHING]
    unreadable = [said for said in turn.burst if _wordless(said)]
    earlier = [said for said in turn.history if said.sender == "customer" and _wordless(said)]
    words = " ".join(said.text.strip() for said in worded)
    return Facts(
        now=turn.now,
        language=turn.reading.language,
        # "Borra mis datos" is a matter of rights, and no wish to be left alone by itself.
        opt_out="no" if not words or asks_only_about_data(words) else turn.reading.opt_out,
        own_data=asks_about_own_data(words),
        asks=asks(words),
        words=shortened(words, EVIDENCE),
        unreadable=unreadable[-1].kind if unreadable and not worded else None,
        times=bool(unreadable) + len(earlier),
        silent=bool(turn.burst) and not worded and not unreadable,
        with_person=turn.conversation.bot_silenced,
    )


def _wordless(said: Said) -> bool:
    return said.kind in UNREADABLE and not said.text.strip()
