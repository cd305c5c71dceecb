"""Our application at Meta: its id, what signs its calls, and the word it says to prove itself.

What the environment says wins. The rest is set on the page, sealed, and known to every process
within a minute; to a process that doubts a call, at once.
"""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.channels.connecting import App, owns_secret
from cauce.errors import BadInput, DeliveryError, Rejected, Unauthorised
from cauce.store.models import Setting
from cauce.store.queries.audit import note

if TYPE_CHECKING:
    from cauce.engine.house import House
    from cauce.store.vault import Vault

_NAME: Final = "meta_app"
_SECRETS: Final = ("app_secret", "instagram_secret")
_KEPT_FOR: Final = timedelta(minutes=1)
# A stranger who calls with wrong signatures costs one question in this time, not one a call.
_DOUBTED_AGAIN: Final = timedelta(seconds=5)
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class MetaApp:
    """`secrets` sign: Instagram's own login signs with another one than Facebook."""

    id: str = ""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    verify_token: str = field(default="", repr=False)

    @property
    def asking(self) -> App:
        """Who asks Meta about tokens."""
        return App(self.id, self.secrets[0] if self.secrets else "")


@dataclass(slots=True)
class Kept:
    """What was last read of the page's settings; one for each process."""

    app: MetaApp = field(default_factory=MetaApp)
    at: datetime | None = None


async def meta_app(house: "House", *, doubted: bool = False) -> MetaApp:
    """What is in force. `doubted`: somebody was not believed, so it is read once more."""
    settings = house.settings
    told = MetaApp(
        settings.meta_app_id,
        _split(settings.meta_app_secret.get_secret_value()),
        settings.meta_verify_token.get_secret_value(),
    )
    if told.id and told.secrets and told.verify_token:
        return told
    kept = await _kept(house, doubted=doubted)
    return MetaApp(
        told.id or kept.id,
        told.secrets or kept.secrets,
        told.verify_token or kept.verify_token or _own_word(settings.secret.get_secret_value()),
    )


async def secrets(house: "House", *, doubted: bool = False) -> tuple[str, ...]:
    """What may sign a call of Meta. Costs nothing where the environment says so."""
    told = _split(house.settings.meta_app_secret.get_secret_value())
    return told or (await _kept(house, doubted=doubted)).secrets


async def change(
    house: "House",
    user_id: str | None,
    *,
    app_id: str,
    app_secret: str,
    instagram_secret: str = "",
    verify_token: str = "",
) -> None:
    """Sets what is given; what is empty stays as it was. Raises BadInput, also when Meta says that
    id and secret do not belong together."""
    given = {"app_secret": app_secret, "instagram_secret": instagram_secret}
    given["verify_token"] = verify_token
    _check(app_id, given)
    now = await meta_app(house, doubted=True)
    await _belong(house, app_id or now.id, app_secret or "".join(now.secrets[:1]))
    async with house.store.writing() as session:
        row = await session.scalar(select(Setting).where(Setting.name == _NAME).with_for_update())
        if row is None:
            row = Setting(name=_NAME, value={})
            session.add(row)
        value: dict[str, Any] = dict(row.value)
        if app_id:
            value["app_id"] = app_id
        changed = [name for name, word in given.items() if word]
        value |= {name: house.vault.seal(given[name], _about(name)) for name in changed}
        row.value = value
        after = {"app_id": value.get("app_id", ""), "changed": changed}
        note(session, user_id, "meta_app.changed", _NAME, after=after)
    house.meta.at = None


async def _kept(house: "House", *, doubted: bool) -> MetaApp:
    kept, now = house.meta, house.clock.now()
    patience = _DOUBTED_AGAIN if doubted else _KEPT_FOR
    if kept.at is None or not timedelta() <= now - kept.at < patience:
        async with house.store.reading() as session:
            kept.app = await _read(session, house.vault)
        kept.at = now
    return kept.app


async def _read(session: AsyncSession, vault: "Vault") -> MetaApp:
    value = await session.scalar(select(Setting.value).where(Setting.name == _NAME)) or {}

    def opened(name: str) -> str:
        return vault.open(value[name], _about(name)) if name in value else ""

    found = tuple(word for name in _SECRETS for word in _split(opened(name)))
    return MetaApp(str(value.get("app_id", "")), found, opened("verify_token"))


async def _belong(house: "House", app_id: str, app_secret: str) -> None:
    if not app_id or not app_secret:
        return
    try:
        await owns_secret(house.http, App(app_id, app_secret), house.addresses)
    except (Unauthorised, Rejected) as error:
        raise BadInput(
            "Meta says that this secret is not the one of this App ID. Copy both anew.",
            "app_secret",
        ) from error
    except DeliveryError:
        # Meta is away: what was typed is kept, and its first call will tell.
        return


def _check(app_id: str, given: dict[str, str]) -> None:
    if app_id and not (app_id.isascii() and app_id.isdigit() and len(app_id) <= _LONGEST):
        raise BadInput("The App ID is a number.", "app_id")
    for name, word in given.items():
        if word and (len(word) > _LONGEST or not word.isascii() or not word.isprintable()):
            raise BadInput("Copy it exactly as Meta shows it.", name)
        if " " in word:
            raise BadInput("It has no spaces in it.", name)


def _own_word(secret: str) -> str:
    """A word nobody else knows, the same in every process, for who has chosen none."""
    if not secret:
        return ""
    return hmac.digest(secret.encode(), b"cauce meta verify token", "sha256").hex()[:32]


def _split(words: str) -> tuple[str, ...]:
    return tuple(one for one in (word.strip() for word in words.split(",")) if one)


def _about(name: str) -> str:
    return f"{_NAME}.{name}"
