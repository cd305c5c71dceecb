"""Lists a page at a time: `limit` at most, and `next` to go on with."""

import base64
import binascii
from typing import Annotated, Any, Generic, TypeVar

import orjson
from fastapi import Query
from pydantic import AfterValidator, BaseModel, Field

from cauce.api.words import BIGGEST, CLEAN, Shown
from cauce.core.text import clean
from cauce.store.queries.paging import Page

Item = TypeVar("Item")
Known = TypeVar("Known", bound=Shown)
MOST = 200
_NO_PAGE = "this page of the list does not exist: start again at the top"


def _sound(cursor: str | None) -> str | None:
    """Raises ValueError for what no list of ours ever gave out."""
    if cursor is None:
        return None
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise ValueError(_NO_PAGE) from error
    if not isinstance(values, list) or not all(_storable(value) for value in values):
        raise ValueError(_NO_PAGE)
    return cursor


def _storable(value: object) -> bool:
    if isinstance(value, str):
        return clean(value) == value
    return isinstance(value, int) and abs(value) <= BIGGEST


Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
Cursor = Annotated[
    str | None,
    Query(max_length=2_000, description="The `next` of the page before; nothing for the first."),
    AfterValidator(_sound),
]
Search = Annotated[str, Query(max_length=100, description="Only what has this text in it."), CLEAN]


class Listed(BaseModel, Generic[Item]):
    """A page of a list."""

    items: list[Item]
    next: Annotated[
        str | None, Field(description="Send it as `cursor` to go on; null at the end.")
    ] = None


def shown(kind: type[Known], page: Page[Any]) -> Listed[Known]:
    """The rows of a page as a program sees them."""
    return Listed(items=[kind.model_validate(one) for one in page.items], next=page.after)
