"""A message of the business as its recipient's phone draws it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from cauce.sandbox.meta.whatsapp.checks import MEDIA

Drawn = dict[str, Any]


def drawn(kind: str, message: Mapping[str, Any]) -> Drawn:
    """`message` has been checked."""
    if kind in MEDIA:
        given = message[kind]
        return {
            "media": {"kind": kind, **given},
            "text": given.get("caption", ""),
        }
    return DRAWERS[kind](message)


def _text(message: Mapping[str, Any]) -> Drawn:
    return {"text": message["text"]["body"]}


def _location(message: Mapping[str, Any]) -> Drawn:
    return {"location": dict(message["location"])}


def _contacts(message: Mapping[str, Any]) -> Drawn:
    return {"contacts": list(message["contacts"])}


def _reaction(message: Mapping[str, Any]) -> Drawn:
    given = message["reaction"]
    return {"message": given["message_id"], "emoji": given.get("emoji", "")}


def _interactive(message: Mapping[str, Any]) -> Drawn:
    given = message["interactive"]
    action = given["action"]
    header = given.get("header") or {}
    done: Drawn = {"text": given.get("body", {}).get("text", ""), "buttons": []}
    if header.get("type") == "text":
        done["header"] = header["text"]
    elif header:
        done["header_media"] = {"kind": header["type"], **header[header["type"]]}
    if given.get("footer"):
        done["footer"] = given["footer"]["text"]
    if given["type"] == "button":
        done["buttons"] = [
            {"kind": "reply", "id": one["reply"]["id"], "title": one["reply"]["title"]}
            for one in action["buttons"]
        ]
    elif given["type"] == "list":
        done["list"] = {"button": action["button"], "sections": action["sections"]}
    elif given["type"] == "cta_url":
        shown = action["parameters"]
        done["buttons"] = [{"kind": "url", "title": shown["display_text"], "url": shown["url"]}]
    elif given["type"] == "location_request_message":
        done["buttons"] = [{"kind": "send_location", "title": "Enviar ubicación"}]
    else:
        done["buttons"] = [{"kind": given["type"], "title": given["type"]}]
    return done


DRAWERS: Final[Mapping[str, Callable[[Mapping[str, Any]], Drawn]]] = {
    "text": _text,
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "interactive": _interactive,
}
