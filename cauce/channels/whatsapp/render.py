"""A message of ours as the body of a WhatsApp request."""

from typing import Any, Final

from cauce.channels.buttons import cut, titled
from cauce.channels.said import carried
from cauce.channels.whatsapp import CHANNEL
from cauce.core.actions import SendMessage
from cauce.core.delivery import Cards, OutFile, OutTemplate
from cauce.core.dialogue import QuickReply
from cauce.core.labels import Language

Body = dict[str, Any]
# Buttons hang under a shorter text than a plain one may be; more than three make a list.
MAX_TEXT_WITH_BUTTONS: Final = 1024
MAX_BUTTONS: Final = 3
MAX_ROW_TITLE: Final = 24
MAX_ROW_TEXT: Final = 72
MAX_ROW_DATA: Final = 200
_CHOOSE: Final[dict[Language, str]] = {
    "es": "Ver opciones",
    "en": "See options",
    "pt": "Ver opções",
}
_PRODUCTS: Final[dict[Language, str]] = {"es": "Productos", "en": "Products", "pt": "Produtos"}
_LOOK: Final[dict[Language, str]] = {
    "es": "Toque un producto para verlo.",
    "en": "Tap a product to see it.",
    "pt": "Toque em um produto para ver.",
}


def render(message: SendMessage, to: str, key: str = "") -> Body:
    """`to` is a phone or a user id; `key` comes back with every status of the message.

    Raises ValueError when the text is too long: a message is never cut behind one's back.
    """
    if not CHANNEL.fits(message.text):
        raise ValueError(f"the text is longer than {CHANNEL.max_text}")
    body = _addressed(to, key)
    replies = message.quick_replies[: CHANNEL.buttons]
    if not replies or len(message.text) > MAX_TEXT_WITH_BUTTONS:
        return body | {"type": "text", "text": {"body": message.text, "preview_url": False}}
    choices = _buttons(replies) if _fit_buttons(replies) else _rows(replies, message.language)
    return body | _interactive({"body": {"text": message.text}, **choices})


def render_cards(cards: Cards, to: str, key: str = "") -> Body:
    """Products out of the catalogue the platform knows. Raises ValueError without one."""
    if cards.catalog_id is None:
        raise ValueError("there is no catalogue to show products from")
    items = [{"product_retailer_id": one.sku} for one in cards.products]
    words = {"body": {"text": _LOOK[cards.language]}}
    if len(items) == 1:
        action: Body = {"catalog_id": cards.catalog_id, **items[0]}
        return _addressed(to, key) | _interactive({"type": "product", **words, "action": action})
    title = _PRODUCTS[cards.language]
    sections = [{"title": title, "product_items": items}]
    shown = {
        "type": "product_list",
        "header": {"type": "text", "text": title},
        **words,
        "action": {"catalog_id": cards.catalog_id, "sections": sections},
    }
    return _addressed(to, key) | _interactive(shown)


def render_file(file: OutFile, to: str, key: str = "") -> Body:
    """A file that was uploaded. Raises ValueError for one that was not, and a caption too long."""
    if not file.provider_id:
        raise ValueError("the file was not uploaded")
    if len(file.caption) > CHANNEL.max_caption:
        raise ValueError(f"the caption is longer than {CHANNEL.max_caption}")
    shown: Body = {"id": file.provider_id}
    if file.caption and file.kind != "audio":
        shown["caption"] = file.caption
    if file.kind == "document":
        shown["filename"] = file.name
    return _addressed(to, key) | {"type": file.kind, file.kind: shown}


def render_template(template: OutTemplate, to: str, key: str = "") -> Body:
    """An approved template with its gaps filled in."""
    components: list[Body] = []
    if template.header_media is not None:
        kind, link = template.header_media
        components.append({"type": "header", "parameters": [{"type": kind, kind: {"link": link}}]})
    elif template.header:
        components.append(_filled("header", template.header, named=template.named))
    if template.body:
        components.append(_filled("body", template.body, named=template.named))
    components += [_button(*button) for button in template.buttons]
    shown: Body = {"name": template.name, "language": {"code": template.language}}
    if components:
        shown["components"] = components
    return _addressed(to, key) | {"type": "template", "template": shown}


def _filled(part: str, values: tuple[tuple[str, str], ...], *, named: bool) -> Body:
    parameters = [
        {"type": "text", **({"parameter_name": name} if named else {}), "text": value}
        for name, value in values
    ]
    return {"type": part, "parameters": parameters}


def _button(place: int, kind: str, value: str) -> Body:
    copied = kind == "COPY_CODE"
    filled = (
        {"type": "coupon_code", "coupon_code": value} if copied else {"type": "text", "text": value}
    )
    sub_type = "copy_code" if copied else "url"
    return {"type": "button", "sub_type": sub_type, "index": str(place), "parameters": [filled]}


def _addressed(to: str, key: str) -> Body:
    body: Body = {"messaging_product": "whatsapp", "recipient_type": "individual"}
    digits = to.removeprefix("+")
    body |= {"to": digits} if digits.isdigit() else {"recipient": to}
    return body | ({"biz_opaque_callback_data": key} if key else {})


def _interactive(shown: Body) -> Body:
    return {"type": "interactive", "interactive": shown}


def _fit_buttons(replies: tuple[QuickReply, ...]) -> bool:
    """Few enough, and nothing is lost of what they say; rows have room for more."""
    return len(replies) <= MAX_BUTTONS and all(
        len(reply.title) <= CHANNEL.button_title for reply in replies
    )


def _buttons(replies: tuple[QuickReply, ...]) -> Body:
    buttons = [
        {"type": "reply", "reply": {"id": carried(reply, CHANNEL.button_data), "title": title}}
        for title, reply in titled(replies, CHANNEL.button_title)
    ]
    return {"type": "button", "action": {"buttons": buttons}}


def _rows(replies: tuple[QuickReply, ...], language: Language) -> Body:
    rows = [_row(title, reply) for title, reply in titled(replies, MAX_ROW_TITLE)]
    sections = [{"title": _CHOOSE[language], "rows": rows}]
    return {"type": "list", "action": {"button": _CHOOSE[language], "sections": sections}}


def _row(title: str, reply: QuickReply) -> Body:
    """A title that had to be cut is shown whole in the line below it."""
    row = {"id": carried(reply, MAX_ROW_DATA), "title": title}
    if len(reply.title) > MAX_ROW_TITLE:
        row["description"] = cut(reply.title, MAX_ROW_TEXT)
    return row
