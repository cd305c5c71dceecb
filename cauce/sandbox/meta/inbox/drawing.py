"""A message of the business as a phone with Messenger or Instagram draws it."""

from collections.abc import Mapping
from typing import Any

Drawn = dict[str, Any]


def drawn(message: Mapping[str, Any]) -> Drawn:
    """`message` has been checked."""
    done: Drawn = {"text": message.get("text", "")}
    attachment = message.get("attachment")
    if attachment is not None:
        done |= _attachment(attachment)
    quick = [
        {"kind": "quick_reply", "title": one.get("title", ""), "payload": one.get("payload", "")}
        for one in message.get("quick_replies") or ()
        if one["content_type"] == "text"
    ]
    return done | ({"quick_replies": quick} if quick else {})


def _attachment(attachment: Mapping[str, Any]) -> Drawn:
    payload = attachment["payload"]
    if attachment["type"] != "template":
        return {"media": {"kind": attachment["type"], "link": payload.get("url", "")}}
    if payload["template_type"] == "button":
        return {"text": payload["text"], "buttons": [_button(one) for one in payload["buttons"]]}
    return {"cards": [_card(one) for one in payload["elements"]]}


def _card(element: Mapping[str, Any]) -> Drawn:
    return {
        "title": element["title"],
        "subtitle": element.get("subtitle", ""),
        "image": element.get("image_url", ""),
        "buttons": [_button(one) for one in element.get("buttons") or ()],
    }


def _button(button: Mapping[str, Any]) -> Drawn:
    if button["type"] == "web_url":
        return {"kind": "url", "title": button["title"], "url": button["url"]}
    kind = "postback" if button["type"] == "postback" else "phone"
    return {"kind": kind, "title": button["title"], "payload": button["payload"]}
