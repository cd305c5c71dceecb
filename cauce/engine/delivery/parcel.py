"""One message on its way: everything its channel needs, read before the call."""

from dataclasses import dataclass, replace
from typing import Any

from cauce.channels.connecting import Outlet
from cauce.channels.planning import Piece
from cauce.core.actions import SendMessage
from cauce.core.delivery import Cards, OutFile, OutTemplate, ProductCard, Sent
from cauce.engine.words import as_json
from cauce.errors import Unauthorised


@dataclass(frozen=True, slots=True)
class Parcel:
    """`part` is the place of `piece` in a longer message and `last` whether more follows; `key` is
    our mark of this very try. `account_row` is the row of the account it leaves through; where
    nobody can speak for it, `outlet` says why."""

    delivery_id: str
    message_id: str
    conversation_id: str
    contact_id: str
    identity_id: str
    channel: str
    account_id: str
    account_row: str | None
    to: str
    piece: Piece | OutFile | OutTemplate
    part: int
    last: bool
    attempt: int
    key: str
    outlet: Outlet | Unauthorised

    async def hand_over(self) -> Sent:
        """Gives it to the platform. Raises the DeliveryError tree."""
        if isinstance(self.outlet, Unauthorised):
            raise self.outlet
        if isinstance(self.piece, Cards):
            return await self.outlet.send_cards(self.to, self.piece, self.key)
        if isinstance(self.piece, OutFile):
            return await self.outlet.send_file(self.to, self.piece, self.key)
        if isinstance(self.piece, OutTemplate):
            return await self.outlet.send_template(self.to, self.piece, self.key)
        return await self.outlet.send_message(self.to, self.piece, self.key)


def try_key(key: str, part: int, attempt: int) -> str:
    """Our mark of one try of one piece; the database makes the same of the same."""
    return key if part == 0 and attempt <= 1 else f"{key}.{part}.{attempt}"


def stored(pieces: tuple[Piece, ...]) -> dict[str, Any]:
    """A plan as it is kept, so that a later version of us goes on where this one stopped."""
    return {"pieces": [_stored(piece) for piece in pieces]}


def _stored(piece: Piece) -> dict[str, Any]:
    replies = bool(piece.quick_replies)
    if isinstance(piece, Cards):
        cards = [as_json(product) for product in piece.products]
        return {"cards": cards, "catalog_id": piece.catalog_id, "replies": replies}
    return {"text": piece.text, "replies": replies}


def restored(plan: dict[str, Any], message: SendMessage) -> tuple[Piece, ...]:
    """The pieces of a kept plan."""
    return tuple(_restored(one, message) for one in plan.get("pieces", ()))


def _restored(one: dict[str, Any], message: SendMessage) -> Piece:
    replies = message.quick_replies if one["replies"] else ()
    if "cards" not in one:
        return replace(message, text=one["text"], quick_replies=replies)
    products = tuple(ProductCard(**card) for card in one["cards"])
    return Cards(products, message.language, one["catalog_id"], replies)
