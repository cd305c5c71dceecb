"""Keys of programs: made once, shown once, stored as a hash, taken back at any time."""

from dataclasses import dataclass
from datetime import timedelta

from cauce.core.permissions import SCOPES, Permission, scopes_may
from cauce.engine.access import digest
from cauce.engine.house import House
from cauce.errors import BadInput, NotFound
from cauce.store.models import ApiKey, User
from cauce.store.queries import users as queries
from cauce.store.queries.audit import note

PREFIX = "cauce_"
_TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """A program that showed a good key, and the user who made it, if anybody did."""

    id: str
    name: str
    scopes: tuple[str, ...]
    made_by: str | None = None

    def may(self, permission: Permission) -> bool:
        return scopes_may(self.scopes, permission)


@dataclass(frozen=True, slots=True)
class MadeKey:
    """`plain` is shown to its maker now and never again."""

    id: str
    plain: str


async def make_key(
    house: House, user_id: str | None, name: str, scopes: tuple[str, ...]
) -> MadeKey:
    """A new key. Raises BadInput for an empty name or scopes nobody knows."""
    name = name.strip()
    if not name:
        raise BadInput("Give the key a name, so that you know later what uses it.", "name")
    if not scopes or any(scope not in SCOPES for scope in scopes):
        raise BadInput(f"Choose among the scopes {', '.join(SCOPES)}.", "scopes")
    plain = PREFIX + house.keys.token()
    async with house.store.writing() as session:
        row = ApiKey(
            name=name[:100],
            hint=plain[-4:],
            key_hash=digest(plain),
            scopes=[scope for scope in SCOPES if scope in scopes],
            made_by=user_id,
        )
        session.add(row)
        await session.flush()
        note(session, user_id, "api_key.made", row.id, after={"name": name, "scopes": row.scopes})
    return MadeKey(row.id, plain)


async def holder_of(house: House, plain: str | None) -> KeyHolder | None:
    """Whose key this is; None when it is unknown, taken back, or its maker was shut out."""
    if not plain or not plain.startswith(PREFIX):
        return None
    now = house.clock.now()
    async with house.store.reading() as session:
        row = await queries.key_by_hash(session, digest(plain))
        maker = await session.get(User, row.made_by) if row and row.made_by else None
    if row is None or row.revoked_at is not None:
        return None
    if maker is not None and maker.disabled_at is not None:
        return None
    if row.last_used_at is None or now - row.last_used_at > _TOUCH_EVERY:
        async with house.store.writing() as session:
            await queries.touch_key(session, row.id, now)
    return KeyHolder(row.id, row.name, tuple(row.scopes), row.made_by)


async def revoke_key(house: House, user_id: str | None, key_id: str) -> None:
    """Takes a key back at once; doing it twice changes nothing."""
    async with house.store.writing() as session:
        row = await session.get(ApiKey, key_id)
        if row is None:
            raise NotFound("There is no such key.")
        if row.revoked_at is None:
            row.revoked_at = house.clock.now()
            note(session, user_id, "api_key.revoked", row.id, before={"name": row.name})
