"""Hours, holidays, deliveries, payments and discounts, filled in as rows of a form."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from cauce.store.models import Business
from cauce.web.pages.terms_form import DAYS, SECTIONS, fingerprint
from tests.office import Office, form_token, visit

HERE = "/app/knowledge/terms"


async def profile(office: Office) -> dict[str, Any]:
    async with office.house.store.reading() as session:
        return (await session.scalars(select(Business))).one().profile


async def save(office: Office, section: str, form: dict[str, Any]) -> httpx.Response:
    """As a page that was loaded just now sends it, unless the form says what it had seen."""
    seen = fingerprint(await profile(office), section)
    form = {"seen": seen} | form
    async with visit(office, "owner") as client:
        return await client.post(f"{HERE}/{section}", data=form, headers=await form_token(client))


def as_form(rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    """What a browser sends of rows that all have the same inputs."""
    names = {name for row in rows for name in row}
    return {name: [str(row.get(name, "")) for row in rows] for name in names}


async def sent_by_the_page(office: Office, section: str) -> dict[str, list[str]]:
    """Every input of this part of the page, as it stands."""
    async with visit(office, "owner") as client:
        page = (await client.get(HERE)).text
    part = page.split(f'id="terms-{section}"')[1].split("</form>")[0]
    form: dict[str, list[str]] = {}
    for text in part.split("<input ")[1:]:
        tag = text.split(">")[0].replace("&#34;", '"')
        if 'type="checkbox"' in tag and " checked" not in tag:
            continue
        name, value = tag.split('name="')[1].split('"')[0], tag.split('value="')[1].split('"')[0]
        form.setdefault(name, []).append(value)
    for text in part.split("<select ")[1:]:
        name, choices = text.split('name="')[1].split('"')[0], text.split("</select>")[0]
        _, chosen, rest = choices.partition('" selected>')
        value = choices.removesuffix(chosen + rest).rpartition('"')[2] if chosen else ""
        form.setdefault(name, []).append(value)
    return form


@pytest.mark.parametrize("section", SECTIONS)
async def test_saving_what_the_page_shows_changes_nothing(office: Office, section: str) -> None:
    before = await profile(office)
    answer = await save(office, section, await sent_by_the_page(office, section))
    assert answer.status_code == 303, answer.text
    assert await profile(office) == before


async def test_days_with_the_same_hours_are_told_together(office: Office) -> None:
    form = {f"opens.{day}": ["08:00", ""] for day in DAYS[:5]}
    form |= {f"closes.{day}": ["17:00", ""] for day in DAYS[:5]}
    form |= {"opens.fri": ["08:00", "13:00"], "closes.fri": ["12:00", "17:00"]}
    assert (await save(office, "hours", form)).status_code == 303
    assert (await profile(office))["hours"] == [
        {"days": ["mon", "tue", "wed", "thu"], "opens": "08:00", "closes": "17:00"},
        {"days": ["fri"], "opens": "08:00", "closes": "12:00"},
        {"days": ["fri"], "opens": "13:00", "closes": "17:00"},
    ]


@pytest.mark.parametrize(
    ("opens", "closes", "told"),
    [
        (["09:00"], [""], "Lun: escribe las dos horas"),
        (["09:00"], ["08:00"], "Lun: la hora de cierre debe ser posterior"),
        (["09:00", "11:00"], ["12:00", "13:00"], "se cruzan"),
    ],
)
async def test_hours_that_cannot_be_name_the_day(
    office: Office, opens: list[str], closes: list[str], told: str
) -> None:
    answer = await save(office, "hours", {"opens.mon": opens, "closes.mon": closes})
    assert answer.status_code == 422
    assert told.casefold() in answer.text.casefold()


async def test_rows_are_added_and_blank_ones_are_left_out(office: Office) -> None:
    rows = [
        {"city": "David", "price": "12,50", "days_min": "2", "days_max": "4"},
        {},
        {"city": "Resto del país", "price": "20", "days_min": "3", "days_max": "6"},
    ]
    form = as_form(rows) | {"pickup": "1", "pickup_note": "Por la tarde"}
    assert (await save(office, "shipping", form)).status_code == 303
    after = await profile(office)
    assert [(one["city"], one["price"]) for one in after["shipping"]] == [
        ("David", "12.50"),
        ("*", "20"),
    ]
    assert after["pickup"] == {"available": True, "note": "Por la tarde"}


async def test_a_row_is_taken_away_without_any_script(office: Office) -> None:
    form = await sent_by_the_page(office, "payment_methods")
    names = [one["name"] for one in (await profile(office))["payment_methods"]]
    answer = await save(office, "payment_methods", form | {"remove": "1"})
    assert answer.status_code == 303
    after = [one["name"] for one in (await profile(office))["payment_methods"]]
    assert after == [names[0], *names[2:]]


async def test_a_way_to_pay_is_collected_online_only_where_the_owner_says_so(
    office: Office,
) -> None:
    before = [one["online"] for one in (await profile(office))["payment_methods"]]
    assert {True, False} == set(before)
    form = await sent_by_the_page(office, "payment_methods")
    form["online"] = ["" if one == "1" else "1" for one in form["online"]]
    assert (await save(office, "payment_methods", form)).status_code == 303
    after = [one["online"] for one in (await profile(office))["payment_methods"]]
    assert after == [not one for one in before]


async def test_a_way_to_pay_needs_only_a_name(office: Office) -> None:
    form = as_form([{"name": "Tarjeta de crédito"}, {"name": "Tarjeta de credito!"}])
    assert (await save(office, "payment_methods", form)).status_code == 303
    codes = [one["code"] for one in (await profile(office))["payment_methods"]]
    assert codes == ["tarjeta-de-credito", "tarjeta-de-credito-2"]


@pytest.mark.parametrize(
    ("section", "row", "told"),
    [
        ("shipping", {"city": "X", "price": "mucho"}, "Envíos, fila 2 · Precio: “mucho”"),
        ("shipping", {"city": "X", "price": "1"}, "Envíos, fila 2 · Días, mínimo: falta"),
        ("holidays", {"date": "ayer", "name": "X"}, "Días especiales, fila 2 · Fecha: debe ser"),
        ("discount_rules", {"name": "X", "percent": "5"}, "necesita un código"),
        ("discount_rules", {"name": "X", "percent": "500"}, "fila 2 · Descuento %: debe ser"),
        (
            "discount_rules",
            {"name": "X", "percent": "5%", "product_skus": "NO-1"},
            "ningún producto tiene el código “NO-1”",
        ),
    ],
)
async def test_a_refused_row_is_named_by_its_number_on_the_page(
    office: Office, section: str, row: dict[str, str], told: str
) -> None:
    before = await profile(office)
    answer = await save(office, section, as_form([{}, row]))
    assert answer.status_code == 422
    assert told in answer.text
    assert answer.headers["X-Refused-Row"] in ("0", "1")
    assert await profile(office) == before


async def test_a_branch_keeps_its_hours_and_a_renamed_day_loses_its_translation(
    office: Office,
) -> None:
    async with office.house.store.writing() as session:
        row = (await session.scalars(select(Business))).one()
        branches = [{**one, "hours": row.profile["hours"][:1]} for one in row.profile["branches"]]
        day = {"date": "2026-12-25", "name": "Navidad", "names": {"en": "Christmas"}}
        row.profile = {**row.profile, "branches": branches, "holidays": [day]}
    form = await sent_by_the_page(office, "branches")
    form["name"][0] = "Otra"
    assert (await save(office, "branches", form)).status_code == 303
    saved = (await profile(office))["branches"][0]
    assert (saved["name"], saved["hours"]) == ("Otra", branches[0]["hours"])
    form = await sent_by_the_page(office, "holidays")
    assert (await save(office, "holidays", form)).status_code == 303
    assert (await profile(office))["holidays"][0]["names"] == {"en": "Christmas"}
    form["name"][0] = "Nochebuena"
    assert (await save(office, "holidays", form)).status_code == 303
    assert not (await profile(office))["holidays"][0].get("names")


async def test_a_form_that_shows_what_somebody_has_changed_since_changes_nothing(
    office: Office,
) -> None:
    async with office.house.store.writing() as session:
        row = (await session.scalars(select(Business))).one()
        branches = [
            {**one, "hours": [{"days": ["mon"], "opens": f"0{at}:00", "closes": "12:00"}]}
            for at, one in enumerate(row.profile["branches"])
        ]
        row.profile = {**row.profile, "branches": branches}
    open_page = await sent_by_the_page(office, "branches")
    assert (await save(office, "branches", open_page | {"remove": "0"})).status_code == 303
    saved = await profile(office)
    assert saved["branches"] == branches[1:]
    late = await save(office, "branches", open_page)
    assert late.status_code == 409
    assert "Alguien cambió esta parte mientras tanto." in late.text
    blind = {name: texts for name, texts in open_page.items() if name != "seen"}
    assert (await save(office, "branches", blind | {"seen": ""})).status_code == 409
    assert await profile(office) == saved


async def test_two_parts_of_the_terms_can_be_saved_from_one_open_page(office: Office) -> None:
    forms = {part: await sent_by_the_page(office, part) for part in ("branches", "shipping")}
    forms["branches"]["name"][0], forms["shipping"]["note"][0] = "Otra", "Antes de las 5"
    for part, form in forms.items():
        assert (await save(office, part, form)).status_code == 303, part
    after = await profile(office)
    assert (after["branches"][0]["name"], after["shipping"][0]["note"]) == (
        "Otra",
        "Antes de las 5",
    )


async def test_only_who_may_teach_changes_the_terms(office: Office) -> None:
    async with visit(office, "viewer") as client:
        answer = await client.post(
            f"{HERE}/holidays", data={"name": "X"}, headers=await form_token(client)
        )
    assert answer.status_code == 403
