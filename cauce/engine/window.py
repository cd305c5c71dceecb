"""Until when a conversation may be written in freely, by what is kept of it."""

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.channels import CHANNELS
from cauce.core.reply_window import By, Heard, Window, window_of
from cauce.store.models import ChannelAccount, Conversation
from cauce.store.queries import accounts

# The switch of an account that the platform approved to answer by people for longer.
HUMAN_AGENT = "human_agent"


def window_in(thread: Conversation, by: By, account: ChannelAccount | None = None) -> Window:
    """`account` is the one the conversation goes out through; only people need it."""
    longer = account is not None and account.settings.get(HUMAN_AGENT) is True
    heard = Heard(thread.wrote_at, thread.by_ad_at, human_agent=longer)
    return window_of(CHANNELS[thread.channel], heard, by)


async def window_for_people(session: AsyncSession, thread: Conversation) -> Window:
    """As `window_in`; asks for the account where there is a window at all."""
    if CHANNELS[thread.channel].window_hours is None:
        return window_in(thread, "person")
    account = await accounts.speaking_for(session, thread.channel, thread.account_id)
    return window_in(thread, "person", account)
