"""Keys of programs: shown once, known again, and taken back."""

import pytest
from sqlalchemy import select

from cauce.core.clock import FixedClock
from cauce.engine import api_keys
from cauce.errors import BadInput, NotFound
from cauce.store.models import ApiKey, AuditEntry
from cauce.store.session import Store
from tests.office import house_of


async def test_a_key_is_known_by_what_it_says_and_not_by_what_is_stored(
    store: Store, clock: FixedClock
) -> None:
    house = house_of(store, clock)
    made = await api_keys.make_key(house, None, "n8n", ("read",))
    assert made.plain.startswith("cauce_")
    async with store.reading() as session:
        row = await session.get_one(ApiKey, made.id)
    assert made.plain not in (row.key_hash, row.hint)
    assert await api_keys.holder_of(house, row.key_hash) is None
    holder = await api_keys.holder_of(house, made.plain)
    assert holder is not None
    assert (holder.name, holder.may("look"), holder.may("talk")) == ("n8n", True, False)


async def test_a_key_that_was_taken_back_opens_nothing(store: Store, clock: FixedClock) -> None:
    house = house_of(store, clock)
    made = await api_keys.make_key(house, None, "n8n", ("read", "write"))
    await api_keys.revoke_key(house, None, made.id)
    await api_keys.revoke_key(house, None, made.id)
    assert await api_keys.holder_of(house, made.plain) is None
    async with store.reading() as session:
        written = await session.scalars(select(AuditEntry.action))
        assert sorted(written) == ["api_key.made", "api_key.revoked"]


@pytest.mark.parametrize("plain", [None, "", "cauce_", "cauce_0000", "Bearer x", "cauce_\x00ñ"])
async def test_what_is_no_key_is_nobody(store: Store, clock: FixedClock, plain: str | None) -> None:
    assert await api_keys.holder_of(house_of(store, clock), plain) is None


async def test_a_key_needs_a_name_and_scopes_that_exist(store: Store, clock: FixedClock) -> None:
    house = house_of(store, clock)
    for name, scopes in (("  ", ("read",)), ("n8n", ()), ("n8n", ("read", "root"))):
        with pytest.raises(BadInput):
            await api_keys.make_key(house, None, name, scopes)
    with pytest.raises(NotFound):
        await api_keys.revoke_key(house, None, "key_none")
