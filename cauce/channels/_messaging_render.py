"""A message of ours as Messenger and Instagram want it."""

from typing import Any

from cauce.channels._messaging import OUR_MARK
from cauce.channels.said import carried
from cauce.core.actions import SendMessage
from cauce.core.channel import ChannelInfo

Body = dict[str, Any]


def render(channel: ChannelInfo, message: SendMessage, to: str) -> Body:
    """Raises ValueError when the text is too long: a message is never cut behind one's back."""
    if not channel.fits(message.text):
        raise ValueError(f"the text is longer than {channel.max_text}")
    content: Body = {"text": message.text, "metadata": OUR_MARK}
    if message.quick_replies:
        content["quick_replies"] = [
            {
                "content_type": "text",
                "title": reply.title[: channel.button_title],
                "payload": carried(reply, channel.button_data),
            }
            for reply in message.quick_replies[: channel.buttons]
        ]
    return {"recipient": {"id": to}, "messaging_type": "RESPONSE", "message": content}
