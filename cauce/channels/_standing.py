"""How an account of ours stands at Meta: its name, what it may not do, when its token ends."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from cauce.channels import _graph
from cauce.channels._fields import items, section, text


@dataclass(frozen=True, slots=True)
class Standing:
    """`missing` are permissions Meta did not give; a token without end has no `expires_at`."""

    name: str
    valid: bool
    missing: tuple[str, ...] = ()
    expires_at: datetime | None = None


async def standing(
    http: httpx.AsyncClient,
    *,
    base: str,
    token: str,
    external_id: str,
    named_by: Sequence[str],
    needed: Collection[str],
) -> Standing:
    """Asks for the account itself and for its token. Raises the DeliveryError tree."""
    wanted = ",".join(named_by)
    account = await _graph.get(http, f"{base}/{external_id}", token, {"fields": wanted})
    told = await _graph.get(http, f"{base}/debug_token", token, {"input_token": token})
    data = section(told, "data")
    name = " · ".join(filter(None, (text(account, key) for key in named_by)))
    granted = _granted(data)
    return Standing(
        name=name or external_id,
        valid=data.get("is_valid") is True,
        missing=tuple(sorted(set(needed) - granted)) if granted else (),
        expires_at=_moment(data.get("expires_at")),
    )


def _granted(data: Any) -> set[str]:
    """Some answers list permissions plainly, some by what they are for."""
    plain = data.get("scopes")
    detailed = {text(one, "scope") for one in items(data, "granular_scopes")}
    return {one for one in plain if isinstance(one, str)} | detailed if plain else detailed


def _moment(seconds: object) -> datetime | None:
    if isinstance(seconds, int) and seconds > 0:
        return datetime.fromtimestamp(seconds, UTC)
    return None
