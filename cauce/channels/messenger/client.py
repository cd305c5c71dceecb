"""Messenger's messaging API, one method an endpoint."""

from dataclasses import dataclass, field

import httpx

from cauce.channels import _graph, _messaging_client
from cauce.channels.messenger.render import render
from cauce.core.actions import SendMessage
from cauce.errors import Rejected


@dataclass(frozen=True, slots=True)
class MessengerClient:
    """Speaks for one page of the business."""

    http: httpx.AsyncClient
    token: str = field(repr=False)
    page_id: str
    base: str = f"{_graph.FACEBOOK}/{_graph.DEFAULT_VERSION}"

    async def send_message(self, to: str, message: SendMessage, key: str) -> str:
        """Meta's id of the message. Meta keeps no `key`: a lost answer stays unknown."""
        try:
            body = render(message, to)
        except ValueError as error:
            raise Rejected(f"Messenger would refuse it: {error}.") from error
        url = f"{self.base}/{self.page_id}/messages"
        return await _messaging_client.send(self.http, url, self.token, body)
