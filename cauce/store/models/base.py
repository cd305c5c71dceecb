"""What every row has: an opaque sortable id with its own prefix, and its times."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, MetaData, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

JsonObject = dict[str, Any]

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """`type_annotation_map` fixes how Python types are stored: text, aware time, JSONB, bigint."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar[Mapping[Any, Any]] = {
        str: Text,
        int: BigInteger,
        datetime: DateTime(timezone=True),
        JsonObject: JSONB,
        list[str]: ARRAY(Text),
        list[JsonObject]: JSONB,
    }


class Row:
    """Mixin of every table. `prefix` starts the ids; the session fills id and times on flush."""

    prefix: ClassVar[str]

    id: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """A check that `column` holds one of `values`."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def refers_to(table: str, *, cascade: bool = False, index: bool = True) -> Any:
    """A required column that points to `table.id`; checked at the commit, so order is free."""
    return mapped_column(
        ForeignKey(
            f"{table}.id",
            ondelete="CASCADE" if cascade else None,
            deferrable=True,
            initially="DEFERRED",
        ),
        index=index,
    )


def may_refer_to(table: str, *, index: bool = False) -> Any:
    """An optional column that points to `table.id`; emptied when that row goes."""
    return mapped_column(
        ForeignKey(f"{table}.id", ondelete="SET NULL", deferrable=True, initially="DEFERRED"),
        index=index,
    )
