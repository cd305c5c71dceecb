"""Whether WhatsApp takes a message at all: what must be there, and how long it may be."""

from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn

from cauce.sandbox.graph_error import GraphError

Body = Mapping[str, Any]
MAX_TEXT: Final = 4096
MAX_BODY: Final = 1024
MAX_LIST_BODY: Final = 4096
MAX_SMALL: Final = 60
MAX_CAPTION: Final = 1024
MAX_ROWS: Final = 10
MAX_SECTIONS: Final = 10
MEDIA: Final = ("image", "video", "audio", "document", "sticker")
CAPTIONED: Final = ("image", "video", "document")


def missing(name: str) -> NoReturn:
    raise GraphError(131008, f"The parameter {name} is required.")


def wrong(details: str) -> NoReturn:
    raise GraphError(131009, details)


def part(body: Body, name: str, within: str = "") -> Body:
    """The object called so. Raises GraphError when it is not there."""
    found = body.get(name)
    if not isinstance(found, Mapping):
        missing(f"{within}{name}")
    return found


def words(body: Body, name: str, most: int, within: str = "", *, least: int = 1) -> str:
    """The text called so, of a length WhatsApp takes."""
    found = body.get(name)
    if found is None and least > 0:
        missing(f"{within}{name}")
    if found is None:
        return ""
    if not isinstance(found, str):
        wrong(f"{within}{name} must be a text.")
    if not least <= len(found) <= most:
        wrong(f"{within}{name} has {len(found)} characters; {least} to {most} are allowed.")
    return found


def check(message: Body) -> str:
    """The type of the message when everything about it is in order. Raises GraphError."""
    kind = message.get("type", "text")
    if not isinstance(kind, str) or kind not in CHECKS:
        raise GraphError(131051, f"There is no message of the type {kind!r}.")
    if message.get("recipient_type", "individual") not in ("individual", "group"):
        raise GraphError(100, "recipient_type is individual or group.")
    context = message.get("context")
    if context is not None:
        words(part(message, "context"), "message_id", 512, "context.")
    opaque = message.get("biz_opaque_callback_data")
    if opaque is not None and (not isinstance(opaque, str) or len(opaque) > 512):
        wrong("biz_opaque_callback_data has at most 512 characters.")
    CHECKS[kind](message)
    return kind


def _text(message: Body) -> None:
    words(part(message, "text"), "body", MAX_TEXT, "text.")


def _media(kind: str) -> Callable[[Body], None]:
    def check_media(message: Body) -> None:
        given = part(message, kind)
        link = given.get("link")
        if not given.get("id") and not link:
            missing(f"{kind}.id or {kind}.link")
        if link and not str(link).startswith(("http://", "https://")):
            wrong(f"{kind}.link is no address.")
        if "caption" in given and kind not in CAPTIONED:
            wrong(f"{kind} has no caption.")
        if kind in CAPTIONED:
            words(given, "caption", MAX_CAPTION, f"{kind}.", least=0)

    return check_media


def _location(message: Body) -> None:
    place = part(message, "location")
    for name, most in (("latitude", 90), ("longitude", 180)):
        try:
            value = float(place[name])
        except KeyError:
            missing(f"location.{name}")
        except (TypeError, ValueError):
            wrong(f"location.{name} must be a number.")
        if abs(value) > most:
            wrong(f"location.{name} is out of range.")


def _contacts(message: Body) -> None:
    shared = message.get("contacts")
    if not isinstance(shared, list) or not shared:
        missing("contacts")
    for one in shared:
        if not isinstance(one, Mapping):
            wrong("contacts must be objects.")
        words(part(one, "name", "contacts."), "formatted_name", 512, "contacts.name.")


def _reaction(message: Body) -> None:
    given = part(message, "reaction")
    words(given, "message_id", 512, "reaction.")
    words(given, "emoji", 16, "reaction.", least=0)


def _template(message: Body) -> None:
    given = part(message, "template")
    words(given, "name", 512, "template.")
    words(part(given, "language", "template."), "code", 10, "template.language.")


