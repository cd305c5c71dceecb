"""The types that requests are written in: text a database can hold, numbers that fit it, ids."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from cauce.core.text import clean

BIGGEST = 2**63 - 1


def _cleaned(value: Any) -> Any:
    """Every text inside, however deep, as the database can hold it; numbers it cannot are refused.

    Raises ValueError.
    """
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, int | float) and not abs(value) <= BIGGEST:
        raise ValueError("this number is too large")
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {clean(str(name)): _cleaned(one) for name, one in value.items()}
    return value


CLEAN = BeforeValidator(_cleaned)

Text = Annotated[str, StringConstraints(min_length=1, max_length=4_000), CLEAN]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True), CLEAN]
Word = Annotated[str, StringConstraints(max_length=100), CLEAN]
Id = Annotated[str, StringConstraints(max_length=80), CLEAN]
Whole = Annotated[int, Field(ge=-BIGGEST, le=BIGGEST)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]


class Told(BaseModel):
    """What a program sends: unknown fields are refused, because they are usually typing errors."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)


class Shown(BaseModel):
    """What a program gets, read from a row of the store or a dataclass."""

    model_config = ConfigDict(from_attributes=True)
