"""WhatsApp's Cloud API, one method an endpoint."""

from dataclasses import dataclass, field

import httpx

from cauce.channels import _graph
from cauce.channels.whatsapp.render import render
from cauce.core.actions import SendMessage
from cauce.errors import OutcomeUnknown, Rejected


@dataclass(frozen=True, slots=True)
class WhatsAppClient:
    """Speaks for one phone number of the business."""

    http: httpx.AsyncClient
    token: str = field(repr=False)
    phone_number_id: str
    base: str = f"{_graph.FACEBOOK}/{_graph.DEFAULT_VERSION}"

    async def send_message(self, to: str, message: SendMessage, key: str) -> str:
        """Meta's id of the message. `key` comes back in its statuses, should the answer be lost."""
        try:
            body = render(message, to, key)
        except ValueError as error:
            raise Rejected(f"WhatsApp would refuse it: {error}.") from error
        told = await _graph.post(
            self.http, f"{self.base}/{self.phone_number_id}/messages", self.token, body
        )
        for sent in told.get("messages") or ():
            if isinstance(sent, dict) and isinstance(sent.get("id"), str):
                return str(sent["id"])
        raise OutcomeUnknown("WhatsApp took the message without saying which one it is.")
