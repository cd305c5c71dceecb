"""One answer as the messages a channel sends for it, each once and in this order."""

from dataclasses import replace
from typing import Final

from cauce.channels.splitting import split
from cauce.channels.wording import worded
from cauce.core.actions import SendMessage
from cauce.core.channel import ChannelInfo
from cauce.core.delivery import Cards, ProductCard

Piece = SendMessage | Cards
# A platform's own product list, and a row of pictures, hold no more.
MOST_CARDS: Final = 10


def plan(
    channel: ChannelInfo,
    message: SendMessage,
    products: tuple[ProductCard, ...] = (),
    catalog_id: str | None = None,
) -> tuple[Piece, ...]:
    """The pieces of the answer; buttons hang under what is shown last."""
    text = worded(channel.name, message.text)
    replies, rest = (
        message.quick_replies[: channel.buttons],
        message.quick_replies[channel.buttons :],
    )
    if rest:
        text = "\n".join((text, "", *(f"• {reply.title}" for reply in rest)))
    cards = _cards(channel, message, products, catalog_id)
    if cards is not None and channel.draws_cards:
        cards, replies = replace(cards, quick_replies=replies), ()
    elif cards is None and products:
        text = _told(text, products)
    texts = _texts(channel, text, with_buttons=bool(replies))
    pieces: list[Piece] = [replace(message, text=one, quick_replies=()) for one in texts[:-1]]
    pieces.append(replace(message, text=texts[-1], quick_replies=replies))
    return (*pieces, cards) if cards is not None else tuple(pieces)


def _cards(
    channel: ChannelInfo,
    message: SendMessage,
    products: tuple[ProductCard, ...],
    catalog_id: str | None,
) -> Cards | None:
    if not products or not (catalog_id or channel.draws_cards):
        return None
    shown = products[:MOST_CARDS]
    return Cards(shown, message.language, None if channel.draws_cards else catalog_id)


def _told(text: str, products: tuple[ProductCard, ...]) -> str:
    """Where nothing can be drawn: what the text does not say of the products, in words."""
    lines = [_line(text, product) for product in products]
    added = "\n".join(line for line in lines if line)
    return f"{text}\n\n{added}" if added else text


def _line(text: str, product: ProductCard) -> str:
    known = product.name in text and product.price in text
    link = product.link if product.link and product.link not in text else None
    if known:
        return f"{product.name}: {link}" if link else ""
    return "\n".join(filter(None, (f"• {product.name} — {product.price}", link)))


def _texts(channel: ChannelInfo, text: str, *, with_buttons: bool) -> tuple[str, ...]:
    """Buttons leave less room: what does not fit above them goes before, as it is."""
    pieces = split(text, channel.max_text, channel.measure) or ("",)
    room = channel.max_text_with_buttons
    if not with_buttons or room is None or channel.measure(pieces[-1]) <= room:
        return pieces
    small = split(pieces[-1], room, channel.measure)
    before = pieces[-1][: pieces[-1].rindex(small[-1])].rstrip()
    return (*pieces[:-1], before, small[-1])
