"""The switch of an account that its platform lets answer by people for a week instead of a day."""

from cauce.channels import CHANNELS
from cauce.engine.house import House
from cauce.engine.window import HUMAN_AGENT
from cauce.errors import BadInput, NotFound
from cauce.store.models import ChannelAccount
from cauce.store.queries.audit import note


async def allow(house: House, user_id: str | None, account_id: str, *, allowed: bool) -> None:
    """Switches it; Meta refuses what is sent late while it has not approved the account.

    Raises NotFound, and BadInput for a channel that knows no such thing.
    """
    async with house.store.writing() as session:
        row = await session.get(ChannelAccount, account_id, with_for_update=True)
        if row is None:
            raise NotFound("There is no such connection.")
        if CHANNELS[row.channel].person_window_hours is None:
            raise BadInput("Only Messenger and Instagram know this.", "human_agent")
        before = {HUMAN_AGENT: row.settings.get(HUMAN_AGENT) is True}
        after = {HUMAN_AGENT: allowed}
        if before != after:
            row.settings = {**row.settings, **after}
            note(session, user_id, "channel.human_agent", row.id, before=before, after=after)
