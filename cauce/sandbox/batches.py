"""Several webhook calls as one, the way Meta bundles them when much happens at once."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

Bundling = Literal["entries", "changes", "items"]
Payload = Mapping[str, Any]
# Lists that hold what happened, within an entry or a change's value.
_LISTS = ("contacts", "messages", "statuses", "message_echoes", "errors")


def bundled(payloads: Sequence[Payload], how: Bundling) -> list[dict[str, Any]]:
    """One payload for each object; inside it `how` says what is put together.

    "entries" keeps every entry by itself, "changes" makes one entry of each account's, and "items"
    makes one change of those with the same field and number as well.
    """
    done: dict[str, list[dict[str, Any]]] = {}
    for payload in payloads:
        done.setdefault(str(payload["object"]), []).extend(payload["entry"])
    return [
        {"object": name, "entry": entries if how == "entries" else _by_account(entries, how)}
        for name, entries in done.items()
    ]


def _by_account(entries: Sequence[Payload], how: Bundling) -> list[dict[str, Any]]:
    merged: dict[str, dict[str, Any]] = {}
    for entry in entries:
        one = merged.setdefault(entry["id"], {**entry, **_empty(entry)})
        for name in ("changes", "messaging", "standby"):
            if name in entry:
                one.setdefault(name, []).extend(entry[name])
    if how == "items":
        for one in merged.values():
            if "changes" in one:
                one["changes"] = _by_field(one["changes"])
    return list(merged.values())


def _empty(entry: Payload) -> dict[str, Any]:
    return {name: [] for name in ("changes", "messaging", "standby") if name in entry}


def _by_field(changes: Sequence[Payload]) -> list[dict[str, Any]]:
    merged: dict[str, dict[str, Any]] = {}
    alone: list[dict[str, Any]] = []
    for change in changes:
        value = change["value"]
        if "metadata" not in value:
            alone.append(dict(change))
            continue
        one = merged.setdefault(
            f"{change['field']} {value['metadata']}", {"field": change["field"], "value": {}}
        )
        for name, part in value.items():
            if name in _LISTS:
                one["value"].setdefault(name, []).extend(part)
            else:
                one["value"][name] = part
    for one in merged.values():
        if "contacts" in one["value"]:
            one["value"]["contacts"] = _each_once(one["value"]["contacts"])
    return [*merged.values(), *alone]


def _each_once(contacts: Sequence[Payload]) -> list[Payload]:
    return [one for at, one in enumerate(contacts) if one not in contacts[:at]]
