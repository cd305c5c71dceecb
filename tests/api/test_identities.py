"""Identities as programs link them and take them apart."""

import httpx
import pytest

from cauce.engine.house import House
from cauce.store.models import AuditEntry, ContactIdentity, Conversation
from tests.houses import rows, write


@pytest.fixture
async def two(shop: House) -> tuple[ContactIdentity, ContactIdentity]:
    known = [one.id for one in await rows(shop.store, ContactIdentity)]
    await write(shop, channel="whatsapp", external_id="50768880001", phone="+50768880001")
    await write(shop, channel="webchat", external_id="visitor")
    fresh = ContactIdentity.id.not_in(known)
    first, second = await rows(shop.store, ContactIdentity, fresh)
    return first, second


async def test_a_program_links_takes_apart_and_undoes(
    shop: House, admin: httpx.AsyncClient, two: tuple[ContactIdentity, ContactIdentity]
) -> None:
    on_phone, visitor = two
    stays = visitor.contact_id
    path = f"/contacts/{stays}"
    made = await admin.post(f"{path}/identities", json={"identity_id": on_phone.id})
    assert made.status_code == 201
    told = (await admin.get(path)).json()
    assert {one["id"] for one in told["identities"]} == {on_phone.id, visitor.id}
    apart = await admin.post(f"{path}/identities/{on_phone.id}/unlink")
    assert (apart.status_code, apart.json()["kind"]) == (201, "unlinked")
    listed = (await admin.get(f"{path}/identity-moves")).json()["items"]
    assert [one["id"] for one in listed] == [apart.json()["id"]]
    undo = f"{path}/identity-moves/{apart.json()['id']}/undo"
    assert (await admin.post(undo)).json()["undone_at"] is not None
    assert (await admin.post(undo)).status_code == 409
    assert {one.contact_id for one in await rows(shop.store, Conversation)} == {stays}
    done = [one.action for one in await rows(shop.store, AuditEntry)]
    assert [one for one in done if one.startswith("identity.")] == [
        "identity.linked",
        "identity.unlinked",
        "identity.move_undone",
    ]


async def test_what_cannot_be_linked_is_refused(
    admin: httpx.AsyncClient, two: tuple[ContactIdentity, ContactIdentity]
) -> None:
    on_phone, visitor = two
    path = f"/contacts/{visitor.contact_id}"
    asked = await admin.post(f"{path}/identities", json={"identity_id": visitor.id})
    assert asked.status_code == 409
    asked = await admin.post(f"{path}/identities", json={"identity_id": "iden_none"})
    assert asked.status_code == 404
    assert (await admin.post(f"{path}/identities/{visitor.id}/unlink")).status_code == 409
    assert (await admin.post(f"{path}/identities/{on_phone.id}/unlink")).status_code == 404
    assert (await admin.post(f"{path}/identity-moves/move_none/undo")).status_code == 404


async def test_a_number_is_found_however_it_is_typed(shop: House, admin: httpx.AsyncClient) -> None:
    await write(shop, channel="whatsapp", external_id="551187654321", phone="+551187654321")
    for typed in ("+55 11 98765-4321", "11 98765-4321", "551187654321", "8765-4321"):
        found = (await admin.get("/contacts", params={"search": typed})).json()["items"]
        assert [one["phones"] for one in found] == [["+551187654321"]], typed
