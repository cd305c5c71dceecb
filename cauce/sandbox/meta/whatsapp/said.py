"""What a customer does, as the message WhatsApp makes of it, and as their own phone shows it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from cauce.sandbox.graph_error import GraphError
from cauce.sandbox.said import Said
from cauce.sandbox.state import Sandbox
from cauce.sandbox.world.media import Media

Item = dict[str, Any]


def item(sandbox: Sandbox, said: Said) -> tuple[str, Item]:
    """The type of the message and its own object. Raises GraphError when something is missing."""
    if said.kind in MEDIA:
        return said.kind, {said.kind: _media(sandbox, said)}
    found = KINDS.get(said.kind)
    return found(said) if found is not None else (said.kind, dict(said.data))


def beside(said: Said, number: str) -> Item:
    """What any message may carry besides."""
    context: Item = {}
    if said.reply_to is not None:
        context = {"from": number, "id": said.reply_to}
    if said.forwarded != "no":
        context["forwarded" if said.forwarded == "yes" else "frequently_forwarded"] = True
    if said.product is not None:
        context |= {"from": number, "referred_product": said.product}
    told: Item = {"context": context} if context else {}
    return told | ({"referral": said.referral} if said.referral is not None else {})


def drawn(said: Said) -> Item:
    """The customer's own bubble."""
    done: Item = {"text": said.text or said.title}
    if said.kind in MEDIA:
        done["media"] = {"kind": said.kind, "id": said.media}
    elif said.kind == "location":
        done["location"] = {
            "latitude": said.latitude,
            "longitude": said.longitude,
            "name": said.name,
            "address": said.address,
        }
    elif said.kind == "contacts":
        done["contacts"] = [{"name": {"formatted_name": said.name}, "phones": [said.address]}]
    elif said.kind not in KINDS:
        done["text"] = f"[{said.kind}]"
    return done


def uploaded(sandbox: Sandbox, said: Said) -> Media:
    media = sandbox.world.media.find(said.media or "", sandbox.clock.now())
    if media is None:
        raise GraphError(100, "media must be the id of an uploaded file.")
    return media


def _media(sandbox: Sandbox, said: Said) -> Item:
    media = uploaded(sandbox, said)
    told: Item = {"id": media.id, "mime_type": media.mime_type, "sha256": media.sha256}
    if said.kind == "audio":
        told["voice"] = said.voice
    if said.kind == "sticker":
        told["animated"] = False
    if said.kind == "document":
        told["filename"] = media.filename or "file"
    if said.text and said.kind in ("image", "video", "document"):
        told["caption"] = said.text
    return told | said.data


def _text(said: Said) -> tuple[str, Item]:
    return "text", {"text": {"body": said.text, **said.data}}


def _location(said: Said) -> tuple[str, Item]:
    place: Item = {"latitude": said.latitude, "longitude": said.longitude}
    place |= {"name": said.name} if said.name else {}
    place |= {"address": said.address} if said.address else {}
    return "location", {"location": place | said.data}


def _contacts(said: Said) -> tuple[str, Item]:
    digits = said.address.removeprefix("+")
    shared = {
        "name": {"formatted_name": said.name, "first_name": said.name.partition(" ")[0]},
        "phones": [{"phone": f"+{digits}", "wa_id": digits, "type": "CELL"}],
    }
    return "contacts", {"contacts": [shared | said.data]}


def _template_button(said: Said) -> tuple[str, Item]:
    return "button", {"button": {"payload": said.id or said.title, "text": said.title}}


def _button_reply(said: Said) -> tuple[str, Item]:
    reply = {"id": said.id, "title": said.title}
    return "interactive", {"interactive": {"type": "button_reply", "button_reply": reply}}


def _list_reply(said: Said) -> tuple[str, Item]:
    reply = {"id": said.id, "title": said.title}
    reply |= {"description": said.description} if said.description else {}
    return "interactive", {"interactive": {"type": "list_reply", "list_reply": reply}}


def _form(said: Said) -> tuple[str, Item]:
    reply = {"name": said.name or "flow", "body": said.text or "Sent", "response_json": "{}"}
    return "interactive", {"interactive": {"type": "nfm_reply", "nfm_reply": reply | said.data}}


def _reaction(said: Said) -> tuple[str, Item]:
    reaction: Item = {"message_id": said.message}
    return "reaction", {"reaction": reaction | ({"emoji": said.emoji} if said.emoji else {})}


def _order(said: Said) -> tuple[str, Item]:
    cart = {"catalog_id": "700000000000050", "text": said.text, "product_items": []}
    return "order", {"order": cart | said.data}


def _edit(said: Said) -> tuple[str, Item]:
    inner = {"type": "text", "text": {"body": said.text}}
    return "edit", {"edit": {"original_message_id": said.message, "message": inner}}


def _revoke(said: Said) -> tuple[str, Item]:
    return "revoke", {"revoke": {"original_message_id": said.message}}


def _unsupported(said: Said) -> tuple[str, Item]:
    error = GraphError(131051, "This type of message is not supported.").as_reported()
    kind = said.name or "poll_creation"
    return "unsupported", {"errors": [error], "unsupported": {"type": kind}}


def _empty(_: Said) -> tuple[str, Item]:
    return "interactive", {"errors": [GraphError(131000).as_reported()]}


MEDIA: Final = ("image", "video", "audio", "document", "sticker")
KINDS: Final[Mapping[str, Callable[[Said], tuple[str, Item]]]] = {
    "text": _text,
    "location": _location,
    "contacts": _contacts,
    "button": _template_button,
    "button_reply": _button_reply,
    "list_reply": _list_reply,
    "nfm_reply": _form,
    "reaction": _reaction,
    "order": _order,
    "edit": _edit,
    "revoke": _revoke,
    "unsupported": _unsupported,
    "interactive_without_object": _empty,
}
