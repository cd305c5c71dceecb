"""Who may do what: four roles for people, three scopes for programs, one table each."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

from cauce.core.people import Role

Permission = Literal[
    "look",  # see conversations, contacts and figures
    "talk",  # write to customers, take and close conversations, edit contacts, settle orders
    "approve",  # say yes or no to what Cauce wants to do
    "teach",  # change products, questions, policies and the profile
    "steer",  # change how free each flow is
    "export",  # take all contacts out of the house as a file
    "run",  # users, keys, webhooks and the settings of the house
]
Scope = Literal["read", "write", "admin"]

PERMISSIONS: Final[tuple[Permission, ...]] = get_args(Permission)
ROLES: Final[tuple[Role, ...]] = get_args(Role)
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)

_OF_ROLE: Final[Mapping[str, frozenset[Permission]]] = MappingProxyType(
    {
        "viewer": frozenset({"look"}),
        "agent": frozenset({"look", "talk", "approve"}),
        "manager": frozenset({"look", "talk", "approve", "teach", "steer", "export"}),
        "owner": frozenset(PERMISSIONS),
    }
)
_OF_SCOPE: Final[Mapping[str, frozenset[Permission]]] = MappingProxyType(
    {
        "read": frozenset({"look"}),
        "write": frozenset({"look", "talk", "approve", "teach"}),
        "admin": frozenset(PERMISSIONS),
    }
)


def role_may(role: str, permission: Permission) -> bool:
    """An unknown role may nothing."""
    return permission in _OF_ROLE.get(role, frozenset())


def scopes_may(scopes: Iterable[str], permission: Permission) -> bool:
    """Whether any of a key's scopes allows it; unknown scopes allow nothing."""
    return any(permission in _OF_SCOPE.get(scope, frozenset()) for scope in scopes)
