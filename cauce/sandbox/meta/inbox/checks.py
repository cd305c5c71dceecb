"""Whether Messenger or Instagram takes a message: its parts, and how long they may be."""

from collections.abc import Mapping
from typing import Any, Final

from cauce.sandbox.graph_error import GraphError
from cauce.sandbox.world.people import Channel

Body = Mapping[str, Any]
ACTIONS: Final = ("typing_on", "typing_off", "mark_seen", "react", "unreact")
ATTACHMENTS: Final = ("image", "audio", "video", "file", "template")
KINDS_OF_MESSAGE: Final = ("RESPONSE", "UPDATE", "MESSAGE_TAG")
MAX_QUICK: Final = 13
MAX_QUICK_TITLE: Final = 20
MAX_PAYLOAD: Final = 1000
MAX_ELEMENTS: Final = 10
MAX_ELEMENT_TEXT: Final = 80
MAX_BUTTONS: Final = 3
MAX_BUTTON_TEMPLATE: Final = 640


def refuse(details: str) -> GraphError:
    return GraphError(100, details)


def check_action(body: Body) -> str:
    action = str(body["sender_action"])
    if action not in ACTIONS:
        raise refuse(f"There is no sender_action {action}.")
    return action


def check(channel: Channel, body: Body) -> Body:
    """The message when everything about it is in order. Raises GraphError."""
    message = body.get("message")
    if not isinstance(message, Mapping):
        raise refuse("The parameter message is required.")
    if body.get("messaging_type", "RESPONSE") not in KINDS_OF_MESSAGE:
        raise refuse(f"messaging_type is none of {', '.join(KINDS_OF_MESSAGE)}.")
    text, attachment = message.get("text"), message.get("attachment")
    if (text is None) == (attachment is None):
        raise refuse("A message has either a text or an attachment.")
    if text is not None:
        _text(channel, text)
    else:
        _attachment(attachment)
    _quick_replies(message.get("quick_replies") or ())
    metadata = message.get("metadata", "")
    if not isinstance(metadata, str) or len(metadata) > MAX_PAYLOAD:
        raise refuse(f"metadata is a text of at most {MAX_PAYLOAD} characters.")
    return message


def _text(channel: Channel, text: Any) -> None:
    if not isinstance(text, str) or not text.strip():
        raise refuse("text must not be empty.")
    if channel == "messenger" and len(text) > 2000:
        raise refuse("text has more than 2000 characters.")
    if channel == "instagram" and len(text.encode()) > 1000:
        raise refuse("text has more than 1000 bytes.")


def _quick_replies(replies: Any) -> None:
    if not isinstance(replies, list | tuple) or len(replies) > MAX_QUICK:
        raise refuse(f"quick_replies is a list of at most {MAX_QUICK}.")
    for one in replies:
        if not isinstance(one, Mapping):
            raise refuse("A quick reply is an object.")
        if one.get("content_type") not in ("text", "user_phone_number", "user_email"):
            raise refuse("A quick reply's content_type is text, user_phone_number or user_email.")
        if one["content_type"] == "text":
            _short(one.get("title"), MAX_QUICK_TITLE, "quick_replies.title")
            _short(one.get("payload"), MAX_PAYLOAD, "quick_replies.payload")


def _attachment(attachment: Any) -> None:
    if not isinstance(attachment, Mapping) or attachment.get("type") not in ATTACHMENTS:
        raise refuse(f"attachment.type is none of {', '.join(ATTACHMENTS)}.")
    payload = attachment.get("payload")
    if not isinstance(payload, Mapping):
        raise refuse("attachment.payload is required.")
    if attachment["type"] == "template":
        _template(payload)
    elif not payload.get("url") and not payload.get("attachment_id"):
        raise refuse("attachment.payload needs url or attachment_id.")


def _template(payload: Body) -> None:
    kind = payload.get("template_type")
    if kind == "button":
        _short(payload.get("text"), MAX_BUTTON_TEMPLATE, "payload.text")
        _buttons(payload.get("buttons"), least=1)
        return
    if kind != "generic":
        raise refuse(f"There is no template_type {kind!r}.")
    elements = payload.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= MAX_ELEMENTS:
        raise refuse(f"elements has one to {MAX_ELEMENTS} cards.")
    for one in elements:
        if not isinstance(one, Mapping):
            raise refuse("A card is an object.")
        _short(one.get("title"), MAX_ELEMENT_TEXT, "elements.title")
        if one.get("subtitle"):
            _short(one["subtitle"], MAX_ELEMENT_TEXT, "elements.subtitle")
        _buttons(one.get("buttons") or [], least=0)


def _buttons(buttons: Any, *, least: int) -> None:
    if not isinstance(buttons, list) or not least <= len(buttons) <= MAX_BUTTONS:
        raise refuse(f"There may be {least} to {MAX_BUTTONS} buttons.")
    for one in buttons:
        if not isinstance(one, Mapping):
            raise refuse("A button is an object.")
        _short(one.get("title"), MAX_QUICK_TITLE, "buttons.title")
        needs = {"postback": "payload", "web_url": "url", "phone_number": "payload"}
        wanted = needs.get(str(one.get("type")))
        if wanted is None or not one.get(wanted):
            raise refuse("A button is a postback with payload or a web_url with url.")


def _short(value: Any, most: int, name: str) -> None:
    if not isinstance(value, str) or not value or len(value) > most:
        raise refuse(f"{name} is a text of 1 to {most} characters.")
