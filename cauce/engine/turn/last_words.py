"""What the messages say that no turn could take: a wish to be left alone is obeyed all the same."""

from collections.abc import Mapping, Sequence
from typing import Final

from cauce.ai.embedded.lexicon import phrase_book
from cauce.ai.embedded.wording import read_wording
from cauce.core.labels import OptOut
from cauce.core.reading import ReadingContext
from cauce.engine import opinions
from cauce.engine.house import House
from cauce.store.models import Message
from cauce.store.queries import turns

# More words than these around "stop" or "baja" and it is about something else.
_ALONE: Final = 3
Wishes = Mapping[str, OptOut]


async def wishes_of(house: House, conversation_id: str) -> Wishes:
    """What each waiting message wants, by its id; each is read by itself, none hides another."""
    async with house.store.reading() as session:
        found = await turns.last_messages(session, conversation_id, 1)
        waiting = [one for one in found if one.direction == "in" and not one.handled]
    return {
        message.id: (await opinions.read(house, message.content, ReadingContext())).opt_out
        for message in waiting
    }


def strongest(dropped: Sequence[Message], known: Wishes) -> tuple[OptOut, str]:
    """The farthest-going wish among the messages, and its words; those not read go by wording."""
    partial = ""
    for message in dropped:
        wish = known.get(message.id, "no")
        if wish == "yes" or (message.id not in known and says_stop(message.content)):
            return "yes", message.content
        if wish == "partial":
            partial = message.content
    return ("partial", partial) if partial else ("no", "")


def says_stop(text: str) -> bool:
    """By the words alone, for texts that are better not read: rather a stop too many than one
    that was not heard."""
    wording = read_wording(text)
    hits = phrase_book().find(wording)
    said = {hit.section for hit in hits}
    if "keep_going" in said:
        return False
    alone = "stop_word" in said and len(wording.words) <= _ALONE and "?" not in text
    return alone or "stop_all" in said
