"""Each role may what its work needs, and nothing above it."""

import pytest

from cauce.core.permissions import PERMISSIONS, ROLES, SCOPES, role_may, scopes_may

EXPECTED = {
    "viewer": {"look"},
    "agent": {"look", "talk", "approve"},
    "manager": {"look", "talk", "approve", "teach", "steer", "export"},
    "owner": set(PERMISSIONS),
}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_exactly_what_it_should(role: str) -> None:
    assert {one for one in PERMISSIONS if role_may(role, one)} == EXPECTED[role]


def test_a_role_nobody_knows_may_nothing() -> None:
    assert not any(role_may("god", one) for one in PERMISSIONS)


def test_every_scope_may_what_the_one_below_it_may() -> None:
    may = [{one for one in PERMISSIONS if scopes_may([scope], one)} for scope in SCOPES]
    assert may[0] < may[1] < may[2]


def test_only_the_admin_scope_reaches_users_and_keys() -> None:
    assert not scopes_may(["read", "write"], "run")
    assert scopes_may(["admin"], "run")
    assert not scopes_may(["root"], "look")
