"""The payment page of an order: what was bought, what it costs, and the button that pays it."""

import hashlib
import hmac
import re
from contextlib import suppress
from datetime import datetime
from typing import Final

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse, Response

from cauce.core.amounts import written
from cauce.core.business import Profile
from cauce.core.money import Money
from cauce.engine import orders
from cauce.engine.house import House
from cauce.errors import Conflict, Misconfigured, NotFound
from cauce.store.models import Order
from cauce.store.queries import knowledge, payments
from cauce.store.queries.orders import items
from cauce.web.i18n import known
from cauce.web.page import house_of
from cauce.web.pages.pay_words import WORDS, way_to_pay
from cauce.web.public import language_of, page
from cauce.web.route import pages

router = pages()

_PURPOSE: Final = "cauce.pay.v1"
_GOOD_FOR: Final = 12 * 3600
# How such a payment is called in the books: nothing was charged.
_DEMO: Final = "demo"
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{1,128}")


@router.get("/pay/{token}")
async def show(request: Request, token: str) -> Response:
    house = house_of(request)
    async with house.store.reading() as session:
        order = await payments.order_by_token(session, token) if _TOKEN.fullmatch(token) else None
        if order is None:
            profile = (await house.knowledge.current(session)).profile
            language = language_of(request, profile.language)
            return page(
                "pay_unknown.html", 404, language=language, words=WORDS[language], profile=profile
            )
        return await _page(request, house, session, order)


@router.post("/pay/{token}")
async def pay(request: Request, token: str) -> Response:
    """Marks the order of a demo business as paid; pressing twice pays once."""
    house = house_of(request)
    form = await request.form()
    if not _TOKEN.fullmatch(token):
        raise NotFound("There is no such order.")
    async with house.store.reading() as session:
        order = await payments.order_by_token(session, token)
        business = await knowledge.business(session)
        if order is None or business is None or not business.is_demo:
            return RedirectResponse(f"/pay/{token}", 303)
        if not good_form(str(form.get("form", "")), order.token, house, house.clock.now()):
            return await _page(request, house, session, order, stale=True)
    # Cancelled or paid a moment ago: the page says so.
    with suppress(Conflict):
        await orders.mark_paid(house, None, order.id, method=_DEMO)
    return RedirectResponse(f"/pay/{token}", 303)


async def _page(
    request: Request, house: House, session: AsyncSession, order: Order, *, stale: bool = False
) -> Response:
    business = await knowledge.business(session)
    known_now = await house.knowledge.current(session)
    profile: Profile = known_now.profile
    spoken = known(await payments.language_of(session, order) or profile.language)
    language = language_of(request, spoken)

    def amount(minor: int) -> str:
        return written(Money.of_minor(minor, order.currency))

    # As the chat called it; what the catalogue no longer has keeps the name it was sold under.
    names = {one.sku: one.name_in(language) for one in known_now.products}
    lines = [
        (names.get(item.sku, item.name), item.quantity, amount(item.price_minor * item.quantity))
        for item in await items(session, order.id)
    ]
    return page(
        "pay.html",
        422 if stale else 200,
        language=language,
        words=WORDS[language],
        profile=profile,
        order=order,
        lines=lines,
        amount=amount,
        stale=stale,
        ways=[way_to_pay(method, language, profile.language) for method in profile.payment_methods],
        is_demo=business is not None and business.is_demo,
        form=form_for(order.token, house, house.clock.now()),
    )


def form_for(token: str, house: House, now: datetime) -> str:
    """What the form must bring back: proof that this page was ours, and not long ago."""
    moment = str(int(now.timestamp()))
    return f"{moment}.{_signature(token, moment, house)}"


def good_form(given: str, token: str, house: House, now: datetime) -> bool:
    moment, _, signature = given.partition(".")
    if not (moment.isascii() and moment.isdigit() and len(moment) < 15):
        return False
    young = 0 <= now.timestamp() - int(moment) + 1 <= _GOOD_FOR
    wanted = _signature(token, moment, house)
    return hmac.compare_digest(wanted.encode(), signature.encode()) and young


def _signature(token: str, moment: str, house: House) -> str:
    secret = house.settings.secret.get_secret_value()
    if not secret:
        raise Misconfigured("Set CAUCE_SECRET: the payment page signs its form with it.")
    said = f"{_PURPOSE}:{token}:{moment}"
    return hmac.new(secret.encode(), said.encode(), hashlib.sha256).hexdigest()
