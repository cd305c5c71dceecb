"""The customers and their phones: who there is, what they do, and what they see."""

from typing import Any, Final

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field

from cauce.sandbox.control.wires import Here
from cauce.sandbox.meta.inbox import customer as on_inbox
from cauce.sandbox.meta.inbox import news as inbox_news
from cauce.sandbox.meta.whatsapp import customer as on_whatsapp
from cauce.sandbox.meta.whatsapp import statuses
from cauce.sandbox.phone_view import view
from cauce.sandbox.said import Said
from cauce.sandbox.state import Sandbox
from cauce.sandbox.world.people import Channel, Customer

ROUTER: Final = APIRouter(prefix="/control", tags=["control"])
MOST_BYTES: Final = 20 * 1024 * 1024


class Newcomer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    channel: Channel
    name: str = Field("Ana", min_length=1)
    address: str | None = None
    username: str | None = None
    with_user_id: bool = True


class Wish(BaseModel):
    """What changes about a customer; the rest are the manners of their phone."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = None
    username: str | None = None
    on_platform: bool | None = None
    phone_on: bool | None = None
    here: bool | None = None
    skips_delivered: bool | None = None
    opted_out: bool | None = None
    in_experiment: bool | None = None
    blocks_us: bool | None = None
    shows_phone: bool | None = None
    names_delivered: bool | None = None


class ByHand(BaseModel):
    text: str = Field(min_length=1)


class Move(BaseModel):
    address: str = Field(pattern=r"^\+?\d{7,15}$")


def _of(here: Sandbox, customer_id: str) -> Customer:
    found = here.world.customers.get(customer_id)
    if found is None:
        raise HTTPException(404, "There is no such customer.")
    return found


def _on_whatsapp(here: Sandbox, customer_id: str) -> Customer:
    found = _of(here, customer_id)
    if found.channel != "whatsapp":
        raise HTTPException(409, "Only on WhatsApp.")
    return found


@ROUTER.get("/customers")
async def customers(here: Here, channel: Channel | None = None) -> dict[str, Any]:
    found = here.world.customers.values()
    told = [view(here, one) for one in found if channel is None or one.channel == channel]
    return {"customers": told, "revision": here.journal.revision}


@ROUTER.post("/customers", status_code=201)
async def arrive(here: Here, wish: Newcomer) -> dict[str, Any]:
    address = wish.address.removeprefix("+") if wish.address is not None else None
    if address is not None and here.world.reachable_as(wish.channel, address) is not None:
        raise HTTPException(409, "Somebody has this address already.")
    made = here.world.new_customer(
        wish.channel, wish.name, address, wish.username, with_user_id=wish.with_user_id
    )
    here.journal.touch()
    return view(here, made)


@ROUTER.get("/customers/{customer_id}")
async def phone(here: Here, customer_id: str) -> dict[str, Any]:
    return view(here, _of(here, customer_id))


@ROUTER.patch("/customers/{customer_id}")
async def change(here: Here, customer_id: str, wish: Wish) -> dict[str, Any]:
    one = _of(here, customer_id)
    wishes = wish.model_dump(exclude_unset=True)
    for name, value in wishes.items():
        setattr(one if name in ("name", "username") else one.manners, name, value)
    if one.channel == "whatsapp" and not one.manners.shows_phone and one.user_id is None:
        one.user_id = here.world.new_user_id()
    here.journal.touch()
    if wishes.get("phone_on"):
        (statuses if one.channel == "whatsapp" else inbox_news).phone_on(here, one)
    if wishes.get("here"):
        _read(here, one)
    return view(here, one)


@ROUTER.post("/customers/{customer_id}/say", status_code=201)
async def say(here: Here, customer_id: str, said: Said, request: Request) -> dict[str, Any]:
    """They write, tap, react, edit: everything that comes from their hand."""
    one = _of(here, customer_id)
    if one.channel == "whatsapp":
        return {"id": on_whatsapp.say(here, one, said)}
    return {"id": on_inbox.say(here, one, said, str(request.base_url).rstrip("/"))}


@ROUTER.post("/customers/{customer_id}/read")
async def read(here: Here, customer_id: str) -> dict[str, Any]:
    """They open the chat and read everything."""
    one = _of(here, customer_id)
    _read(here, one)
    return view(here, one)


@ROUTER.post("/customers/{customer_id}/play/{message_id}")
async def play(here: Here, customer_id: str, message_id: str) -> dict[str, Any]:
    """They listen to a voice note."""
    one = _on_whatsapp(here, customer_id)
    shown = one.find(message_id)
    if shown is None or shown.side != "business":
        raise HTTPException(404, "There is no such message from the business.")
    statuses.play(here, one, shown)
    return view(here, one)


@ROUTER.post("/customers/{customer_id}/by_hand", status_code=201)
async def by_hand(here: Here, customer_id: str, wish: ByHand) -> dict[str, Any]:
    """Somebody of the business answers from Meta's own app: an echo Cauce did not cause."""
    one = _of(here, customer_id)
    answered = on_whatsapp if one.channel == "whatsapp" else on_inbox
    return {"id": answered.answered_by_hand(here, one, wish.text)}


@ROUTER.post("/customers/{customer_id}/number")
async def new_number(here: Here, customer_id: str, wish: Move) -> dict[str, Any]:
    one = _on_whatsapp(here, customer_id)
    on_whatsapp.change_number(here, one, wish.address.removeprefix("+"))
    return view(here, one)


@ROUTER.post("/customers/{customer_id}/user_id")
async def new_user_id(here: Here, customer_id: str) -> dict[str, Any]:
    one = _on_whatsapp(here, customer_id)
    on_whatsapp.change_user_id(here, one)
    return view(here, one)


@ROUTER.post("/customers/{customer_id}/device")
async def new_device(here: Here, customer_id: str) -> dict[str, Any]:
    one = _on_whatsapp(here, customer_id)
    on_whatsapp.change_phone(here, one)
    return view(here, one)


@ROUTER.post("/customers/{customer_id}/marketing")
async def marketing(here: Here, customer_id: str, wanted: bool) -> dict[str, Any]:
    """They stop the business's marketing messages, or take them again."""
    one = _on_whatsapp(here, customer_id)
    on_whatsapp.prefer(here, one, marketing=wanted)
    return view(here, one)


@ROUTER.post("/media", status_code=201)
async def upload(here: Here, request: Request, filename: str = "") -> dict[str, Any]:
    """A file from a customer's phone: the body is its bytes, the content type its kind."""
    content = await request.body()
    if not 0 < len(content) <= MOST_BYTES:
        raise HTTPException(413, f"A file has 1 to {MOST_BYTES} bytes.")
    kind = request.headers.get("content-type", "application/octet-stream")
    media = here.world.media.keep(content, kind, filename, here.clock.now())
    return {"id": media.id, "mime_type": media.mime_type, "sha256": media.sha256}


def _read(here: Sandbox, one: Customer) -> None:
    (statuses if one.channel == "whatsapp" else inbox_news).read_all(here, one)
