"""What Meta says about an account: whose it is, what its token may do, whether it tells us."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from cauce.channels.connecting import Account, Standing, check, listen, renew
from cauce.core.actions import Severity
from cauce.engine.house import House
from cauce.engine.meta_app import meta_app
from cauce.errors import DeliveryError, Rejected, Unauthorised
from cauce.knowledge.wording import Wording

# A token that ends within this time is told of while there is time to renew it.
WARN_BEFORE: Final = timedelta(days=7)
# Instagram gives another sixty days at any time: asked early, a month of refusals does no harm.
RENEW_BEFORE: Final = timedelta(days=30)
ENDED: Final = "The token has ended. Make a new one and connect it again."
ENDS: Final = "The token ends on {date}. Connect the account again with a new one before that day."
LACKS: Final = "These permissions are missing: {permissions}. Give them, and make a new token."
OTHERS: Final = "This token speaks for “{name}” (ID {id}), not for this account."
DEAF: Final = (
    "Meta does not send us what customers write here (it answered with code {code}). "
    "Make a token with all the permissions and connect it again."
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found. `renewed` is the token to use from now on, where Meta gave another."""

    told: Standing | None = None
    problem: Wording | None = None
    severity: Severity = "critical"
    listening: bool | None = None
    expires_at: datetime | None = None
    renewed: str | None = None

    @property
    def standing(self) -> dict[str, Any]:
        """As it is kept with the account."""
        if self.told is None:
            return {}
        granted = self.told.granted
        return {
            "needed": list(self.told.needed),
            "granted": None if granted is None else sorted(granted),
            "listening": self.listening,
            "number": dict(self.told.number),
        }


async def look(house: House, account: Account, ends: datetime | None) -> Found:
    """Everything Meta says about the account, the renewing of its token and the webhook calls
    included. `ends` is when its token ends as far as is known. Raises the DeliveryError tree."""
    now, app = house.clock.now(), (await meta_app(house)).asking
    told = await check(house.http, account, house.addresses, app)
    renewed = None
    if told.granted is not None:
        ends = told.expires_at
    elif account.channel == "instagram" and not told.page_id:
        renewed, ends = await _renewed(house, account, ends, now)
    if told.external_id != account.external_id and account.external_id:
        other = Wording(OTHERS, name=told.name, id=told.external_id)
        return Found(told, other, expires_at=ends)
    if not told.valid:
        return Found(told, Wording(ENDED), expires_at=ends, renewed=renewed)
    listening, deaf = await _listening(house, account, told)
    problem = deaf
    severity: Severity = "critical"
    if told.missing:
        problem = Wording(LACKS, permissions=", ".join(told.missing))
    elif problem is None and ends is not None and ends - now < WARN_BEFORE:
        problem, severity = Wording(ENDS, date=f"{ends:%Y-%m-%d}"), "high"
    return Found(told, problem, severity, listening, ends, renewed)


async def _renewed(
    house: House, account: Account, ends: datetime | None, now: datetime
) -> tuple[str | None, datetime | None]:
    """Killed after Meta gave a longer life and before it is stored: the former token lives on to
    its own end, and is asked for again."""
    if ends is not None and ends - now > RENEW_BEFORE:
        return None, ends
    try:
        return await renew(house.http, account, house.addresses, now)
    except DeliveryError:
        # On its first day no token is renewed, and a bad day of Meta's is made up for by the next
        # check. Until when it lives is what we knew before.
        return None, ends


async def _listening(
    house: House, account: Account, told: Standing
) -> tuple[bool | None, Wording | None]:
    """Whether Meta tells us what happens there (None: nobody knows whom to ask), or why not."""
    asked = Account(
        account.channel,
        told.external_id,
        account.token,
        waba_id=told.waba_id if told.belongs else "",
        page_id=told.page_id,
    )
    app = (await meta_app(house)).asking
    try:
        return await listen(house.http, asked, house.addresses, app) or None, None
    except (Rejected, Unauthorised) as error:
        return False, Wording(DEAF, code=error.code or "?")
