"""Who a visitor of the website is: an id we gave them, signed so that nobody can be another."""

import hashlib
import hmac
import re
from typing import Final

# Sets these signatures apart from everything else the same secret signs.
_PURPOSE: Final = b"cauce.webchat.visitor.v1:"
_VISITOR: Final = re.compile(r"[a-z0-9_]{8,64}")


def token_of(visitor: str, secret: str) -> str:
    """The token to hand to `visitor`. Raises ValueError without a secret to sign with."""
    if not secret:
        raise ValueError("there is no secret to sign with")
    return f"{visitor}.{_signature(visitor, secret)}"


def verify(token: str | None, secret: str) -> str | None:
    """The visitor a token was given to; None when it was not given by us."""
    visitor, _, signature = (token or "").rpartition(".")
    if not secret or not _VISITOR.fullmatch(visitor):
        return None
    wanted = _signature(visitor, secret)
    good = hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "replace"))
    return visitor if good else None


def _signature(visitor: str, secret: str) -> str:
    return hmac.new(secret.encode(), _PURPOSE + visitor.encode(), hashlib.sha256).hexdigest()
