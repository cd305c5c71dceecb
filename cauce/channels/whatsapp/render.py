"""A message of ours as the body of a WhatsApp request."""

from typing import Any, Final

from cauce.channels.said import carried
from cauce.channels.whatsapp import CHANNEL
from cauce.core.actions import SendMessage
from cauce.core.dialogue import QuickReply
from cauce.core.labels import Language

Body = dict[str, Any]
# Buttons hang under a shorter text than a plain one may be; more than three make a list.
MAX_TEXT_WITH_BUTTONS: Final = 1024
MAX_BUTTONS: Final = 3
MAX_ROW_DATA: Final = 200
_CHOOSE: Final[dict[Language, str]] = {
    "es": "Ver opciones",
    "en": "See options",
    "pt": "Ver opções",
}


def render(message: SendMessage, to: str, key: str = "") -> Body:
    """`to` is a phone or a user id; `key` comes back with every status of the message.

    Raises ValueError when the text is too long: a message is never cut behind one's back.
    """
    if not CHANNEL.fits(message.text):
        raise ValueError(f"the text is longer than {CHANNEL.max_text}")
    body: Body = {"messaging_product": "whatsapp", "recipient_type": "individual"}
    digits = to.removeprefix("+")
    body |= {"to": digits} if digits.isdigit() else {"recipient": to}
    if key:
        body["biz_opaque_callback_data"] = key
    replies = message.quick_replies[: CHANNEL.buttons]
    if not replies or len(message.text) > MAX_TEXT_WITH_BUTTONS:
        return body | {"type": "text", "text": {"body": message.text, "preview_url": False}}
    choices = _buttons(replies) if len(replies) <= MAX_BUTTONS else _rows(replies, message.language)
    return body | {
        "type": "interactive",
        "interactive": {"body": {"text": message.text}, **choices},
    }


def _buttons(replies: tuple[QuickReply, ...]) -> Body:
    shown = [{"id": carried(one, CHANNEL.button_data), "title": _title(one)} for one in replies]
    buttons = [{"type": "reply", "reply": button} for button in shown]
    return {"type": "button", "action": {"buttons": buttons}}


def _rows(replies: tuple[QuickReply, ...], language: Language) -> Body:
    rows = [{"id": carried(reply, MAX_ROW_DATA), "title": _title(reply)} for reply in replies]
    sections = [{"title": _CHOOSE[language], "rows": rows}]
    return {"type": "list", "action": {"button": _CHOOSE[language], "sections": sections}}


def _title(reply: QuickReply) -> str:
    return reply.title[: CHANNEL.button_title]
