"""Messenger's messaging API, one method an endpoint."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from cauce.channels import _graph, _messaging_client
from cauce.channels._messaging_render import by_person
from cauce.channels.messenger.render import render, render_cards, render_file
from cauce.core.actions import SendMessage
from cauce.core.delivery import Cards, OutFile, OutTemplate, Sent
from cauce.errors import Rejected


@dataclass(frozen=True, slots=True)
class MessengerClient:
    """Speaks for one page of the business; `as_person` when a person answers late."""

    http: httpx.AsyncClient
    token: str = field(repr=False)
    page_id: str
    base: str = f"{_graph.FACEBOOK}/{_graph.DEFAULT_VERSION}"
    as_person: bool = False

    async def send_message(self, to: str, message: SendMessage, key: str) -> Sent:
        """What Meta calls it. `key` comes back in its echo, should the answer be lost."""
        try:
            body = render(message, to, key)
        except ValueError as error:
            raise Rejected(f"Messenger would refuse it: {error}.") from error
        return await self.send_body(body)

    async def send_cards(self, to: str, cards: Cards, key: str) -> Sent:
        return await self.send_body(render_cards(cards, to, key))

    async def send_file(self, to: str, file: OutFile, key: str) -> Sent:
        """A file that Meta fetches from us while it takes the message."""
        try:
            body = render_file(file, to, key)
        except ValueError as error:
            raise Rejected(f"Messenger would refuse it: {error}.") from error
        return await self.send_body(body)

    async def send_template(self, to: str, template: OutTemplate, key: str) -> Sent:
        raise Rejected("Messenger knows no templates.")

    async def send_body(self, body: dict[str, Any]) -> Sent:
        """Any message, as it was rendered. Raises the DeliveryError tree."""
        body = by_person(body) if self.as_person else body
        return await _messaging_client.send(self.http, self._messages, self.token, body)

    async def attend(self, to: str, message_id: str, *, typing: bool = True) -> None:
        """They see that it was read and, for some 20 s, that somebody types."""
        await _messaging_client.attend(self.http, self._messages, self.token, to, typing=typing)

    @property
    def _messages(self) -> str:
        return f"{self.base}/{self.page_id}/messages"
