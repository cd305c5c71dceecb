"""What comes in besides words, on the pages: edits, withdrawals, reactions, places, identities."""

import re
from typing import Any

import pytest

from cauce.core.clock import FixedClock
from cauce.store.models import Contact, ContactIdentity, Conversation, File, IdentityMove, Message
from cauce.store.session import Store
from tests import platform_calls as meta
from tests.houses import rows
from tests.office import Office, form_token, house_of, open_office, visit

ANA = "50768880001"


@pytest.fixture
async def office(store: Store, clock: FixedClock) -> Office:
    return await open_office(house_of(store, clock, **meta.SECRETS))


async def shown(office: Office, *payloads: dict[str, Any], role: str = "owner") -> str:
    """The page of the conversation all this happened in."""
    for payload in payloads:
        await meta.call(office.house, payload)
    newest = (await rows(office.house.store, Conversation))[-1]
    async with visit(office, role) as client:
        answer = await client.get(f"/app/inbox/{newest.id}")
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_an_edited_message_shows_what_it_was_and_a_reaction_sits_on_it(
    office: Office,
) -> None:
    first = meta.text(ANA, "quiero cinco")
    page = await shown(
        office,
        meta.whatsapp(first),
        meta.whatsapp(meta.edit(ANA, first["id"], "quiero seis")),
        meta.whatsapp(meta.reaction(ANA, first["id"], "🙏")),
    )
    assert "quiero seis" in page
    assert re.search(r"Editado.*?Antes decía:.*?quiero cinco", page, re.DOTALL)
    assert re.search(r'class="reaction"[^>]*>🙏', page)


async def test_what_was_withdrawn_is_on_no_page(office: Office) -> None:
    first = meta.text(ANA, "mi clave es luna")
    picture = meta.item(ANA, type="image", image={"id": "77", "caption": "luna llena"})
    page = await shown(
        office,
        meta.whatsapp(first, picture),
        meta.whatsapp(meta.revoke(ANA, first["id"]), meta.revoke(ANA, picture["id"])),
    )
    assert "luna" not in page
    assert page.count("Mensaje retirado") == 2
    assert [one.status for one in await rows(office.house.store, File)] == ["erased"]
    async with visit(office, "owner") as client:
        found = await client.get("/app/inbox", params={"folder": "all", "q": "luna"})
    assert "mi clave" not in found.text


async def test_an_answer_from_outside_says_so(office: Office) -> None:
    echo = {"id": "w.out", "to": ANA, "type": "text", "text": {"body": "ya le atiendo"}}
    page = await shown(office, meta.whatsapp(echo, field="smb_message_echoes"))
    assert "Equipo, fuera de Cauce" in page
    assert "Alguien respondió desde fuera de Cauce" in page
    assert "Respondido fuera de Cauce" in page


async def test_places_people_and_carts_can_be_read(office: Office) -> None:
    place = {"latitude": 9.01234, "longitude": -79.5, "name": "Casa"}
    people = [{"name": {"formatted_name": "Luis"}, "phones": [{"phone": "+507 6999-0000"}]}]
    line = {"product_retailer_id": "LAP-1", "quantity": 2, "item_price": 499.5, "currency": "USD"}
    page = await shown(
        office,
        meta.whatsapp(
            meta.item(ANA, type="location", location=place),
            meta.item(ANA, type="contacts", contacts=people),
            meta.item(ANA, type="order", order={"text": "porfa", "product_items": [line]}),
            meta.item(ANA, type="unsupported", errors=[{"code": 131051}]),
            meta.text(ANA, "hola", referral={"source_type": "ad", "headline": "Marzo"}),
        ),
    )
    assert 'href="https://maps.google.com/?q=9.01234,-79.5"' in page
    assert "Luis" in page
    assert "+507 6999-0000" in page
    assert re.search(r"porfa.*?2 × LAP-1 · 499\.5 USD", page, re.DOTALL)
    assert "Tipo de mensaje no compatible" in page
    assert "Llegó por: Marzo" in page


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "location", "location": {"latitude": "<b>", "longitude": {}}},
        {"type": "contacts", "contacts": [{"phones": "x"}, {"phones": ["y", {"phone": 7}]}]},
        {"type": "order", "order": {"product_items": "many"}},
        {"type": "order", "order": {"product_items": ["one", {"quantity": []}]}},
        {"type": "text", "text": {"body": "a"}, "referral": ["ad"]},
    ],
)
async def test_a_broken_payload_does_not_break_the_page(
    office: Office, broken: dict[str, Any]
) -> None:
    page = await shown(office, meta.whatsapp(meta.item(ANA, **broken)))
    assert "<b>" not in page


