"""Addresses at which a file of ours can be had for a while: by the platform that delivers it, and
by the customer it was sent to. Nobody can guess one, and it opens this one file only."""

import hashlib
import hmac
from datetime import UTC, datetime, time, timedelta
from typing import Final

from cauce.engine.house import House
from cauce.errors import Misconfigured

PATH: Final = "/files"
# Platforms fetch at once, and a few times more while we are away.
FOR_PLATFORMS: Final = timedelta(hours=2)
# To the end of the day after: within a day the address stays the same, so browsers keep the file.
FOR_CUSTOMERS: Final = timedelta(days=2)
_PURPOSE: Final = "cauce.file.v1"


def for_platform(house: House, file_id: str) -> str:
    """Raises Misconfigured without a secret to sign with."""
    return _signed(house, file_id, house.clock.now() + FOR_PLATFORMS)


def for_customer(house: House, file_id: str) -> str:
    day = house.clock.now().astimezone(UTC).date()
    return _signed(house, file_id, datetime.combine(day, time(), UTC) + FOR_CUSTOMERS)


def good(house: House, file_id: str, until: int, sign: str) -> bool:
    """Whether we made this address, and its time has not passed."""
    if until < house.clock.now().timestamp():
        return False
    wanted = _signature(house, file_id, until)
    return hmac.compare_digest(wanted.encode(), sign.encode("utf-8", "replace"))


def _signed(house: House, file_id: str, until: datetime) -> str:
    ends = int(until.timestamp())
    sign = _signature(house, file_id, ends)
    return f"{house.settings.address}{PATH}/{file_id}?until={ends}&sign={sign}"


def _signature(house: House, file_id: str, until: int) -> str:
    secret = house.settings.secret.get_secret_value()
    if not secret:
        raise Misconfigured("Set CAUCE_SECRET: the addresses of files are signed with it.")
    told = f"{_PURPOSE}:{file_id}:{until}".encode()
    return hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()
