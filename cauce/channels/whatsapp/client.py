"""WhatsApp's Cloud API, one method an endpoint."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from cauce.channels import _graph
from cauce.channels.whatsapp.render import render, render_cards, render_file, render_template
from cauce.core.actions import SendMessage
from cauce.core.delivery import Cards, OutFile, OutTemplate, Sent
from cauce.errors import OutcomeUnknown, Rejected


@dataclass(frozen=True, slots=True)
class WhatsAppClient:
    """Speaks for one phone number of the business."""

    http: httpx.AsyncClient
    token: str = field(repr=False)
    phone_number_id: str
    base: str = f"{_graph.FACEBOOK}/{_graph.DEFAULT_VERSION}"

    async def send_message(self, to: str, message: SendMessage, key: str) -> Sent:
        """What Meta calls it. `key` comes back in its statuses, should the answer be lost."""
        try:
            body = render(message, to, key)
        except ValueError as error:
            raise Rejected(f"WhatsApp would refuse it: {error}.") from error
        return await self.send_body(body)

    async def send_cards(self, to: str, cards: Cards, key: str) -> Sent:
        """Products of the catalogue the number is connected with."""
        try:
            body = render_cards(cards, to, key)
        except ValueError as error:
            raise Rejected(f"WhatsApp would refuse it: {error}.") from error
        return await self.send_body(body)

    async def send_file(self, to: str, file: OutFile, key: str) -> Sent:
        """A file that was uploaded before."""
        try:
            body = render_file(file, to, key)
        except ValueError as error:
            raise Rejected(f"WhatsApp would refuse it: {error}.") from error
        return await self.send_body(body)

    async def send_template(self, to: str, template: OutTemplate, key: str) -> Sent:
        """A message that was approved before; it may open a conversation that is closed."""
        return await self.send_body(render_template(template, to, key))

    async def send_body(self, body: dict[str, Any]) -> Sent:
        """Any message, as it was rendered. Raises the DeliveryError tree."""
        answer = await _graph.send(self.http, self._messages, self.token, body)
        for sent in answer.told.get("messages") or ():
            if isinstance(sent, dict) and isinstance(sent.get("id"), str):
                return Sent(sent["id"], accepted=True, strain=answer.strain, rest=answer.rest)
        raise OutcomeUnknown("WhatsApp took the message without saying which one it is.")

    async def attend(self, to: str, message_id: str, *, typing: bool = True) -> None:
        """Blue ticks up to this message of theirs, and the dots of somebody typing for 25 s."""
        body: dict[str, Any] = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": message_id,
        }
        if typing:
            body["typing_indicator"] = {"type": "text"}
        await _graph.send(self.http, self._messages, self.token, body)

    @property
    def _messages(self) -> str:
        return f"{self.base}/{self.phone_number_id}/messages"
