"""What each of Meta's error codes means for us. Titles and HTTP statuses change; codes do not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cauce.core.delivery import Remedy


@dataclass(frozen=True, slots=True)
class Meaning:
    """`wait` is how many seconds to leave it alone where Meta does not say.

    `never_arrived`: when it comes as a status, after Meta had taken the message, the customer
    surely has not got it, so it may be sent again.
    """

    remedy: Remedy
    wait: float = 0.0
    never_arrived: bool = False


MINUTE: Final = 60.0
HOUR: Final = 3600.0
DAY: Final = 24 * HOUR

_RECONNECT: Final = Meaning("reconnect")
_ACCOUNT: Final = Meaning("account")
_AWAY: Final = Meaning("retry", never_arrived=True)
_FINAL: Final = Meaning("final")
_TEMPLATE_OFF: Final = Meaning("template_off")
_HOURLY: Final = Meaning("slow_account", 5 * MINUTE, never_arrived=True)

CODES: Final[Mapping[int, Meaning]] = {
    # Our credentials.
    0: _RECONNECT,
    3: _RECONNECT,
    10: _RECONNECT,
    102: _RECONNECT,
    190: _RECONNECT,
    131005: _RECONNECT,
    # The platform stopped us: locked, against a policy, not paid, no name, no certificate.
    368: _ACCOUNT,
    130497: _ACCOUNT,
    131031: _ACCOUNT,
    131037: _ACCOUNT,
    131042: _ACCOUNT,
    131044: _ACCOUNT,
    131045: _ACCOUNT,
    # The platform is away. "Something went wrong" says nothing about where the message is now.
    1: Meaning("retry"),
    2: _AWAY,
    1200: _AWAY,
    131000: Meaning("retry"),
    131016: _AWAY,
    131057: _AWAY,
    133004: _AWAY,
    # Too fast: the application, the user, the page, the account. Counted by the hour.
    4: _HOURLY,
    17: _HOURLY,
    32: _HOURLY,
    80004: _HOURLY,
    80006: _HOURLY,
    80007: _HOURLY,
    613: Meaning("slow_account", MINUTE, never_arrived=True),
    133016: Meaning("slow_account", HOUR, never_arrived=True),
    132069: Meaning("slow_account", HOUR, never_arrived=True),
    # Too fast: this number in this second, this person in these six.
    130429: Meaning("slow_number", 5, never_arrived=True),
    131056: Meaning("slow_person", 6, never_arrived=True),
    # Too many people complained, or templates were filed under the wrong heading.
    131048: Meaning("pause", HOUR, never_arrived=True),
    131064: Meaning("pause", DAY, never_arrived=True),
    # This person, today or ever.
    131049: Meaning("not_today", DAY),
    130472: Meaning("leave"),
    131050: Meaning("no_marketing"),
    131026: Meaning("unreachable"),
    551: Meaning("unreachable"),
    # The reply window.
    131047: Meaning("template", never_arrived=True),
    # Files.
    131052: Meaning("fetch_again", never_arrived=True),
    131053: Meaning("upload_again", never_arrived=True),
    # Mistakes of ours in the message or the template: every try would end the same.
    100: _FINAL,
    131008: _FINAL,
    131009: _FINAL,
    131021: _FINAL,
    131030: _FINAL,
    131051: _FINAL,
    131062: _FINAL,
    131063: _FINAL,
    132000: _FINAL,
    132001: _TEMPLATE_OFF,
    132005: _FINAL,
    132007: _TEMPLATE_OFF,
    132008: _FINAL,
    132012: _FINAL,
    132015: _TEMPLATE_OFF,
    132016: _TEMPLATE_OFF,
    132068: _FINAL,
    135000: _FINAL,
    137000: _FINAL,
    # Comments.
    10900: _FINAL,
    10903: _FINAL,
}
# Where the subcode says more than the code: "no permission" that in truth is about this person.
SUBCODES: Final[Mapping[int, Meaning]] = {
    2018278: Meaning("template", never_arrived=True),
    2534022: Meaning("template", never_arrived=True),
    1545041: Meaning("unreachable"),
    2018001: Meaning("unreachable"),
    2018108: Meaning("unreachable"),
}
_PERMISSIONS: Final = range(200, 300)


def meaning(code: int | str | None, subcode: int | str | None = None) -> Meaning | None:
    """What the code asks for; None for one nobody has told us about."""
    by_person = SUBCODES.get(_number(subcode))
    if by_person is not None:
        return by_person
    number = _number(code)
    return _RECONNECT if number in _PERMISSIONS else CODES.get(number)


def _number(value: object) -> int:
    """A code as a number; -1 when it is none, as no code is."""
    try:
        return int(str(value))
    except ValueError:
        return -1
