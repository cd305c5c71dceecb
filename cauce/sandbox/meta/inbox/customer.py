"""A customer's hand on Messenger or Instagram, as the events Meta makes of it."""

from collections.abc import Mapping
from typing import Any, Final

from cauce.sandbox.graph_error import GraphError
from cauce.sandbox.meta.inbox.envelope import event, tell
from cauce.sandbox.meta.inbox.news import OTHER_APP, tell_echo
from cauce.sandbox.said import Said
from cauce.sandbox.state import Sandbox
from cauce.sandbox.world.people import Customer, Shown

MEDIA: Final = ("image", "audio", "video", "file")
# By the names the phone pages use on every channel.
SAME: Final = {"document": "file", "button_reply": "quick_reply", "button": "postback"}
HEARTS: Final = {"❤": "love", "😍": "love", "👍": "like", "😆": "smile", "😮": "wow", "😢": "sad"}


def say(sandbox: Sandbox, customer: Customer, said: Said, base: str) -> str:
    """Puts it on the phone and tells Cauce; the id of the message. Raises GraphError."""
    now = sandbox.clock.now()
    kind = SAME.get(said.kind, said.kind)
    mid = sandbox.world.message_id(customer.channel)
    own = _own(sandbox, customer, said, kind, mid, base)
    customer.heard(now)
    if said.referral is not None and said.referral.get("source") == "ADS":
        customer.by_ad = now
    if kind in ("reaction", "edit", "revoke"):
        _mark(customer, said, kind)
    else:
        bubble = Shown(mid, "customer", kind, _drawn(said, kind), now, status="sent")
        bubble.reply_to = said.reply_to
        customer.shown.append(bubble)
    sandbox.journal.touch()
    standby = said.data.get("standby") is True
    tell(sandbox, customer.channel, event(sandbox, customer, own), "messages", standby=standby)
    return mid


def _own(
    sandbox: Sandbox, customer: Customer, said: Said, kind: str, mid: str, base: str
) -> dict[str, Any]:
    """The part of the event that says what it was."""
    if kind == "postback":
        postback: dict[str, Any] = {"mid": mid, "payload": said.id, "title": said.title}
        return {"postback": _with(postback, referral=said.referral)}
    if kind == "reaction":
        return {"reaction": _reaction(said)}
    if kind == "edit":
        return {"message_edit": {"mid": said.message, "text": said.text, "num_edit": 1}}
    if kind == "revoke":
        return {"message": {"mid": said.message, "is_deleted": True}}
    if kind == "referral":
        return {
            "referral": said.referral
            or {"ref": said.id, "source": "SHORTLINK", "type": "OPEN_THREAD"}
        }
    if kind == "optin":
        return {"optin": {"ref": said.id, **said.data}}
    message: dict[str, Any] = {"mid": mid}
    if said.reply_to is not None:
        message["reply_to"] = {"mid": said.reply_to}
    message |= _content(sandbox, said, kind, base)
    return {"message": _with(message, referral=said.referral)}


def _content(sandbox: Sandbox, said: Said, kind: str, base: str) -> dict[str, Any]:
    if kind == "text":
        return {"text": said.text}
    if kind == "quick_reply":
        return {"text": said.title, "quick_reply": {"payload": said.id}}
    if kind in MEDIA:
        media = sandbox.world.media.find(said.media or "", sandbox.clock.now())
        if media is None:
            raise GraphError(100, "media must be the id of an uploaded file.")
        attached = {"type": kind, "payload": {"url": f"{base}/cdn/{media.id}"}}
        return _with({"attachments": [attached]}, text=said.text or None)
    if kind == "sticker":
        payload = {"url": f"{base}/cdn/sticker", "sticker_id": 369239263222822}
        return {"attachments": [{"type": "image", "payload": payload}]}
    if kind == "location":
        point = {"lat": said.latitude, "long": said.longitude}
        return {"attachments": [{"type": "location", "payload": {"coordinates": point}}]}
    if kind == "story_reply":
        story = {"id": said.id or "17900000000000001", "url": f"{base}/cdn/story"}
        return {"text": said.text, "reply_to": {"story": story}}
    if kind in ("story_mention", "share", "reel", "ig_reel"):
        return {"attachments": [{"type": kind, "payload": {"url": f"{base}/cdn/{kind}"}}]}
    if kind == "unsupported":
        return {"is_unsupported": True}
    return dict(said.data)


def _reaction(said: Said) -> dict[str, Any]:
    if not said.emoji:
        return {"mid": said.message, "action": "unreact"}
    named = HEARTS.get(said.emoji.rstrip("\ufe0f"), "other")
    return {"mid": said.message, "action": "react", "reaction": named, "emoji": said.emoji}


def _with(whole: dict[str, Any], **more: Any) -> dict[str, Any]:
    return whole | {name: value for name, value in more.items() if value is not None}


def _drawn(said: Said, kind: str) -> dict[str, Any]:
    done: dict[str, Any] = {"text": said.text or said.title}
    if kind in MEDIA:
        done["media"] = {"kind": "document" if kind == "file" else kind, "id": said.media}
    elif kind == "location":
        done["location"] = {"latitude": said.latitude, "longitude": said.longitude}
    elif not done["text"] or kind in ("story_reply", "story_mention"):
        done["text"] = f"[{kind}] {done['text']}".strip()
    return done


def _mark(customer: Customer, said: Said, kind: str) -> None:
    about = customer.find(said.message or "")
    if about is None:
        return
    if kind == "reaction":
        about.reaction = said.emoji or None
    elif kind == "edit":
        about.content, about.edited = {**about.content, "text": said.text}, True
    else:
        about.content, about.revoked = {"text": ""}, True


def answered_by_hand(sandbox: Sandbox, customer: Customer, text: str) -> str:
    """Somebody of the business wrote from Meta's own inbox: an echo of another application."""
    world = sandbox.world
    shown = Shown(
        world.message_id(customer.channel), "business", "text", {"text": text}, sandbox.clock.now()
    )
    shown.status, shown.foreign = "delivered", True
    customer.shown.append(shown)
    own: Mapping[str, Any] = {
        "mid": shown.id,
        "is_echo": True,
        "app_id": int(OTHER_APP),
        "text": text,
    }
    tell_echo(sandbox, customer, own)
    return shown.id
