"""Webhooks: other programs' addresses that hear of what happens here."""

from starlette.responses import Response

from cauce.engine import webhooks
from cauce.engine.webhooks import EVENTS, EVERYTHING
from cauce.errors import NotFound
from cauce.store.models import Webhook
from cauce.store.queries import settings
from cauce.store.queries.audit import note
from cauce.web.page import Page, Run
from cauce.web.route import pages

router = pages()
# The test event is sent by us, nobody asks for it.
CHOICES = tuple(event for event in EVENTS if event != "webhook.test")


@router.get("/app/settings/webhooks")
async def listed(page: Run) -> Response:
    return await _shown(page, None)


@router.post("/app/settings/webhooks")
async def add(page: Run) -> Response:
    """Answers with the page itself: the secret is shown this once and is in no address."""
    url = page.text("url")
    events: list[str] = [event for event in CHOICES if event in page.texts("events")] or [
        EVERYTHING
    ]
    user_id = page.visitor.user_id
    _, secret = await webhooks.add(page.house, url, events, actor=user_id, made_by=user_id)
    return await _shown(page, secret)


@router.post("/app/settings/webhooks/{webhook_id}")
async def switch(page: Run, webhook_id: str) -> Response:
    active = page.text("active") == "1"
    async with page.writing() as session:
        row = await session.get(Webhook, webhook_id, with_for_update=True)
        if row is None:
            raise NotFound("There is no such webhook.")
        if row.active != active:
            row.active = active
            after = {"active": active}
            note(session, page.visitor.user_id, "webhook.changed", row.id, after=after)
            if active:
                await webhooks.wake(session, row.id)
    return page.go("/app/settings/webhooks", "saved")


@router.post("/app/settings/webhooks/{webhook_id}/test")
async def try_out(page: Run, webhook_id: str) -> Response:
    async with page.reading() as session:
        if await session.get(Webhook, webhook_id) is None:
            raise NotFound("There is no such webhook.")
    await webhooks.try_out(page.house, webhook_id)
    return page.go("/app/settings/webhooks", "tested")


async def _shown(page: Page, secret: str | None) -> Response:
    async with page.reading() as session:
        found = await settings.webhooks(session)
    return await page.render("settings/webhooks.html", hooks=found, choices=CHOICES, secret=secret)
