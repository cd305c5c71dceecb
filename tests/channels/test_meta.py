"""Signatures and the handshake of Meta's webhooks."""

import hashlib
import hmac

import pytest

from cauce.channels import shakes_hands, signed
from cauce.channels.instagram.verify import verify as verify_instagram
from cauce.channels.messenger.verify import verify as verify_messenger
from cauce.channels.whatsapp.verify import verify as verify_whatsapp

BODY = b'{"object":"whatsapp_business_account","entry":[]}'
# Worked out with another program from the published scheme.
KNOWN = "sha256=c236c758c9b2bd40b388a550eeca09eaca72384dd0aa5e7c31d19cddac5bba46"


@pytest.mark.parametrize("verify", [verify_whatsapp, verify_messenger, verify_instagram, signed])
def test_the_known_signature_is_accepted(verify) -> None:  # type: ignore[no-untyped-def]
    assert verify(BODY, KNOWN, ("app_secret",))


def test_any_of_several_secrets_will_do() -> None:
    assert signed(BODY, KNOWN, ("of instagram", "app_secret"))


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "sha256=",
        KNOWN[:-1],
        KNOWN.removeprefix("sha256="),
        "sha1=" + KNOWN[7:],
        KNOWN[:-1] + "7",
        "sha256=ñ",
    ],
)
def test_a_missing_or_other_signature_is_refused(signature: str | None) -> None:
    assert not signed(BODY, signature, ("app_secret",))


def test_one_byte_more_and_the_signature_does_not_fit() -> None:
    assert not signed(BODY + b" ", KNOWN, ("app_secret",))


@pytest.mark.parametrize("secrets", [(), ("",)])
def test_without_a_secret_nobody_is_believed(secrets: tuple[str, ...]) -> None:
    empty = hmac.new(b"", BODY, hashlib.sha256).hexdigest()
    assert not signed(BODY, f"sha256={empty}", secrets)


def test_the_handshake_needs_the_mode_and_the_word() -> None:
    assert shakes_hands("subscribe", "word", "word")
    assert not shakes_hands("subscribe", "wörd", "word")
    assert not shakes_hands("unsubscribe", "word", "word")
    assert not shakes_hands("subscribe", None, "word")
    assert not shakes_hands("subscribe", "", "")
