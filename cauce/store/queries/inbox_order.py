"""What the list of the inbox goes by: the newest first, or who has to be answered first."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, Protocol, get_args

from sqlalchemy import ColumnElement, func, tuple_

from cauce.errors import BadInput
from cauce.store.models import Conversation
from cauce.store.queries import paging

Folder = Literal["needs", "mine", "all", "closed"]
FOLDERS: tuple[Folder, ...] = get_args(Folder)
# Since when somebody waits, as far as it is known.
_SINCE = func.coalesce(Conversation.waiting_since, Conversation.last_message_at)


class Placed(Protocol):
    """What has a place in the list."""

    @property
    def id(self) -> str: ...
    @property
    def priority(self) -> int: ...
    @property
    def last_message_at(self) -> datetime: ...
    @property
    def waits_since(self) -> datetime: ...


def order_of(folder: Folder) -> tuple[ColumnElement[Any], ...]:
    """What the list of a folder goes by; the id last, so that no two rows share a place."""
    if folder == "needs":
        return (-Conversation.priority, _SINCE, Conversation.id.expression)
    return (Conversation.last_message_at.expression, Conversation.id.expression)


def in_order(
    folder: Folder, columns: Iterable[ColumnElement[Any]]
) -> tuple[ColumnElement[Any], ...]:
    return tuple(columns) if folder == "needs" else tuple(one.desc() for one in columns)


def cursor(folder: Folder, line: Placed) -> str:
    """Where that conversation stands in the list."""
    if folder == "needs":
        return paging.encode(-line.priority, line.waits_since, line.id)
    return paging.encode(line.last_message_at, line.id)


def behind(folder: Folder, after: str) -> ColumnElement[bool]:
    """What follows that place in the list."""
    place = tuple_(*order_of(folder))
    if folder != "needs":
        at, last = paging.decode(after, 2)
        return place < (paging.moment(at), str(last))
    urgency, since, last = paging.decode(after, 3)
    if not isinstance(urgency, int):
        raise BadInput(paging.NO_SUCH_PAGE, "after")
    return place > (urgency, paging.moment(since), str(last))
