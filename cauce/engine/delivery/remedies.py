"""What a refusal means beyond the message it was of: for the account, the person, the team."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.actions import RaiseAlert
from cauce.core.delivery import Remedy
from cauce.engine import accounts
from cauce.engine.announcing import raise_alert
from cauce.engine.delivery.line import pace_of, person_key
from cauce.engine.house import House
from cauce.engine.templates.standing import stop_offering
from cauce.errors import DeliveryError, Unauthorised
from cauce.policy import pacing
from cauce.policy.sending import NOT_TODAY, Again, Stop
from cauce.store.models import ChannelAccount, Consent, ContactIdentity, Message
from cauce.store.queries import accounts as account_queries
from cauce.store.queries import deliveries

_AT_RISK = (
    "The platform holds back what this number sends, because people complained or blocked it. "
    "Campaigns are paused; answers to customers go on."
)


@dataclass(frozen=True, slots=True)
class About:
    """The message that was refused: where it went, to whom, and in which conversation."""

    channel: str
    account_id: str
    conversation_id: str
    contact_id: str
    identity_id: str
    message_id: str
    to: str


async def settle(
    session: AsyncSession,
    house: House,
    about: About,
    remedy: Remedy,
    step: Again | Stop,
    error: DeliveryError,
) -> None:
    """Does all that follows from the refusal, once the fate of the message itself is written."""
    await _for_account(session, house, about, remedy, step)
    await _for_person(session, house, about, remedy, error)
    if remedy == "template_off":
        await _for_template(session, house, about, error)
    now = house.clock.now()
    if remedy in ("reconnect", "account"):
        refused = Unauthorised(error.message, error.code, remedy)
        lost = await accounts.cut_off(session, about.channel, about.account_id, refused)
        await accounts.raise_or_change(session, house, now, lost)
    elif isinstance(step, Stop) and step.outcome != "suppressed":
        alert = not_delivered(
            about.channel, about.conversation_id, error.code, error.message, remedy
        )
        await raise_alert(session, house.keys, now, alert, about.conversation_id)


async def _for_template(
    session: AsyncSession, house: House, about: About, error: DeliveryError
) -> None:
    message = await session.get(Message, about.message_id)
    template = {} if message is None else message.extra.get("template") or {}
    if template:
        await stop_offering(session, house, template["id"], error.code)


async def _for_account(
    session: AsyncSession, house: House, about: About, remedy: Remedy, step: Again | Stop
) -> None:
    if remedy not in ("slow_account", "slow_number", "slow_person", "pause"):
        return
    account = await account_queries.speaking_for(session, about.channel, about.account_id)
    if account is None or not isinstance(step, Again):
        return
    now = house.clock.now()
    until = now + timedelta(seconds=step.seconds)
    match remedy:
        case "slow_account":
            account.slow_until = max(account.slow_until or until, until)
        case "slow_number":
            account.pace, account.pace_at = pacing.lowered(pace_of(house, account, now)), now
        case "slow_person":
            await deliveries.hold_person(session, person_key(account, about.to), until, now)
        case _:
            await _pause(session, house, account, about, step)


async def _pause(
    session: AsyncSession, house: House, account: ChannelAccount, about: About, step: Again
) -> None:
    now = house.clock.now()
    until = now + timedelta(seconds=step.seconds)
    account.paused_until = max(account.paused_until or until, until)
    alert = RaiseAlert(
        type="number_at_risk",
        severity="high",
        message=_AT_RISK,
        cause=f"number_at_risk:{account.id}",
    )
    await raise_alert(session, house.keys, now, alert, about.conversation_id)


async def _for_person(
    session: AsyncSession, house: House, about: About, remedy: Remedy, error: DeliveryError
) -> None:
    now = house.clock.now()
    if remedy == "no_marketing":
        session.add(
            Consent(
                contact_id=about.contact_id,
                channel=about.channel,
                scope="marketing",
                granted=False,
                evidence=str(error),
                message_id=about.message_id,
            )
        )
        return
    if remedy not in ("unreachable", "not_today"):
        return
    identity = await session.get(ContactIdentity, about.identity_id)
    if identity is None:
        return
    if remedy == "unreachable":
        identity.unreachable_at = now
    else:
        identity.not_before = now + NOT_TODAY


def not_delivered(
    channel: str, conversation_id: str, code: str | None, why: str, remedy: Remedy = "final"
) -> RaiseAlert:
    """One alert for each of the platform's error codes; without a code, one a conversation."""
    return RaiseAlert(
        type="message_failed",
        severity="medium",
        message=f"{channel}: {why}",
        cause=f"message_failed:{channel}:{code}" if code else f"message_failed:{conversation_id}",
        data={"remedy": remedy} | ({"code": code} if code else {}),
    )
