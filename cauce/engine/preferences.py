"""What customers tell the platform about advertising, kept as their wish: the newest counts."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from cauce.engine.house import House
from cauce.store.models import Consent, ContactIdentity, IdentityName


async def hear(house: House, wish: dict[str, Any]) -> str:
    """Keeps the wish; what became of it. One that is older than what we know, or comes once more,
    changes nothing. Killed before the commit it is heard again."""
    at = datetime.fromisoformat(wish["at"])
    evidence = f"{wish['channel']}: {wish['said']} ({at:%Y-%m-%d %H:%M:%S})"
    async with house.store.writing() as session:
        identity = await session.scalar(
            select(ContactIdentity)
            .join(IdentityName, IdentityName.identity_id == ContactIdentity.id)
            .where(IdentityName.channel == wish["channel"], IdentityName.name.in_(wish["names"]))
            .order_by(ContactIdentity.id)
            .limit(1)
            .with_for_update(of=ContactIdentity)
        )
        if identity is None:
            return "nobodys"
        known = await session.scalar(
            select(Consent)
            .where(Consent.contact_id == identity.contact_id, Consent.scope == "marketing")
            .order_by(Consent.id.desc())
            .limit(1)
        )
        if known is not None and (known.created_at > at or known.evidence == evidence):
            return "old"
        session.add(
            Consent(
                contact_id=identity.contact_id,
                channel=wish["channel"],
                scope="marketing",
                granted=wish["granted"],
                evidence=evidence,
            )
        )
    return "applied"
