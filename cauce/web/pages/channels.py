"""Settings, channels: what is connected, and the way to connect one more, step by step."""

from collections.abc import Sequence
from typing import Final

from starlette.responses import Response

from cauce.core.events import CHANNELS
from cauce.engine import accounts, connections, human_agent, meta_app
from cauce.engine.connections import (
    CONNECTABLE,
    INSTAGRAM_FIELDS,
    PAGE_FIELDS,
    TEMPLATE_FIELDS,
)
from cauce.errors import NotFound
from cauce.knowledge import chat_look, editing
from cauce.store.models import ChannelAccount
from cauce.store.queries import accounts as accounts_of
from cauce.store.queries import chat, settings
from cauce.web.page import Look, Page, Run
from cauce.web.pages import saving
from cauce.web.pages.channel_checks import shown

router = saving.forms()
HERE: Final = "/app/settings/channels"
# What to tick at Meta beside the webhook's address.
FIELDS: Final = {
    "whatsapp": ("messages", *TEMPLATE_FIELDS, "user_preferences", "account_update"),
    "messenger": PAGE_FIELDS,
    "instagram": INSTAGRAM_FIELDS,
}


@router.get("/app/settings/channels")
async def channels(page: Look) -> Response:
    async with page.reading() as session:
        heard = await settings.last_heard(session)
        unreadable = await settings.how_many_unreadable(session)
        look = await chat.appearance(session)
        linked = await accounts_of.connected(session)
    signed = bool(await meta_app.secrets(page.house))
    return await page.render(
        "settings/channels.html",
        heard=heard,
        states={name: _state(page, name, linked, signed=signed) for name in CHANNELS},
        linked={name: [one for one in linked if one.channel == name] for name in CHANNELS},
        connectable=CONNECTABLE,
        unreadable=unreadable,
        address=page.house.settings.address,
        look=look,
        default_colour=chat_look.DEFAULT_COLOUR,
    )


@router.post("/app/settings/channels/chat")
async def save_chat(page: Run) -> Response:
    """How the chat on the website presents itself."""
    async with saving.saving(page) as session:
        user_id = page.visitor.user_id
        if page.business is not None:
            name = {"assistant_name": page.text("assistant_name")}
            await editing.change_profile(session, user_id, name)
        await chat_look.choose(
            session, user_id, colour=page.text("colour"), greeting=page.text("greeting")
        )
    return page.go(HERE, "saved")


@router.get("/app/settings/channels/{channel}")
async def steps(page: Look, channel: str) -> Response:
    """The way to connect this channel, and how what is connected stands."""
    _known(channel)
    async with page.reading() as session:
        rows = [one for one in await accounts_of.connected(session) if one.channel == channel]
        talks = [await accounts_of.last_talk(session, channel, one.external_id) for one in rows]
    app, own = await meta_app.meta_app(page.house), page.house.settings
    now = page.house.clock.now()
    may = page.visitor.may("run")
    return await page.render(
        "settings/connect.html",
        channel=channel,
        accounts=[
            shown(row, talk, now, signed=bool(app.secrets))
            for row, talk in zip(rows, talks, strict=True)
        ],
        app_id=app.id,
        signed=bool(app.secrets),
        verify_token=app.verify_token if may else "",
        fixed={
            "app_id": bool(own.meta_app_id),
            "app_secret": bool(own.meta_app_secret.get_secret_value()),
            "verify_token": bool(own.meta_verify_token.get_secret_value()),
        },
        address=f"{own.address}/api/v1/webhooks/inbound",
        fields=FIELDS[channel],
        sandbox=accounts.plays_here(page.house.addresses),
        may=may,
    )


@router.post("/app/settings/channels/{channel}/app")
async def save_app(page: Run, channel: str) -> Response:
    """Id and secrets of the application at Meta, and the word it proves itself with."""
    _known(channel)
    async with saving.telling(page):
        await meta_app.change(
            page.house,
            page.visitor.user_id,
            app_id=page.text("app_id"),
            app_secret=page.text("app_secret"),
            instagram_secret=page.text("instagram_secret"),
            verify_token=page.text("verify_token"),
        )
    return page.go(f"{HERE}/{channel}", "saved")


@router.post("/app/settings/channels/{channel}/connect")
async def connect(page: Run, channel: str) -> Response:
    """A number, page or account, once the platform says that the token is its own."""
    _known(channel)
    async with saving.telling(page):
        await connections.connect(
            page.house,
            page.visitor.user_id,
            channel,
            page.text("external_id"),
            page.text("token"),
            page.text("waba_id"),
        )
    return page.go(f"{HERE}/{channel}", "connected")


@router.post("/app/settings/channels/{account_id}/check")
async def check(page: Run, account_id: str) -> Response:
    channel = await _channel_of(page, account_id)
    await connections.recheck(page.house, account_id)
    return page.go(f"{HERE}/{channel}", "checked")


@router.post("/app/settings/channels/{account_id}/test")
async def test(page: Run, account_id: str) -> Response:
    """A message to a number of one's own."""
    channel = await _channel_of(page, account_id)
    async with saving.telling(page):
        await connections.say_hello(page.house, page.visitor.user_id, account_id, page.text("to"))
    return page.go(f"{HERE}/{channel}", "hello_sent")


@router.post("/app/settings/channels/{account_id}/human-agent")
async def answer_late(page: Run, account_id: str) -> Response:
    """The platform approved the account for answers of people that come late."""
    channel = await _channel_of(page, account_id)
    allowed = page.text("allowed") == "1"
    async with saving.telling(page):
        await human_agent.allow(page.house, page.visitor.user_id, account_id, allowed=allowed)
    return page.go(f"{HERE}/{channel}", "saved")


@router.post("/app/settings/channels/{account_id}/disconnect")
async def disconnect(page: Run, account_id: str) -> Response:
    channel = await _channel_of(page, account_id)
    await connections.disconnect(page.house, page.visitor.user_id, account_id)
    return page.go(f"{HERE}/{channel}", "disconnected")


def _known(channel: str) -> None:
    if channel not in CONNECTABLE:
        raise NotFound("There is no such channel.")


async def _channel_of(page: Page, account_id: str) -> str:
    async with page.reading() as session:
        row = await session.get(ChannelAccount, account_id)
    if row is None:
        raise NotFound("There is no such connection.")
    return row.channel


def _state(page: Page, channel: str, linked: Sequence[ChannelAccount], *, signed: bool) -> str:
    """Only what has a way out answers; one that was cut off needs a person first, and a channel
    without any takes messages in at most."""
    rows = [one for one in linked if one.channel == channel and accounts.usable(page.house, one)]
    if channel == "webchat" or channel in page.house.outlets:
        return "both"
    if rows:
        well = any(one.status == "connected" for one in rows)
        return ("both" if signed else "deaf") if well else "cut_off"
    return "hears" if signed else "off"
