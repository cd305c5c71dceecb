"""Before a message leaves: is it still to leave, is it its turn, and what exactly is sent."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.channels import CHANNELS
from cauce.channels.connecting import Outlet, outlet_of
from cauce.channels.planning import Piece, plan
from cauce.core.actions import SendMessage
from cauce.core.amounts import written
from cauce.core.business import Product
from cauce.core.delivery import OutFile, OutTemplate, ProductCard
from cauce.core.labels import Language
from cauce.engine import accounts
from cauce.engine.delivery.line import later, room_for
from cauce.engine.delivery.parcel import Parcel, restored, stored, try_key
from cauce.engine.delivery.still_wanted import against, template_in
from cauce.engine.delivery.uncertain import nobody_knows
from cauce.engine.files import leaving
from cauce.engine.house import House
from cauce.engine.window import window_in
from cauce.engine.words import action_from
from cauce.errors import Unauthorised
from cauce.store.models import ChannelAccount, Conversation, Delivery, File
from cauce.store.queries import accounts as account_queries
from cauce.store.queries import deliveries, turns
from cauce.store.queries.deliveries import Outgoing
from cauce.store.queries.live import tell

# What is said later in a conversation leaves this long after what has to be tried again.
BEHIND = timedelta(seconds=5)
_OPEN = ("queued", "sending")


async def open_parcel(house: House, delivery_id: str) -> Parcel | str:
    """Marks it as being sent, in the transaction that asks once more who owns the conversation.

    What became of it instead, where nothing is to be sent now.
    """
    async with house.store.writing() as session:
        found = await session.get(Delivery, delivery_id)
        if found is None or found.status not in _OPEN:
            return "nothing"
        thread = await turns.conversation(session, found.conversation_id)
        out = await deliveries.outgoing(session, delivery_id)
        if thread is None or out is None or out.delivery.status not in _OPEN:
            return "nothing"
        if out.delivery.status == "sending":
            return await nobody_knows(session, house, out.delivery, out.message)
        account = await account_queries.speaking_for(session, thread.channel, thread.account_id)
        return await _opened(session, house, thread, out, account)


async def _opened(
    session: AsyncSession,
    house: House,
    thread: Conversation,
    out: Outgoing,
    account: ChannelAccount | None,
) -> Parcel | str:
    delivery, action = out.delivery, _action(out)
    stands = await against(session, house, thread, out, action, account)
    if stands is not None:
        delivery.status = out.message.status = "failed"
        delivery.error = out.message.error = stands.why
        delivery.remedy = out.message.problem = stands.remedy
        await tell(session, "message.status", conversation=thread.id)
        return "stopped"
    room = await _room(session, house, out, account)
    if room is not None:
        await later(session, house, delivery, room)
        return "waits"
    file = await leaving.file_of(session, house, delivery, out.message)
    if isinstance(file, File):
        await leaving.ask_for_upload(session, file)
        await later(session, house, delivery, house.clock.now() + leaving.PATIENCE)
        return "waits"
    pieces: tuple[Piece | OutFile | OutTemplate, ...]
    if out.message.extra.get("template"):
        pieces = (template_in(out.message),)
    else:
        pieces = await _pieces(session, house, delivery, action, account, file)
    delivery.status = "sending"
    delivery.attempts += 1
    delivery.paced_at = delivery.next_try = None
    return _parcel(house, thread, out, account, pieces)


async def _room(
    session: AsyncSession, house: House, out: Outgoing, account: ChannelAccount | None
) -> datetime | None:
    """When it may leave, if not now: after what was said before it, and at the pace agreed."""
    ahead = await deliveries.ahead(session, out.message)
    if ahead is not None:
        return max(ahead, house.clock.now()) + BEHIND
    if out.delivery.channel in house.outlets:
        return None
    return await room_for(session, house, out.delivery, account, out.identity)


def _parcel(
    house: House,
    thread: Conversation,
    out: Outgoing,
    account: ChannelAccount | None,
    pieces: tuple[Piece | OutFile | OutTemplate, ...],
) -> Parcel:
    delivery = out.delivery
    late = out.message.sender == "agent" and window_in(thread, "person", account).as_person_at(
        house.clock.now()
    )
    return Parcel(
        delivery_id=delivery.id,
        message_id=out.message.id,
        conversation_id=thread.id,
        contact_id=out.message.contact_id,
        identity_id=out.identity.id,
        channel=delivery.channel,
        account_id=thread.account_id,
        account_row=None if account is None else account.id,
        to=out.identity.external_id,
        piece=pieces[delivery.part],
        part=delivery.part,
        last=delivery.part + 1 >= len(pieces),
        attempt=delivery.attempts,
        key=try_key(delivery.key, delivery.part, delivery.attempts),
        outlet=house.outlets.get(delivery.channel) or _outlet(house, account, as_person=late),
    )


def _outlet(
    house: House, account: ChannelAccount | None, *, as_person: bool
) -> Outlet | Unauthorised:
    if account is None or not accounts.usable(house, account):
        return Unauthorised("This channel is not connected. Connect it in Settings.")
    try:
        return outlet_of(
            house.http, accounts.opened(house, account), house.addresses, as_person=as_person
        )
    except Unauthorised as error:
        return error


def _action(out: Outgoing) -> SendMessage:
    """What the machine decided to say, or what a person typed."""
    if out.payload is not None:
        kept = action_from("SendMessage", out.payload)
        if isinstance(kept, SendMessage):
            return kept
    return SendMessage(out.message.content, "es", purpose="handover")


async def _pieces(
    session: AsyncSession,
    house: House,
    delivery: Delivery,
    action: SendMessage,
    account: ChannelAccount | None,
    file: OutFile | None,
) -> tuple[Piece | OutFile, ...]:
    """A message that needs more than one call is planned once; the plan outlives us.

    What goes with a file always comes to the same pieces.
    """
    if file is not None:
        rest = action.text if not file.caption else ""
        texts = plan(CHANNELS[delivery.channel], replace(action, text=rest)) if rest else ()
        return (file, *texts)
    if delivery.plan:
        return restored(delivery.plan, action)
    products: tuple[ProductCard, ...] = ()
    if action.cards:
        knowledge = await house.knowledge.current(session)
        known = {product.sku: product for product in knowledge.products}
        shown = (known[sku] for sku in action.cards if sku in known)
        products = tuple(_card(product, action.language) for product in shown)
    catalog = None if account is None else account.settings.get("catalog_id")
    pieces = plan(CHANNELS[delivery.channel], action, products, catalog)
    if len(pieces) > 1:
        delivery.plan = stored(pieces)
    return pieces


def _card(product: Product, language: Language) -> ProductCard:
    image = next((one for one in product.images if one.startswith("https://")), None)
    link = product.link if product.link and product.link.startswith("https://") else None
    return ProductCard(product.sku, product.name_in(language), written(product.price), image, link)
