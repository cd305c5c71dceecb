"""Today: what Cauce did since you last looked, and who needs you first."""

from typing import Any

from starlette.responses import Response

from cauce.store.queries import inbox, today
from cauce.web.page import Look
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
            "orders": await today.orders_since(session, since),
            "waiting": await inbox.waiting_longest(session),
            "leads": await today.hot_leads(session),
            "alerts": await today.alerts(session),
        }
    hour = page.show.local(now).hour
    part = "morning" if 5 <= hour < 12 else "afternoon" if 12 <= hour < 19 else "evening"
    return await page.render("today.html", part=part, **context)
