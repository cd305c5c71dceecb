"""Keys of other services: readable by this installation only, and only where they belong."""

import pytest

from cauce.errors import Misconfigured
from cauce.store.vault import Vault


def test_what_was_sealed_opens_again_and_shows_nothing_meanwhile() -> None:
    vault = Vault("house")
    sealed = vault.seal("EAAG-token", "acct_1.token")
    assert "EAAG" not in sealed
    assert vault.open(sealed, "acct_1.token") == "EAAG-token"


def test_the_same_secret_never_looks_the_same_twice() -> None:
    vault = Vault("house")
    assert vault.seal("x", "a") != vault.seal("x", "a")


@pytest.mark.parametrize(
    ("secret", "about"), [("other", "acct_1.token"), ("house", "acct_2.token")]
)
def test_another_installation_or_another_row_cannot_open_it(secret: str, about: str) -> None:
    sealed = Vault("house").seal("EAAG-token", "acct_1.token")
    with pytest.raises(Misconfigured):
        Vault(secret).open(sealed, about)


def test_what_was_changed_by_hand_does_not_open() -> None:
    vault = Vault("house")
    sealed = vault.seal("EAAG-token", "a")
    for broken in (sealed[:-4] + "AAA=", "v1:", "nonsense", sealed[:-1]):
        with pytest.raises(Misconfigured):
            vault.open(broken, "a")


def test_without_a_secret_nothing_is_stored() -> None:
    with pytest.raises(Misconfigured):
        Vault("").seal("x", "a")
