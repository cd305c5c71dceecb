"""Actions as JSON and back: what is stored of a decision can be performed later."""

from typing import Any, TypeVar, get_args

from pydantic import TypeAdapter

from cauce.core.actions import Action

Kind = TypeVar("Kind")
_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}
ACTION_TYPES: dict[str, type[Action]] = {kind.__name__: kind for kind in get_args(Action)}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    """Making one takes far longer than using it."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def as_json(value: Any) -> dict[str, Any]:
    """A frozen dataclass as a JSON object; decimals become text, so nothing is rounded."""
    dumped: dict[str, Any] = _adapter(type(value)).dump_python(value, mode="json")
    return dumped


def action_from(kind: str, payload: dict[str, Any]) -> Action:
    """The action that `as_json` was made of; raises ValueError when it is not one."""
    action: Action = _adapter(ACTION_TYPES[kind]).validate_python(payload)
    return action


def read(kind: type[Kind], payload: dict[str, Any]) -> Kind:
    """The frozen dataclass that `as_json` was made of; raises ValueError when it is not one."""
    made: Kind = _adapter(kind).validate_python(payload)
    return made
