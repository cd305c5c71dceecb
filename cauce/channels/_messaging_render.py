"""A message of ours as Messenger and Instagram want it."""

from typing import Any, Final

from cauce.channels._messaging_echo import mark
from cauce.channels.buttons import cut, titled
from cauce.channels.said import carried
from cauce.core.actions import SendMessage
from cauce.core.channel import ChannelInfo
from cauce.core.delivery import Cards, OutFile, ProductCard
from cauce.core.dialogue import QuickReply
from cauce.core.labels import Language

Body = dict[str, Any]
MAX_CARDS: Final = 10
MAX_CARD_TEXT: Final = 80
_WANT: Final[dict[Language, tuple[str, str]]] = {
    "es": ("Me interesa", "Me interesa: {name}"),
    "en": ("I want this", "I am interested in: {name}"),
    "pt": ("Tenho interesse", "Tenho interesse: {name}"),
}
_SEE: Final[dict[Language, str]] = {"es": "Ver", "en": "See", "pt": "Ver"}


def render(channel: ChannelInfo, message: SendMessage, to: str, key: str = "") -> Body:
    """`key` comes back with the echo of the message.

    Raises ValueError when the text is too long: a message is never cut behind one's back.
    """
    if not channel.fits(message.text):
        raise ValueError(f"the text is longer than {channel.max_text}")
    return _addressed(channel, {"text": message.text}, to, key, message.quick_replies)


def render_cards(channel: ChannelInfo, cards: Cards, to: str, key: str = "") -> Body:
    """Products side by side, each with what tapping it says."""
    elements = [_element(channel, one, cards.language) for one in cards.products[:MAX_CARDS]]
    payload = {"template_type": "generic", "elements": elements}
    shown = {"attachment": {"type": "template", "payload": payload}}
    return _addressed(channel, shown, to, key, cards.quick_replies)


def render_file(channel: ChannelInfo, file: OutFile, to: str, key: str = "") -> Body:
    """A file the platform fetches from us. Raises ValueError without an address to fetch it at."""
    if not file.link:
        raise ValueError("the file has no address")
    kind = "file" if file.kind == "document" else file.kind
    shown = {"attachment": {"type": kind, "payload": {"url": file.link}}}
    return _addressed(channel, shown, to, key, ())


def by_person(body: Body) -> Body:
    """The same as the answer of a person, which may come later than one of a machine."""
    return body | {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}


def _addressed(
    channel: ChannelInfo, content: Body, to: str, key: str, replies: tuple[QuickReply, ...]
) -> Body:
    content["metadata"] = mark(key)
    if replies:
        content["quick_replies"] = [
            {
                "content_type": "text",
                "title": title,
                "payload": carried(reply, channel.button_data),
            }
            for title, reply in titled(replies[: channel.buttons], channel.button_title)
        ]
    return {"recipient": {"id": to}, "messaging_type": "RESPONSE", "message": content}


def _element(channel: ChannelInfo, product: ProductCard, language: Language) -> Body:
    title, says = _WANT[language]
    wants = QuickReply(title, says.format(name=product.name))
    buttons: list[Body] = [
        {"type": "postback", "title": title, "payload": carried(wants, channel.button_data)}
    ]
    element: Body = {
        "title": cut(product.name, MAX_CARD_TEXT),
        "subtitle": cut(product.price, MAX_CARD_TEXT),
        "buttons": buttons,
    }
    if product.link is not None:
        buttons.append({"type": "web_url", "title": _SEE[language], "url": product.link})
    if product.image is not None:
        element["image_url"] = product.image
    return element
