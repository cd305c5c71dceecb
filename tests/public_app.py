"""A small Cauce for tests of what is public: the webhooks, the chat, its widget and its pages."""

import hashlib
import hmac
from datetime import datetime
from typing import Any

import orjson
from fastapi import FastAPI
from sqlalchemy import select, text

from cauce.api import chat, problems, webhooks
from cauce.core.clock import Clock
from cauce.core.dialogue import Brief, Draft
from cauce.core.reading import Reading, ReadingContext
from cauce.engine.house import House
from cauce.knowledge.business_file import BusinessFile
from cauce.knowledge.loading import load
from cauce.store.models import Conversation, Message
from cauce.store.queries.live import tell
from cauce.store.session import Store
from cauce.web import assets
from cauce.web.public_routes import PUBLIC_ROUTERS
from tests import houses

APP_SECRET = "app_secret"
VERIFY_TOKEN = "word"
PRODUCTS = 6


class Nobody:
    """A mind that is never asked: what is public stores and shows, and does not think."""

    name = "nobody"

    async def read(self, text: str, context: ReadingContext | None = None) -> Reading:
        raise AssertionError("nothing here reads")

    async def draft(self, brief: Brief) -> Draft:
        raise AssertionError("nothing here drafts")


def house_of(store: Store, clock: Clock, **changed: Any) -> House:
    values = {"meta_app_secret": APP_SECRET, "meta_verify_token": VERIFY_TOKEN}
    return houses.house_of(store, clock, Nobody(), **(values | changed))


def app_of(house: House) -> FastAPI:
    app = FastAPI()
    app.state.house = house
    app.include_router(webhooks.ROUTER)
    app.include_router(chat.ROUTER)
    for router in PUBLIC_ROUTERS:
        app.include_router(router)
    app.mount(assets.ROOT, assets.Static(directory=assets.FOLDER))
    problems.install(app)
    return app


async def open_demo_shop(store: Store) -> None:
    """The demo business with a few of its products and nobody's invented orders."""
    whole = BusinessFile.model_validate(orjson.loads(houses.DEMO.read_bytes()))
    few = {"products": whole.products[:PRODUCTS], "faqs": (), "policies": (), "team": ()}
    file = whole.model_copy(update=few)
    async with store.writing() as session:
        await load(store, session, file, is_demo=False)
        await session.execute(text("UPDATE business SET is_demo = true"))


async def answer(
    store: Store,
    conversation: str,
    content: str,
    now: datetime,
    *,
    sender: str = "bot",
    **extra: Any,
) -> Message:
    """What the bot or an agent would store, with the news of it."""
    async with store.writing() as session:
        thread = await session.scalar(
            select(Conversation).where(Conversation.id == conversation).with_for_update()
        )
        assert thread is not None
        thread.message_count += 1
        thread.unhandled = 0
        await session.execute(
            text("UPDATE messages SET handled = true WHERE conversation_id = :id AND NOT handled"),
            {"id": conversation},
        )
        message = Message(
            conversation_id=conversation,
            contact_id=thread.contact_id,
            channel=thread.channel,
            sequence=thread.message_count,
            direction="out",
            sender=sender,
            content=content,
            extra=extra,
            status="sent",
            handled=True,
            sent_at=now,
        )
        session.add(message)
        await session.flush()
        await tell(session, "message.sent", conversation=conversation, message=message.id)
    return message


def signature(body: bytes, secret: str = APP_SECRET) -> dict[str, str]:
    made = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={made}"}