def _interactive(message: Body) -> None:
    given = part(message, "interactive")
    kind = given.get("type")
    check_kind = INTERACTIVE.get(str(kind))
    if check_kind is None:
        wrong(f"There is no interactive message of the type {kind!r}.")
    header = given.get("header")
    if header is not None:
        _header(part(given, "header", "interactive."), str(kind))
    if given.get("footer") is not None:
        words(part(given, "footer"), "text", MAX_SMALL, "interactive.footer.")
    if kind not in ("product",):
        most = MAX_LIST_BODY if kind == "list" else MAX_BODY
        words(part(given, "body", "interactive."), "text", most, "interactive.body.")
    check_kind(part(given, "action", "interactive."))


def _header(header: Body, kind: str) -> None:
    shape = header.get("type")
    if shape == "text":
        words(header, "text", MAX_SMALL, "interactive.header.")
    elif shape in ("image", "video", "document") and kind in ("button", "cta_url", "flow"):
        _media(str(shape))(header)
    else:
        wrong(f"interactive.header cannot be of the type {shape!r} here.")


def _buttons(action: Body) -> None:
    buttons = action.get("buttons")
    if not isinstance(buttons, list) or not buttons:
        missing("interactive.action.buttons")
    if len(buttons) > 3:
        wrong(f"There are {len(buttons)} buttons; three are the most.")
    replies = []
    for button in buttons:
        if not isinstance(button, Mapping) or button.get("type") != "reply":
            wrong("A button must be of the type reply.")
        reply = part(button, "reply", "interactive.action.buttons.")
        title = words(reply, "title", 20, "button.")
        replies.append((words(reply, "id", 256, "button."), title))
    _different([name for name, _ in replies], "button ids")
    _different([title for _, title in replies], "button titles")


def _list(action: Body) -> None:
    words(action, "button", 20, "interactive.action.")
    sections = action.get("sections")
    if not isinstance(sections, list) or not sections:
        missing("interactive.action.sections")
    if len(sections) > MAX_SECTIONS:
        wrong(f"There are {len(sections)} sections; {MAX_SECTIONS} are the most.")
    ids: list[str] = []
    for section in sections:
        if not isinstance(section, Mapping):
            wrong("A section must be an object.")
        words(section, "title", 24, "section.", least=1 if len(sections) > 1 else 0)
        rows = section.get("rows")
        if not isinstance(rows, list) or not rows:
            missing("interactive.action.sections.rows")
        for row in rows:
            if not isinstance(row, Mapping):
                wrong("A row must be an object.")
            words(row, "title", 24, "row.")
            words(row, "description", 72, "row.", least=0)
            ids.append(words(row, "id", 200, "row."))
    if len(ids) > MAX_ROWS:
        wrong(f"There are {len(ids)} rows; {MAX_ROWS} are the most.")
    _different(ids, "row ids")


def _url(action: Body) -> None:
    given = part(action, "parameters", "interactive.action.")
    words(given, "display_text", 20, "interactive.action.parameters.")
    url = words(given, "url", 2000, "interactive.action.parameters.")
    if not url.startswith(("http://", "https://")):
        wrong("interactive.action.parameters.url is no address.")


def _named(name: str) -> Callable[[Body], None]:
    def check_action(action: Body) -> None:
        if action.get("name") != name:
            wrong(f"interactive.action.name must be {name}.")

    return check_action


def _product(action: Body) -> None:
    words(action, "catalog_id", 256, "interactive.action.")
    if not action.get("product_retailer_id") and not action.get("sections"):
        missing("interactive.action.product_retailer_id")


def _different(values: list[str], what: str) -> None:
    if len(set(values)) != len(values):
        wrong(f"The {what} must differ from each other.")


INTERACTIVE: Final[Mapping[str, Callable[[Body], None]]] = {
    "button": _buttons,
    "list": _list,
    "cta_url": _url,
    "location_request_message": _named("send_location"),
    "catalog_message": _named("catalog_message"),
    "flow": _named("flow"),
    "product": _product,
    "product_list": _product,
}
CHECKS: Final[Mapping[str, Callable[[Body], None]]] = {
    "text": _text,
    **{kind: _media(kind) for kind in MEDIA},
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "template": _template,
    "interactive": _interactive,
}
