"""Flows: the 22, how free each one is, what it decided lately, and a place to try them."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import get_args

from starlette.responses import Response

from cauce.core.decisions import AUTONOMIES
from cauce.core.flow import Flow, Group
from cauce.core.money import Money
from cauce.engine import autonomy, dry_turn
from cauce.errors import BadInput, NotFound
from cauce.flows import FLOWS
from cauce.store.queries import decisions, flows
from cauce.web.page import Look, Page, Steer
from cauce.web.route import pages

router = pages()
GROUPS: tuple[Group, ...] = get_args(Group)
_LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Shown:
    """A flow with how it is set, and how often it decided lately."""

    flow: Flow
    autonomy: str
    limit_minor: int | None
    decided: int
    stopped: int
    asked: int


@router.get("/app/flows")
async def everything(page: Look) -> Response:
    shown = await _shown(page)
    groups = [(group, [one for one in shown if one.flow.group == group]) for group in GROUPS]
    return await page.render("flows/list.html", groups=[one for one in groups if one[1]])


@router.get("/app/flows/try")
async def rehearse(page: Look) -> Response:
    return await page.render("flows/try.html", text="", outcome=None)


@router.post("/app/flows/try")
async def tried(page: Look) -> Response:
    """Nothing is stored and nobody is written to."""
    outcome = await dry_turn.try_message(page.house, page.text("text"))
    if page.partial:
        return page.piece("flows/_tried.html", outcome=outcome)
    return await page.render("flows/try.html", text=page.text("text"), outcome=outcome)


@router.get("/app/flows/{name}")
async def one(page: Look, name: str, after: str | None = None) -> Response:
    shown = await _one(page, name)
    async with page.reading() as session:
        found = await decisions.of_flow(session, name, after=after)
        changed = (await flows.settings(session)).get(name)
    return await page.render(
        "flows/one.html", one=shown, found=found, changed=changed, levels=AUTONOMIES, after=after
    )


@router.post("/app/flows/{name}")
async def steer(page: Steer, name: str) -> Response:
    """From the list only the level changes; the flow's own page sends the amount as well."""
    shown = await _one(page, name)
    level = page.text("autonomy")
    limit = shown.limit_minor
    if "limit" in page.form:
        limit = _limit(page.text("limit"), page.show.currency)
    await autonomy.set_autonomy(page.house, page.visitor.user_id, name, level, limit)
    if page.partial:
        return page.piece("flows/_row.html", one=await _one(page, name), saved=True)
    return page.go(f"/app/flows/{name}", "saved")


def _limit(text: str, currency: str) -> int | None:
    if not text:
        return None
    try:
        return Money(Decimal(text.replace(",", ".")), currency).minor
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise BadInput("Write the amount as a number, like 500.", "limit") from error


async def _shown(page: Page) -> list[Shown]:
    since = page.house.clock.now() - _LATELY
    async with page.reading() as session:
        free = await autonomy.autonomies(session)
        counted = await decisions.by_flow_since(session, since)
    shown = []
    for flow in FLOWS:
        level, limit = free[flow.name]
        verdicts = counted.get(flow.name, {})
        shown.append(
            Shown(
                flow=flow,
                autonomy=level,
                limit_minor=limit,
                decided=sum(verdicts.values()),
                stopped=verdicts.get("stop", 0),
                asked=verdicts.get("ask", 0),
            )
        )
    return shown


async def _one(page: Page, name: str) -> Shown:
    found = next((one for one in await _shown(page) if one.flow.name == name), None)
    if found is None:
        raise NotFound("There is no such flow.")
    return found
