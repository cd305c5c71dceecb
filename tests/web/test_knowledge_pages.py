"""What a shop owner writes by hand: products, answers, policies, terms, and how the chat looks."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from cauce.api.chat.words import DEFAULT_COLOUR
from cauce.core.business import Knowledge
from cauce.knowledge import chat_look
from cauce.store.models import Business, FaqRow, PolicyRow, Product, Setting
from tests.office import Office, form_token, house_of, visit

PRODUCT = {
    "name": "Silla de roble",
    "category": "Muebles",
    "price": "25,50",
    "sold_as": "product",
    "stock": "4",
    "attributes": "Material = roble\nalto_cm = 90",
    "features": "Hecha a mano\n\nSin clavos",
}


async def known(office: Office) -> Knowledge:
    async with office.house.store.reading() as session:
        return await office.house.knowledge.current(session)


async def post(client: httpx.AsyncClient, address: str, **form: Any) -> httpx.Response:
    return await client.post(address, data=form, headers=await form_token(client))


async def undo(client: httpx.AsyncClient, done: httpx.Response) -> httpx.Response:
    """What somebody does who presses undo on the page they are led to."""
    assert done.status_code == 303, done.text
    shown = (await client.get(done.headers["Location"])).text
    address = shown.split('class="undo-bar"')[1].split('action="')[1].split('"')[0]
    return await post(client, address)


async def test_a_product_written_by_hand_is_sold_and_can_be_taken_back(office: Office) -> None:
    async with visit(office, "owner") as client:
        done = await post(client, "/app/knowledge/products", **PRODUCT)
        sold = (await known(office)).product("SILLA-DE-ROBLE")
        assert sold is not None
        assert (sold.price.minor, sold.stock) == (2_550, 4)
        assert sold.attributes == {"material": "roble", "alto_cm": 90}
        assert sold.features == ("Hecha a mano", "Sin clavos")
        assert (await undo(client, done)).status_code == 303
        assert (await known(office)).product("SILLA-DE-ROBLE") is None
        archive = (await client.get("/app/knowledge/archive/products")).text
        assert "Silla de roble" in archive
        await post(client, f"/app/knowledge/products/{sold.id}/restore")
    assert (await known(office)).product("SILLA-DE-ROBLE") is not None


async def test_editing_a_product_keeps_what_the_form_does_not_touch(office: Office) -> None:
    async with office.house.store.reading() as session:
        row = (await session.scalars(select(Product).where(Product.sku == "LAP-HP-15"))).one()
    async with visit(office, "owner") as client:
        page = (await client.get(f"/app/knowledge/products/{row.id}")).text
        lines = [f"{name} = {value}" for name, value in row.entry["attributes"].items()]
        form = PRODUCT | {"sku": row.sku, "name": row.name, "description": row.description}
        form |= {"attributes": "\n".join(lines)}
        done = await post(client, f"/app/knowledge/products/{row.id}/edit", **form)
        assert done.status_code == 303
    assert row.name.replace('"', "&#34;") in page
    async with office.house.store.reading() as session:
        after = await session.get_one(Product, row.id)
    assert after.price_minor == 2_550
    assert after.entry["attributes"] == row.entry["attributes"]
    assert after.entry["translations"] == row.entry["translations"]


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"price": "0"}, "price", "Precio: un precio de 0 se diría a los clientes"),
        ({"price": ""}, "price", "Precio: no puede quedar vacío"),
        ({"price": "1.299"}, "price", "se puede leer como 1299 o como 1.299"),
        ({"stock": "pocos"}, "stock", "Existencias: “pocos” no es un número entero"),
        ({"sku": "á é"}, "sku", "Código: lleva letras, números"),
        ({"category": ""}, "category", "Categoría: no puede quedar vacío"),
        ({"attributes": "roble"}, "attributes", "Datos: “roble” no es un dato"),
        ({"link": "x"}, "link", "Página del producto: no es una dirección"),
    ],
)
async def test_a_refused_product_names_the_field_in_the_readers_words(
    office: Office, change: dict[str, str], field: str, told: str
) -> None:
    async with visit(office, "owner") as client:
        answer = await post(client, "/app/knowledge/products", **(PRODUCT | change))
    assert answer.status_code == 422
    assert told in answer.text
    assert answer.headers["X-Refused-Field"] == field
    assert (await known(office)).product("SILLA-DE-ROBLE") is None


async def test_a_price_of_nothing_is_refused_in_the_list_too(office: Office) -> None:
    async with office.house.store.reading() as session:
        row = (await session.scalars(select(Product).limit(1))).one()
    async with visit(office, "owner") as client:
        answer = await post(client, f"/app/knowledge/products/{row.id}", price="0", stock="1")
        assert answer.status_code == 422
        fine = await post(client, f"/app/knowledge/products/{row.id}", price="12.5", stock="1")
        assert (await undo(client, fine)).status_code == 303
    async with office.house.store.reading() as session:
        assert (await session.get_one(Product, row.id)).price_minor == row.price_minor


async def test_a_policy_is_added_once_of_its_kind_archived_and_restored(office: Office) -> None:
    async with office.house.store.reading() as session:
        old = (await session.scalars(select(PolicyRow).where(PolicyRow.kind == "returns"))).one()
    form = {"kind": "returns", "title": "Cambios", "text": "Hay quince días."}
    async with visit(office, "owner") as client:
        twice = await post(client, "/app/knowledge/policies", **form)
        assert twice.status_code == 409
        assert "Ya hay una política de este tipo" in twice.text
        gone = await post(client, f"/app/knowledge/policies/{old.id}/remove")
        assert gone.status_code == 303
        assert old.id not in {one.id for one in (await known(office)).policies}
        added = await post(client, "/app/knowledge/policies", **form)
        assert added.status_code == 303
        refused = await post(client, f"/app/knowledge/policies/{old.id}/restore")
        assert refused.status_code == 409
        await undo(client, added)
        back = await post(client, f"/app/knowledge/policies/{old.id}/restore")
        assert back.status_code == 303
    assert old.id in {one.id for one in (await known(office)).policies}


async def test_a_question_keeps_its_topic_and_other_wordings(office: Office) -> None:
    form = {
        "question": "¿Graban con láser?",
        "answer": "Sí.",
        "language": "es",
        "topic": "products",
        "alternatives": "¿hacen grabado?\n¿graban?",
    }
    async with visit(office, "owner") as client:
        done = await post(client, "/app/knowledge/faqs", **form)
        (faq,) = [one for one in (await known(office)).faqs if one.question == form["question"]]
        assert (faq.topic, faq.alternatives) == ("products", ("¿hacen grabado?", "¿graban?"))
        again = await post(client, "/app/knowledge/faqs", **form)
        assert again.status_code == 409
        assert "Esta pregunta ya tiene respuesta" in again.text
        await undo(client, done)
    async with office.house.store.reading() as session:
        assert (await session.get_one(FaqRow, faq.id)).archived_at is not None


async def test_the_truth_about_a_channel_is_that_it_hears_or_answers(office: Office) -> None:
    async with visit(office, "owner") as client:
        page = (await client.get("/app/settings/channels")).text
        assert page.count("Apagado") == 3
        house = house_of(office.house.store, office.house.clock, meta_app_secret="s")
        office.app.state.house = house
        page = (await client.get("/app/settings/channels")).text
    assert page.count("Recibe y responde") == 1
    assert page.count("Solo recibe") == 3


async def test_the_owner_chooses_how_the_chat_presents_itself(office: Office) -> None:
    look = {"assistant_name": "Sol", "colour": "#AA0033", "greeting": "¡Buenas!"}
    async with visit(office, "owner") as client:
        assert (await post(client, "/app/settings/channels/chat", **look)).status_code == 303
        refused = await post(client, "/app/settings/channels/chat", **(look | {"colour": "red"}))
        assert refused.status_code == 422
        assert "Color: Escribe el color" in refused.text
        assert "¡Buenas!" in (await client.get("/app/settings/channels")).text
    async with office.house.store.reading() as session:
        chosen = await session.scalar(select(Setting.value).where(Setting.name == "chat"))
        name = (await session.scalars(select(Business))).one().profile["assistant_name"]
    assert (chosen, name) == ({"colour": "#aa0033", "greeting": "¡Buenas!"}, "Sol")
    assert chat_look.DEFAULT_COLOUR == DEFAULT_COLOUR
    async with visit(office, "agent") as client:
        assert (await post(client, "/app/settings/channels/chat", **look)).status_code == 403
