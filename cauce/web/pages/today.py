"""Today: what Cauce did since you last looked, who needs you first, and alerts to answer."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from cauce.engine import access, alert_answers
from cauce.store.queries import inbox, orders, today
from cauce.store.queries.first_steps import FirstSteps, first_steps
from cauce.web.page import Look, Page, Talk
from cauce.web.route import pages

router = pages()


@router.get("/app")
async def home(page: Look) -> Response:
    now = page.house.clock.now()
    async with page.writing() as session:
        since = await today.looked(session, page.house.keys, page.visitor.user_id, now)
    async with page.reading() as session:
        context: dict[str, Any] = {
            "since": since,
            "figures": await today.figures(session, since),
            "sales": await today.sales(session, since),
            "unpaid": await orders.waiting(session),
            "orders": await today.orders_since(session, since),
            "waiting": await inbox.waiting_longest(session),
            "leads": await today.hot_leads(session),
            "alerts": await today.alerts(session),
            "steps": await _steps(session, page),
        }
    hour = page.show.local(now).hour
    part = "morning" if 5 <= hour < 12 else "afternoon" if 12 <= hour < 19 else "evening"
    return await page.render(
        "today.html", part=part, first_name=_first_name(page.visitor.name), **context
    )


async def _steps(session: AsyncSession, page: Page) -> FirstSteps | None:
    """Only who may do them all is told of them."""
    if not page.visitor.may("run"):
        return None
    return await first_steps(session, page.visitor.user_id, page.house.clock.now())


def _first_name(name: str) -> str:
    """Nobody is greeted as "Owner", the name of an account whose person has not given theirs."""
    return "" if name == access.UNNAMED_OWNER else next(iter(name.split()), "")


@router.post("/app/alerts/{alert_id}/acknowledge")
async def acknowledge(page: Talk, alert_id: str) -> Response:
    await alert_answers.acknowledge(page.house, page.visitor.user_id, alert_id)
    return await _alerts(page)


@router.post("/app/alerts/{alert_id}/resolve")
async def resolve(page: Talk, alert_id: str) -> Response:
    await alert_answers.resolve(page.house, page.visitor.user_id, alert_id)
    return await _alerts(page)


@router.get("/app/alerts")
async def alerts(page: Look) -> Response:
    """Those still open, when something happened to one."""
    return await _alerts(page)


async def _alerts(page: Page) -> Response:
    """What is still open; without scripts, the whole page."""
    if not page.partial:
        return page.go("/app#alerts")
    async with page.reading() as session:
        return page.piece("_alerts.html", alerts=await today.alerts(session))
