"""What somebody types into a search box, as the indexes over people and messages compare it."""

import re
import unicodedata
from typing import Final

from sqlalchemy import ColumnElement, and_, bindparam, cast, func
from sqlalchemy.dialects.postgresql import TSQUERY

from cauce.core.people import CODE_LENGTH
from cauce.core.phones import spellings
from cauce.store.models import Contact, Message

_SIGNS: Final = re.compile(r"[\W_]+")
# Nobody means more words than this, and each one costs a look into the index.
_MOST: Final = 8
# Shorter words stand for themselves: every other message has something that begins with "d".
_BEGINS_FROM: Final = 3
# Fewer digits than this are a quantity or a price, not a part of somebody's number.
_NUMBER_FROM: Final = 4


def folded(text: str) -> str:
    """Without accents and capitals, as `cauce_plain` does it, but with its signs."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(one for one in parts if not unicodedata.combining(one)).lower()


def words_of(search: str) -> list[str]:
    """The words to look for, each once."""
    return list(dict.fromkeys(_SIGNS.sub(" ", folded(search)).split()))[:_MOST]


def number_of(search: str) -> str:
    """The digits of a telephone number however it was written; "" for anything else."""
    digits = re.sub(r"\D", "", search).lstrip("0")
    is_number = len(digits) >= _NUMBER_FROM and not re.search(r"[^\W\d_]", search)
    return digits if is_number else ""


def in_person(search: str) -> ColumnElement[bool]:
    """People who have all the words in what we know of them, or the code they are shown with."""
    words, number = words_of(search), number_of(search)
    ways = [" & ".join(f"'{word}':*" for word in words)]
    ways += [f"'{spelled}':*" for spelled in (spellings(number) if number else ())]
    # Somebody without a name is called "Visitor 4F2K", after the end of their id.
    if words and len(words[-1]) == CODE_LENGTH:
        ways.append(f"'#{words[-1]}'")
    kept = func.cauce_person_words(
        Contact.id, Contact.name, Contact.company, Contact.city, Contact.emails, Contact.phones
    )
    found = kept.bool_op("@@")(_query(" | ".join(ways)))
    if "@" not in search:
        return found
    # The words of an address in any order would also find who is merely called like it.
    emails = func.array_to_string(Contact.emails, " ")
    return and_(found, emails.icontains(search.strip(), autoescape=True))


def in_message(search: str) -> ColumnElement[bool]:
    """Messages that have all the words; of longer words the beginning is enough."""
    wanted = [
        f"'{word}':*" if len(word) >= _BEGINS_FROM else f"'{word}'" for word in words_of(search)
    ]
    return func.cauce_words(Message.content).bool_op("@@")(_query(" & ".join(wanted)))


def _query(wanted: str) -> ColumnElement[object]:
    """Written into the statement, so that the plan fits how common these very words are.

    Words hold letters and digits only, so nothing in them can end the literal.
    """
    return cast(bindparam(None, wanted, literal_execute=True), TSQUERY)
