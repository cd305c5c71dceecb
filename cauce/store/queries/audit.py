"""The log of what people and programs changed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import AuditEntry


def note(
    session: AsyncSession,
    actor: str | None,
    action: str,
    subject: str | None,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Written with the change itself, in the same transaction. No `actor`: Cauce itself."""
    session.add(
        AuditEntry(
            actor=actor or "cauce",
            action=action,
            subject=subject,
            before=dict(before) if before is not None else None,
            after=dict(after) if after is not None else None,
        )
    )
