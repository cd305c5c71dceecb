"""Orders: those that wait for money, and one of them, to be marked paid or cancelled, or undone."""

from starlette.responses import Response

from cauce.engine import orders
from cauce.errors import NotFound
from cauce.store.queries import orders as queries
from cauce.web.page import Look, Talk
from cauce.web.pages import saving

router = saving.forms()
_HERE = "/app/orders"


@router.get(_HERE)
async def listed(page: Look, show: str = "waiting", after: str | None = None) -> Response:
    waiting_only = show != "all"
    async with page.reading() as session:
        found = await queries.listed(session, waiting_only=waiting_only, after=after)
        number = await queries.how_many_wait(session)
    return await page.render(
        "orders/list.html", found=found, number=number, waiting_only=waiting_only, after=after
    )


@router.get(_HERE + "/{order_id}")
async def one(page: Look, order_id: str) -> Response:
    async with page.reading() as session:
        found = await queries.whole(session, order_id)
        known = await page.house.knowledge.current(session)
    if found is None:
        raise NotFound("There is no such order.")
    order = found.order
    ways = {method.code: method.name for method in known.profile.payment_methods}
    return await page.render(
        "orders/one.html",
        found=found,
        order=order,
        ways=ways,
        link=f"{page.house.settings.address}/pay/{order.token}",
        may=orders.possible(order, page.house.clock.now()) if page.visitor.may("talk") else (),
    )


@router.post(_HERE + "/{order_id}/paid")
async def paid(page: Talk, order_id: str) -> Response:
    async with saving.telling(page):
        await orders.mark_paid(
            page.house,
            page.visitor.user_id,
            order_id,
            method=page.text("method"),
            reference=page.text("reference"),
        )
    return page.go(f"{_HERE}/{order_id}", "order_paid")


@router.post(_HERE + "/{order_id}/cancel")
async def cancel(page: Talk, order_id: str) -> Response:
    async with saving.telling(page):
        await orders.cancel(page.house, page.visitor.user_id, order_id)
    return page.go(f"{_HERE}/{order_id}", "order_cancelled")


@router.post(_HERE + "/{order_id}/undo")
async def undo(page: Talk, order_id: str) -> Response:
    async with saving.telling(page):
        await orders.undo(page.house, page.visitor.user_id, order_id)
    return page.go(f"{_HERE}/{order_id}", "order_reopened")
