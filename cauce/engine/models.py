"""Setting up the language models: added, put in order, limited in what they may cost, tried out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Final, get_args
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.ai.failures import FailureKind, ModelFailed
from cauce.ai.vendors.config import VENDORS, Thinking, Vendor
from cauce.ai.vendors.trying import Tried, attempt
from cauce.core.masking import MASK_KINDS
from cauce.engine.house import House
from cauce.engine.minds import key_of
from cauce.errors import BadInput, Conflict, Misconfigured, NotFound
from cauce.knowledge.wording import Wording
from cauce.store.models import LanguageModel, Setting
from cauce.store.queries import models as queries
from cauce.store.queries.audit import note

__all__ = [
    "THINKING",
    "VENDORS",
    "Choice",
    "FailureKind",
    "Thinking",
    "Vendor",
    "Wish",
    "choose",
    "move_up",
    "remove",
    "save",
    "try_out",
]

THINKING: Final[tuple[str, ...]] = get_args(Thinking)
_LONGEST: Final = {"name": 60, "model": 200, "key": 4096, "base_url": 500}
# A customer waits eight seconds for an answer, however many models there are.
_SECONDS: Final = (0.5, 30.0)
_ATTEMPTS: Final = (1, 4)
_TOKENS: Final = (100, 16_000)
_MOST_DOLLARS: Final = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class Wish:
    """A model as somebody wants it. `key` None keeps the one that is stored, "" forgets it."""

    name: str
    vendor: str
    model: str
    key: str | None = field(default=None, repr=False)
    base_url: str | None = None
    active: bool = True
    seconds: float = 6.0
    attempts: int = 2
    price_in: Decimal = Decimal(0)
    price_out: Decimal = Decimal(0)
    most_tokens: int = 1200
    thinking: str | None = None
    masks: tuple[str, ...] = MASK_KINDS


@dataclass(frozen=True, slots=True)
class Choice:
    """When models are asked, and what all of them together may cost in US dollars.

    `sure_reading` and `sure_draft` are how sure the house must be (0..1) to ask none; None asks
    the models always. None is no limit.
    """

    sure_reading: float | None = 0.8
    sure_draft: float | None = 0.85
    seconds_to_read: float = 3.0
    seconds_to_answer: float = 8.0
    day: Decimal | None = None
    month: Decimal | None = None
    conversation: Decimal | None = None


async def save(
    house: House, user_id: str | None, wish: Wish, model_id: str | None = None
) -> LanguageModel:
    """Adds a model at the end of the chain, or changes one. Raises BadInput, NotFound, Conflict."""
    _check(wish)
    async with house.store.writing() as session:
        row = await _row(session, model_id) if model_id is not None else None
        other = await session.scalar(select(LanguageModel).where(LanguageModel.name == wish.name))
        if other is not None and (row is None or other.id != row.id):
            raise Conflict("Another model has this name already.")
        before = None if row is None else _told(row)
        if row is None:
            last = await session.scalar(select(func.max(LanguageModel.place)))
            row = LanguageModel(id=house.keys.new(LanguageModel.prefix), place=(last or 0) + 1)
            session.add(row)
        _write(row, wish)
        if wish.key is not None:
            key = wish.key.strip()
            row.key = house.vault.seal(key, key_of(row.id)) if key else None
        if row.vendor != "compatible" and not row.key:
            raise BadInput("This vendor asks for a key: paste it as the vendor shows it.", "key")
        row.problem = row.tried_at = row.tried_milliseconds = None
        action = "model.added" if before is None else "model.changed"
        note(session, user_id, action, row.id, before=before, after=_told(row))
        await _touch(session, house)
    return row


async def remove(house: House, user_id: str | None, model_id: str) -> None:
    """Forgets the model and its key; what it decided and cost stays. Raises NotFound."""
    async with house.store.writing() as session:
        row = await _row(session, model_id)
        note(session, user_id, "model.removed", row.id, before=_told(row))
        await session.delete(row)
        await _touch(session, house)


async def move_up(house: House, user_id: str | None, model_id: str) -> None:
    """Asked one place earlier from now on. Raises NotFound."""
    async with house.store.writing() as session:
        rows = list(await queries.all_models(session))
        at = next((place for place, row in enumerate(rows) if row.id == model_id), None)
        if at is None:
            raise NotFound("There is no such model.")
        if at:
            rows[at - 1], rows[at] = rows[at], rows[at - 1]
        for place, row in enumerate(rows, 1):
            row.place = place
        note(session, user_id, "model.moved", model_id, after={"place": max(at, 1)})
        await _touch(session, house)


async def choose(house: House, user_id: str | None, choice: Choice) -> None:
    """When they are asked and what they may cost. Raises BadInput."""
    for name in ("sure_reading", "sure_draft"):
        sure = getattr(choice, name)
        if sure is not None and not 0 <= sure <= 1:
            raise BadInput("Choose how sure, from 0 to 100 %.", name)
    for name in ("seconds_to_read", "seconds_to_answer"):
        _within(getattr(choice, name), _SECONDS, name)
    for name in ("day", "month", "conversation"):
        amount = getattr(choice, name)
        if amount is not None and not 0 <= amount <= _MOST_DOLLARS:
            raise BadInput("Write an amount in US dollars, or leave it empty for no limit.", name)
    async with house.store.writing() as session:
        before = dict(await queries.chosen(session))
        after = {
            name: str(value) if isinstance(value, Decimal) else value
            for name, value in asdict(choice).items()
        }
        note(session, user_id, "models.chosen", None, before=before, after=after)
        await _touch(session, house, after)


async def try_out(house: House, model_id: str) -> Tried:
    """One small question, and what came of it, kept with the model. Raises NotFound."""
    async with house.store.reading() as session:
        row = await session.get(LanguageModel, model_id)
        if row is None:
            raise NotFound("There is no such model.")
    try:
        tried = await attempt(house.minds.built(row).line)
    except Misconfigured as error:
        failed = ModelFailed("key", str(error))
        tried = Tried(None, 0.0, failed.spent, failed.kind, failed.message)
    async with house.store.writing() as session:
        row = await _row(session, model_id)
        row.tried_at = house.clock.now()
        row.tried_milliseconds = round(tried.milliseconds, 1)
        row.problem = _problem(tried)
    return tried


def _problem(tried: Tried) -> str | None:
    if tried.failure is not None:
        return f"{tried.failure}: {tried.said}"
    return None if tried.right else "It answered, but with a wrong sum."


def _check(wish: Wish) -> None:
    for name, longest in _LONGEST.items():
        if len(getattr(wish, name) or "") > longest:
            raise BadInput("This text is too long.", name)
    for name in ("name", "model"):
        if not getattr(wish, name).strip():
            raise BadInput("This must not be empty.", name)
    if wish.vendor not in VENDORS:
        raise BadInput(_choices(VENDORS), "vendor")
    if wish.base_url:
        parts = urlsplit(wish.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise BadInput("Write the address like http://192.168.1.20:11434/v1.", "base_url")
    elif wish.vendor == "compatible":
        raise BadInput("A model of your own needs the address of its server.", "base_url")
    _within(wish.seconds, _SECONDS, "seconds")
    _within(wish.attempts, _ATTEMPTS, "attempts")
    _within(wish.most_tokens, _TOKENS, "most_tokens")
    for name in ("price_in", "price_out"):
        if not 0 <= getattr(wish, name) <= _MOST_DOLLARS:
            raise BadInput("Write the price in US dollars for a million tokens.", name)
    if wish.thinking is not None and wish.thinking not in THINKING:
        raise BadInput(_choices(THINKING), "thinking")
    if not set(wish.masks) <= set(MASK_KINDS):
        raise BadInput(_choices(MASK_KINDS), "masks")


def _within(value: float, bounds: tuple[float, float], name: str) -> None:
    least, most = bounds
    if not least <= value <= most:
        wording = Wording(
            "Choose a number from {least} to {most}.", least=f"{least:g}", most=f"{most:g}"
        )
        raise BadInput(wording, name)


def _choices(names: Sequence[str]) -> Wording:
    return Wording("Choose one of: {choices}.", choices=", ".join(names))


def _write(row: LanguageModel, wish: Wish) -> None:
    row.name, row.vendor, row.model = wish.name.strip(), wish.vendor, wish.model.strip()
    row.base_url = wish.base_url.rstrip("/") if wish.base_url else None
    row.active = wish.active
    row.seconds, row.attempts, row.most_tokens = wish.seconds, wish.attempts, wish.most_tokens
    row.price_in, row.price_out = wish.price_in, wish.price_out
    row.thinking, row.masks = wish.thinking, sorted(set(wish.masks))


def _told(row: LanguageModel) -> Mapping[str, Any]:
    """What the audit log keeps of it: everything but the key."""
    return {
        "name": row.name,
        "vendor": row.vendor,
        "model": row.model,
        "base_url": row.base_url,
        "active": row.active,
        "prices": [str(row.price_in), str(row.price_out)],
    }


async def _row(session: AsyncSession, model_id: str) -> LanguageModel:
    row = await session.get(LanguageModel, model_id, with_for_update=True)
    if row is None:
        raise NotFound("There is no such model.")
    return row


async def _touch(
    session: AsyncSession, house: House, chosen: Mapping[str, Any] | None = None
) -> None:
    """Tells every process that the models are not what they were."""
    row = await session.scalar(
        select(Setting).where(Setting.name == queries.SETTING).with_for_update()
    )
    if row is None:
        row = Setting(name=queries.SETTING, value={})
        session.add(row)
    row.value = {**row.value, **(chosen or {}), "mark": house.keys.new("mark")}
