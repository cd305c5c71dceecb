"""A WhatsApp number with templates, a customer on the phone, and a person of the team."""

from typing import Any

from cauce.engine.templates import registry
from cauce.sandbox.world.accounts import WABA_ID
from cauce.store.models import ChannelAccount, MessageTemplate
from cauce.store.session import Store
from tests.engine.on_the_phone import OnThePhone, on_the_phone
from tests.houses import ScriptedMind, rows


async def opened(store: Store, mind: ScriptedMind) -> OnThePhone:
    """The number knows its business account, and its templates were brought in."""
    phone = await on_the_phone(store, mind, "whatsapp")
    async with store.writing() as session:
        [account] = await rows(store, ChannelAccount)
        kept = await session.get_one(ChannelAccount, account.id)
        kept.settings = {"waba_id": WABA_ID}
    await bring_in(phone)
    return phone


async def bring_in(phone: OnThePhone) -> int:
    [account] = await rows(phone.house.store, ChannelAccount)
    return await registry.sync(phone.house, None, account.id)


async def template(phone: OnThePhone, name: str = "hello_again") -> MessageTemplate:
    [found] = await rows(phone.house.store, MessageTemplate, MessageTemplate.name == name)
    assert isinstance(found, MessageTemplate)
    return found


async def at_meta(phone: OnThePhone, name: str, **change: Any) -> None:
    """Meta pauses it, values it less, or files it elsewhere; we hear of it in a while."""
    found = await template(phone, name)
    await phone.played.control(f"templates/{found.provider_id}", change, "PATCH")
