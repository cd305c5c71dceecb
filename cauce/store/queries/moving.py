"""Moving an identity to another contact: its conversations go along, and all that hangs on them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import Base

# Rows that say to which conversation they belong go where it goes; what belongs to a person as a
# whole goes along only with the last of their identities.
_STAYS = frozenset({"contacts", "contact_identities", "identity_moves"})
# Only one open lead a contact may have: the other's is kept with who they were.
_OPEN_LEAD = "AND NOT (status NOT IN ('converted', 'lost') AND EXISTS (SELECT FROM leads o" + (
    " WHERE o.contact_id = :to AND o.status NOT IN ('converted', 'lost')))"
)


def _of_contacts() -> list[Table]:
    tables = Base.metadata.tables.values()
    return [one for one in tables if "contact_id" in one.columns and one.name not in _STAYS]


async def lock(session: AsyncSession, identity_id: str) -> None:
    """Conversations first, as everywhere, then the identity: nobody opens another one for it."""
    await session.execute(
        text("SELECT 1 FROM conversations WHERE identity_id = :id ORDER BY id FOR UPDATE"),
        {"id": identity_id},
    )
    await session.execute(
        text("SELECT 1 FROM contact_identities WHERE id = :id FOR UPDATE"), {"id": identity_id}
    )


async def with_conversations(session: AsyncSession, identity_id: str, contact_id: str) -> None:
    """The identity and what was said and done in its conversations belong to this contact now."""
    values = {"id": identity_id, "to": contact_id}
    await session.execute(
        text("UPDATE contact_identities SET contact_id = :to WHERE id = :id"), values
    )
    threads = "(SELECT id FROM conversations WHERE identity_id = :id)"
    said = f"(SELECT id FROM messages WHERE conversation_id IN {threads})"
    for table in _of_contacts():
        if table.name == "conversations":
            where = "identity_id = :id"
        elif "conversation_id" in table.columns:
            where = f"conversation_id IN {threads}"
        elif "message_id" in table.columns:
            where = f"message_id IN {said}"
        else:
            continue
        changed = f"UPDATE {table.name} SET contact_id = :to WHERE {where}"
        await session.execute(text(changed), values)


async def everything(
    session: AsyncSession, contact_id: str, to_contact_id: str
) -> dict[str, list[str]]:
    """All that is still one contact's belongs to the other; the rows that went, by table."""
    gone: dict[str, list[str]] = {}
    for table in _of_contacts():
        but = _OPEN_LEAD if table.name == "leads" else ""
        moved = await session.scalars(
            text(
                f"UPDATE {table.name} SET contact_id = :to "
                f"WHERE contact_id = :id {but} RETURNING id"
            ),
            {"id": contact_id, "to": to_contact_id},
        )
        if ids := list(moved):
            gone[table.name] = ids
    return gone


async def back(
    session: AsyncSession, rows: Mapping[str, Sequence[str]], from_id: str, to_id: str
) -> None:
    """Gives rows that went along back to whom they belonged to."""
    known = {table.name for table in _of_contacts()}
    for name, ids in rows.items():
        if name in known:
            await session.execute(
                text(
                    f"UPDATE {name} SET contact_id = :to "
                    "WHERE contact_id = :id AND id = ANY(CAST(:ids AS text[]))"
                ),
                {"id": from_id, "to": to_id, "ids": list(ids)},
            )


async def unite_threads(session: AsyncSession, other_id: str, identity_id: str) -> None:
    """What one identity is called means the other from now on, and so do its closed conversations;
    an open one goes along where the other has none, and ends by itself where it has."""
    values: dict[str, Any] = {"other": other_id, "id": identity_id}
    await session.execute(
        text("UPDATE identity_names SET identity_id = :id WHERE identity_id = :other"), values
    )
    await session.execute(
        text("""UPDATE conversations SET identity_id = :id
                 WHERE identity_id = :other
                   AND (status = 'closed' OR NOT EXISTS (
                        SELECT FROM conversations c
                         WHERE c.identity_id = :id AND c.status <> 'closed'))"""),
        values,
    )
    await session.execute(
        text("""DELETE FROM contact_identities
                 WHERE id = :other AND NOT EXISTS (
                       SELECT FROM conversations WHERE identity_id = :other)"""),
        values,
    )