async def test_a_messenger_place_is_shown_too(office: Office) -> None:
    point = {"type": "location", "payload": {"coordinates": {"lat": 9.5, "long": -79.25}}}
    said = meta.happens("p1", message={"mid": "m1", "attachments": [point]})
    assert "9.50000, -79.25000" in await shown(office, meta.page(said))


async def test_another_number_is_a_line_in_words(office: Office) -> None:
    system = {"type": "user_changed_number", "wa_id": "50768880009", "body": "changed"}
    page = await shown(
        office,
        meta.whatsapp(meta.text(ANA, "hola")),
        meta.whatsapp(meta.item(ANA, type="system", system=system)),
    )
    assert f"Cambió de número: +{ANA} → +50768880009" in page


async def test_identities_are_put_together_apart_and_back_on_the_contact_page(
    office: Office,
) -> None:
    await meta.call(office.house, meta.whatsapp(meta.text(ANA, "hola", "PA.1")))
    said = meta.happens("p1", message={"mid": "m1", "text": "hola"})
    await meta.call(office.house, meta.page(said))
    on_phone, scoped = (await rows(office.house.store, ContactIdentity))[-2:]
    path = f"/app/contacts/{scoped.contact_id}"
    async with visit(office, "owner") as client:
        token = await form_token(client)
        found = await client.get(f"{path}/same", params={"q": "6888-0001"})
        assert f'value="{on_phone.id}"' in found.text
        linked = await client.post(
            f"{path}/identities", data={"identity": on_phone.id}, headers=token
        )
        assert linked.status_code == 303
        page = (await client.get(path)).text
        assert "PA.1" in page
        assert page.count("Separar</button>") == 2
        [move] = await rows(office.house.store, IdentityMove)
        assert f"{path}/moves/{move.id}/undo" in page
        await client.post(f"{path}/moves/{move.id}/undo", headers=token)
        page = (await client.get(path)).text
        assert "Separar</button>" not in page
        await client.post(f"{path}/identities", data={"identity": on_phone.id}, headers=token)
        await client.post(f"{path}/identities/{on_phone.id}/unlink", headers=token)
    owners = {one.contact_id for one in await rows(office.house.store, Message)}
    assert len(owners & {scoped.contact_id}) == 1
    [apart] = [
        one for one in await rows(office.house.store, ContactIdentity) if one.id == on_phone.id
    ]
    assert apart.contact_id != scoped.contact_id


async def test_who_may_only_look_cannot_put_people_together(office: Office) -> None:
    await meta.call(office.house, meta.whatsapp(meta.text(ANA, "hola")))
    [*_, identity] = await rows(office.house.store, ContactIdentity)
    async with visit(office, "viewer") as client:
        token = await form_token(client)
        path = f"/app/contacts/{office.contact}"
        asked = await client.post(
            f"{path}/identities", data={"identity": identity.id}, headers=token
        )
        assert asked.status_code == 403
        assert "Same person" not in (await client.get(path)).text
    [*_, still] = await rows(office.house.store, ContactIdentity)
    assert still.contact_id == identity.contact_id
    assert (await rows(office.house.store, Contact, Contact.merged_into.is_not(None))) == []
