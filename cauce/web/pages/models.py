"""Settings → Models: who is asked where the house is unsure, in which order, and for how much."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from starlette.responses import Response

from cauce.core.masking import MASK_KINDS
from cauce.engine import models
from cauce.engine.minds import asking_of
from cauce.engine.models import THINKING, VENDORS, Choice, Wish
from cauce.errors import BadInput
from cauce.store.queries import models as queries
from cauce.web.page import Page, Run
from cauce.web.pages import saving

router = saving.forms()
PATH: Final = "/app/settings/models"
_SPANS: Final = ("day", "month", "conversation")


@router.get(PATH)
async def listed(page: Run) -> Response:
    books = page.house.minds.books
    books.zone = page.business.time_zone if page.business is not None else books.zone
    day, month = books.starts()
    async with page.reading() as session:
        rows = await queries.all_models(session)
        chosen = await queries.chosen(session)
        today, this_month = await queries.spent(session, day, month)
        shares = await queries.shares(session, month)
    return await page.render(
        "settings/models.html",
        rows=rows,
        asking=asking_of(chosen),
        limits={span: chosen.get(span) for span in _SPANS},
        today=today,
        this_month=this_month,
        shares=shares,
        vendors=VENDORS,
        thinking=THINKING,
        masks=MASK_KINDS,
    )


@router.post(PATH)
async def add(page: Run) -> Response:
    async with saving.telling(page):
        await models.save(page.house, page.visitor.user_id, _wish(page))
    return page.go(PATH, "saved")


@router.post(f"{PATH}/choice")
async def choose(page: Run) -> Response:
    async with saving.telling(page):
        amounts: Mapping[str, Any] = {span: _amount(page, span, None) for span in _SPANS}
        choice = Choice(
            sure_reading=_sure(page, "sure_reading"),
            sure_draft=_sure(page, "sure_draft"),
            seconds_to_read=_number(page, "seconds_to_read"),
            seconds_to_answer=_number(page, "seconds_to_answer"),
            **amounts,
        )
        await models.choose(page.house, page.visitor.user_id, choice)
    return page.go(PATH, "saved")


@router.post(f"{PATH}/{{model_id}}")
async def change(page: Run, model_id: str) -> Response:
    async with saving.telling(page):
        await models.save(page.house, page.visitor.user_id, _wish(page), model_id)
    return page.go(PATH, "saved")


@router.post(f"{PATH}/{{model_id}}/try")
async def try_out(page: Run, model_id: str) -> Response:
    """What came of it stands beside the model."""
    await models.try_out(page.house, model_id)
    return page.go(PATH, "tried_out")


@router.post(f"{PATH}/{{model_id}}/up")
async def move_up(page: Run, model_id: str) -> Response:
    await models.move_up(page.house, page.visitor.user_id, model_id)
    return page.go(PATH, "saved")


@router.post(f"{PATH}/{{model_id}}/remove")
async def remove(page: Run, model_id: str) -> Response:
    await models.remove(page.house, page.visitor.user_id, model_id)
    return page.go(PATH, "removed")


def _wish(page: Page) -> Wish:
    # An empty field keeps the key that is stored; a browser shows none of it to edit.
    key = page.text("key")
    return Wish(
        name=page.text("name"),
        vendor=page.text("vendor"),
        model=page.text("model"),
        key="" if page.text("forget_key") == "1" else key or None,
        base_url=page.text("base_url") or None,
        active=page.text("active") == "1",
        seconds=_number(page, "seconds"),
        attempts=int(_number(page, "attempts")),
        price_in=_amount(page, "price_in", Decimal(0)) or Decimal(0),
        price_out=_amount(page, "price_out", Decimal(0)) or Decimal(0),
        most_tokens=int(_number(page, "most_tokens")),
        thinking=page.text("thinking") or None,
        masks=page.texts("masks"),
    )


def _sure(page: Page, name: str) -> float | None:
    """In percent on the page; nothing means that models are always asked."""
    return _number(page, name) / 100 if page.text(name) else None


def _number(page: Page, name: str) -> float:
    amount = _amount(page, name, None)
    if amount is None:
        raise BadInput("Write a number.", name)
    return float(amount)


def _amount(page: Page, name: str, default: Decimal | None) -> Decimal | None:
    written = page.text(name).replace(",", ".")
    if not written:
        return default
    try:
        amount = Decimal(written)
    except InvalidOperation as error:
        raise BadInput("Write a number.", name) from error
    if not amount.is_finite():
        raise BadInput("Write a number.", name)
    return amount
