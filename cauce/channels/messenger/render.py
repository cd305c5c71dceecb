"""A message of ours as the body of a request to Messenger."""

from cauce.channels import _messaging_render
from cauce.channels._messaging_render import Body
from cauce.channels.messenger import CHANNEL
from cauce.core.actions import SendMessage
from cauce.core.delivery import Cards, OutFile


def render(message: SendMessage, to: str, key: str = "") -> Body:
    """`to` is the person's id there. Raises ValueError when the text is too long."""
    return _messaging_render.render(CHANNEL, message, to, key)


def render_cards(cards: Cards, to: str, key: str = "") -> Body:
    return _messaging_render.render_cards(CHANNEL, cards, to, key)


def render_file(file: OutFile, to: str, key: str = "") -> Body:
    """Raises ValueError for a file that has no address."""
    return _messaging_render.render_file(CHANNEL, file, to, key)
