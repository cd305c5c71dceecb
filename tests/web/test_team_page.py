"""The team's page: who speaks what, who is on duty, and who cannot come in yet."""

from sqlalchemy import select

from cauce.store.models import User
from tests.office import PASSWORD, Office, form_token, visit


async def _user(office: Office, email: str) -> User:
    async with office.house.store.reading() as session:
        return (await session.scalars(select(User).where(User.email == email))).one()


async def test_a_colleague_gets_the_languages_they_attend_in(office: Office) -> None:
    form = {
        "name": "Camila",
        "email": "camila@tienda.example",
        "role": "agent",
        "password": PASSWORD,
        "languages": ["pt", "en", "xx"],
    }
    async with visit(office, "owner") as client:
        token = await form_token(client)
        assert (await client.post("/app/settings/team", data=form, headers=token)).is_redirect
        camila = await _user(office, "camila@tienda.example")
        assert camila.languages == ["en", "pt"]
        change = {"name": "Camila", "role": "agent", "languages": ["es"], "full": "1"}
        address = f"/app/settings/team/{camila.id}"
        assert (await client.post(address, data=change, headers=token)).is_redirect
        camila = await _user(office, "camila@tienda.example")
        assert (camila.languages, camila.on_duty) == (["es"], False)
        await client.post(address, data={**change, "on_duty": "1"}, headers=token)
        assert (await _user(office, "camila@tienda.example")).on_duty is True
        nothing = await client.post(
            address, data={"name": "Camila", "role": "agent", "full": "1"}, headers=token
        )
        assert nothing.status_code == 422
        assert "Elige al menos un idioma." in nothing.text
        assert (await _user(office, "camila@tienda.example")).languages == ["es"]


async def test_who_has_no_password_is_not_shown_as_on_duty_nor_offered(office: Office) -> None:
    async with visit(office, "owner") as client:
        page = (await client.get("/app/settings/team")).text
        row = page.split("luis@electroistmo.example")[1].split("</summary>")[0]
        assert "Sin contraseña" in row
        assert "De turno" not in row
        assert "Al menos 10 caracteres." in page
        thread = (await client.get(f"/app/inbox/{office.conversation}")).text
        offered = thread.split('/assign" hx-swap')[1].split("</form>")[0]
        assert "Ana agent" in offered
        assert "Luis" not in offered
