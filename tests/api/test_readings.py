"""A call reads what it needs once: never twice the same, never one session inside another."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.engine.house import House
from cauce.store.session import Store
from tests.api.test_people_nouns import ok


async def test_a_story_takes_one_session_for_its_key_and_one_for_itself(
    shop: House, admin: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = await ok(await admin.post("/contacts", json={"name": "Luz"}), 201)
    reading, open_now, opened = Store.reading, [0], []

    @asynccontextmanager
    async def counted(store: Store) -> AsyncIterator[AsyncSession]:
        opened.append(open_now[0])
        open_now[0] += 1
        async with reading(store) as session:
            yield session
        open_now[0] -= 1

    monkeypatch.setattr(Store, "reading", counted)
    await ok(await admin.get(f"/contacts/{contact['id']}/timeline"))
    assert opened == [0, 0]
    assert (await admin.get("/contacts/cont_unknown/timeline")).status_code == 404
