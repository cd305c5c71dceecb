"""Settings: the business, people and their roles, keys of programs."""

from zoneinfo import available_timezones

from starlette.responses import Response

from cauce.core.labels import LANGUAGES
from cauce.core.permissions import ROLES, SCOPES
from cauce.engine import access, api_keys, staff
from cauce.errors import BadInput
from cauce.knowledge import editing
from cauce.store.queries import users
from cauce.web.page import Look, Run
from cauce.web.pages import saving

router = saving.forms()


@router.get("/app/settings")
async def business(page: Look) -> Response:
    zones = sorted(zone for zone in available_timezones() if zone.startswith("America/"))
    own = page.business.time_zone if page.business is not None else ""
    if own and own not in zones:
        zones.insert(0, own)
    return await page.render("settings/business.html", zones=zones)


@router.post("/app/settings/business")
async def save_business(page: Run) -> Response:
    changes = {name: page.text(name) for name in ("name", "time_zone", "language")}
    async with saving.saving(page) as session:
        await editing.change_profile(session, page.visitor.user_id, changes)
    return page.go("/app/settings", "saved")


@router.get("/app/settings/me")
async def me(page: Look) -> Response:
    return await page.render("settings/me.html")


@router.post("/app/settings/me")
async def save_me(page: Look) -> Response:
    language = page.text("language")
    if language not in LANGUAGES:
        raise BadInput("Choose a language.", "language")
    await staff.set_own_profile(
        page.house, page.visitor.user_id, name=page.text("name"), language=language
    )
    return page.go("/app/settings/me", "saved")


@router.post("/app/settings/password")
async def password(page: Look) -> Response:
    await access.change_password(
        page.house,
        page.visitor.user_id,
        str(page.form.get("current", "")),
        str(page.form.get("wanted", "")),
        keep_session=page.visitor.session_id,
    )
    return page.go("/app/settings/me", "password")


@router.post("/app/settings/duty")
async def duty(page: Look) -> Response:
    """The switch in the menu: whether conversations are given to me now."""
    await staff.set_on_duty(page.house, page.visitor.user_id, on_duty=page.text("on_duty") == "1")
    back = page.text("back")
    return page.go(back if back.startswith("/app") and "//" not in back else "/app")


@router.get("/app/settings/team")
async def team(page: Look) -> Response:
    async with page.reading() as session:
        people = await users.colleagues(session)
        teams = await users.teams(session)
    return await page.render("settings/team.html", people=people, teams=teams, roles=ROLES)


@router.post("/app/settings/team")
async def add_user(page: Run) -> Response:
    await staff.add(
        page.house,
        page.visitor.user_id,
        email=page.text("email"),
        name=page.text("name"),
        role=page.text("role"),
        password=str(page.form.get("password", "")),
        language=page.visitor.language,
        teams=page.texts("teams"),
        languages=page.texts("languages"),
    )
    return page.go("/app/settings/team", "saved")


@router.post("/app/settings/team/{user_id}")
async def change_user(page: Run, user_id: str) -> Response:
    await staff.change(
        page.house,
        page.visitor.user_id,
        user_id,
        name=page.text("name"),
        role=page.text("role"),
        teams=page.texts("teams"),
        languages=page.texts("languages") if page.text("full") else None,
        on_duty=page.text("on_duty") == "1" if page.text("full") else None,
    )
    password = str(page.form.get("password", ""))
    if password:
        await staff.new_password(page.house, page.visitor.user_id, user_id, password)
    return page.go("/app/settings/team", "saved")


@router.post("/app/settings/team/{user_id}/access")
async def access_of(page: Run, user_id: str) -> Response:
    out = page.text("out") == "1"
    await staff.shut_out(page.house, page.visitor.user_id, user_id, out=out)
    return page.go("/app/settings/team", "saved")


@router.get("/app/settings/keys")
async def keys(page: Run) -> Response:
    async with page.reading() as session:
        found = await users.api_keys(session)
    return await page.render("settings/keys.html", keys=found, scopes=SCOPES, made=None)


@router.post("/app/settings/keys")
async def make_key(page: Run) -> Response:
    """Answers with the page itself: the key is shown this once and is in no address."""
    made = await api_keys.make_key(
        page.house, page.visitor.user_id, page.text("name"), page.texts("scopes")
    )
    async with page.reading() as session:
        found = await users.api_keys(session)
    return await page.render("settings/keys.html", keys=found, scopes=SCOPES, made=made)


@router.post("/app/settings/keys/{key_id}/revoke")
async def revoke_key(page: Run, key_id: str) -> Response:
    await api_keys.revoke_key(page.house, page.visitor.user_id, key_id)
    return page.go("/app/settings/keys", "revoked")
