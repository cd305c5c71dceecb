"""Makes minds of what is set up; all of them share one HTTP client, opened with the first."""

from typing import TYPE_CHECKING

from cauce.ai.spending import Budget
from cauce.ai.vendors.config import ModelConfig
from cauce.ai.vendors.mind import FindsIndex, ModelMind, build
from cauce.ai.vendors.prompts import Prompts

if TYPE_CHECKING:
    from httpx2 import AsyncClient

# Each model has its own limit below this one; it only ends what nobody waits for any more.
_SECONDS = 60.0


class Builder:
    """Nothing of the vendors' libraries is loaded before a model is set up."""

    def __init__(self, index: FindsIndex, budget: Budget, prompts: Prompts) -> None:
        self._index = index
        self._budget = budget
        self._prompts = prompts
        self._http: AsyncClient | None = None

    def __call__(self, config: ModelConfig) -> ModelMind:
        """Raises Misconfigured when it lacks its key or its address. Takes a second, the first."""
        return build(
            config, self._client(), self._index, budget=self._budget, prompts=self._prompts
        )

    async def close(self) -> None:
        if self._http is not None:
            await self._http.aclose()

    def _client(self) -> "AsyncClient":
        if self._http is None:
            from httpx2 import AsyncClient  # noqa: PLC0415

            self._http = AsyncClient(timeout=_SECONDS)
        return self._http
