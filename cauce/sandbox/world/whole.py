"""The platforms' side of things: accounts, customers, templates, files, comments and posts."""

from collections import deque
from datetime import datetime, timedelta

from cauce.core.keys import Keys
from cauce.sandbox.moving_clock import MovingClock
from cauce.sandbox.world.accounts import INSTAGRAM_ID, NUMBER_ID, PAGE_ID, standing
from cauce.sandbox.world.comments import Comment
from cauce.sandbox.world.media import MediaStore, number
from cauce.sandbox.world.numbers import line
from cauce.sandbox.world.people import Channel, Customer, Shown
from cauce.sandbox.world.posts import Container, Post
from cauce.sandbox.world.templates import Template, starters

_SECOND = timedelta(seconds=1)


class World:
    """All of it; `reset` puts it back to the first day."""

    def __init__(self, keys: Keys, clock: MovingClock) -> None:
        self._keys = keys
        self._clock = clock
        self.media = MediaStore(keys)
        self.reset()

    def reset(self) -> None:
        self.accounts = standing(self._clock.now())
        self.customers: dict[str, Customer] = {}
        self.templates: dict[str, Template] = {one.id: one for one in starters(self._keys)}
        self.deleted_templates: dict[str, datetime] = {}
        self.comments: dict[str, Comment] = {}
        self.containers: dict[str, Container] = {}
        self.posts: dict[str, Post] = {}
        self.sent_at: deque[datetime] = deque()
        self.media.forget()

    def new_customer(
        self,
        channel: Channel,
        name: str,
        address: str | None = None,
        username: str | None = None,
        *,
        with_user_id: bool = True,
    ) -> Customer:
        """Somebody with a phone. Without `address` they get one."""
        if address is None:
            address = (
                f"5076{number(self._keys, 7)}" if channel == "whatsapp" else number(self._keys, 17)
            )
        made = Customer(self._keys.new("cust"), channel, address, name, username)
        if channel == "whatsapp" and with_user_id:
            made.user_id = self.new_user_id()
        self.customers[made.id] = made
        return made

    def new_user_id(self) -> str:
        return f"PA.{number(self._keys, 16)}"

    def of_channel(self, channel: Channel) -> list[Customer]:
        return [one for one in self.customers.values() if one.channel == channel]

    def reachable_as(self, channel: Channel, address: str) -> Customer | None:
        """Whoever has this phone, scoped id or user id there."""
        same = line if channel == "whatsapp" else str
        for one in self.of_channel(channel):
            if address == one.user_id or same(address) == same(one.address):
                return one
        return None

    def message(self, channel: Channel, message_id: str) -> tuple[Customer, Shown] | None:
        for one in self.of_channel(channel):
            shown = one.find(message_id)
            if shown is not None:
                return one, shown
        return None

    def message_id(self, channel: Channel) -> str:
        if channel == "whatsapp":
            return f"wamid.HBgL{self._keys.token(16).upper()}"
        return f"m_{self._keys.token(20)}" if channel == "messenger" else self._instagram_id()

    def _instagram_id(self) -> str:
        return f"aWdfZAG1{self._keys.token(24)}"

    def number_id(self) -> str:
        return number(self._keys)

    def busy(self, now: datetime, per_second: int) -> bool:
        """Whether the number has sent all it may in this second; else counts one more."""
        while self.sent_at and now - self.sent_at[0] >= _SECOND:
            self.sent_at.popleft()
        if len(self.sent_at) >= per_second:
            return True
        self.sent_at.append(now)
        return False


def account_of(channel: Channel) -> str:
    """The id of ours that customers of this channel write to."""
    return {"whatsapp": NUMBER_ID, "messenger": PAGE_ID, "instagram": INSTAGRAM_ID}[channel]
