"""Keeps the chain of models as it is set up: built again when somebody changed it."""

import asyncio
from collections.abc import Mapping
from typing import Any, cast

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.ai.asking import Asking
from cauce.ai.consult import Consult, Mind
from cauce.ai.vendors.building import Builder
from cauce.ai.vendors.config import ModelConfig, Thinking, Vendor
from cauce.ai.vendors.mind import ModelMind
from cauce.core.masking import MaskKind
from cauce.engine.books import Books, Limits
from cauce.errors import Misconfigured
from cauce.store.models import LanguageModel
from cauce.store.queries import models
from cauce.store.vault import Vault

_log = structlog.get_logger()


class Minds:
    """One for each process. Building a mind sends nothing."""

    def __init__(self, consult: Consult, vault: Vault, books: Books, builder: Builder) -> None:
        self._consult = consult
        self._vault = vault
        self._builder = builder
        self._lock = asyncio.Lock()
        self._mark: str | None = None
        self.books = books

    async def at(self, session: AsyncSession, mark: str | None, zone: str) -> None:
        """Sees to it that the models of this mark are asked from now on; None is none at all."""
        self.books.zone = zone
        if mark == self._mark:
            return
        async with self._lock:
            chosen = await models.chosen(session)
            rows = await models.all_models(session)
            # A vendor's library takes a second to load, and nobody else should wait for it.
            minds = await asyncio.to_thread(self._built, [row for row in rows if row.active])
            self._consult.employ(minds, asking_of(chosen))
            self.books.limits = Limits.of(chosen)
            self._mark = chosen.get("mark")

    async def refresh(self, session: AsyncSession, zone: str) -> None:
        """As `at`, for who has not read the mark."""
        await self.at(session, (await models.chosen(session)).get("mark"), zone)

    def built(self, row: LanguageModel) -> ModelMind:
        """The mind of one row. Raises Misconfigured when it lacks something."""
        return self._builder(config_of(row, self._vault))

    async def close(self) -> None:
        await self._builder.close()

    def _built(self, rows: list[LanguageModel]) -> list[Mind]:
        minds: list[Mind] = []
        for row in rows:
            try:
                minds.append(self.built(row))
            except Misconfigured as error:
                _log.error("models.left_out", model=row.name, why=str(error))
        return minds


def asking_of(chosen: Mapping[str, Any]) -> Asking:
    """When models are asked, where somebody chose so; as Cauce comes otherwise."""
    names = ("sure_reading", "sure_draft", "seconds_to_read", "seconds_to_answer")
    return Asking(**{name: chosen[name] for name in names if name in chosen})


def config_of(row: LanguageModel, vault: Vault) -> ModelConfig:
    """The row with its key opened."""
    return ModelConfig(
        name=row.name,
        vendor=cast("Vendor", row.vendor),
        model=row.model,
        key=vault.open(row.key, key_of(row.id)) if row.key else "",
        base_url=row.base_url,
        order=row.place,
        seconds=row.seconds,
        attempts=row.attempts,
        price_in=row.price_in,
        price_out=row.price_out,
        most_tokens=row.most_tokens,
        thinking=cast("Thinking | None", row.thinking),
        masks=frozenset(cast("list[MaskKind]", row.masks)),
    )


def key_of(model_id: str) -> str:
    """What a model's key is sealed for."""
    return f"{model_id}.key"
