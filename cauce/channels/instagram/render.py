"""A message of ours as the body of a Instagram request."""

from cauce.channels import _messaging_render
from cauce.channels._messaging_render import Body
from cauce.channels.instagram import CHANNEL
from cauce.core.actions import SendMessage


def render(message: SendMessage, to: str) -> Body:
    """`to` is the person's id on this page. Raises ValueError when the text is too long."""
    return _messaging_render.render(CHANNEL, message, to)
