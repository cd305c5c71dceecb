"""What a customer does on their phone, as the phone pages and the controls put it."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Said(BaseModel):
    """`message` is the one it is about: a reaction, an edit, a deletion, a tap.

    `media` is the id of an uploaded file; `data` goes into the payload as it is, where a kind has
    more to it than the names here.
    """

    model_config = ConfigDict(extra="forbid")

    kind: str = "text"
    text: str = ""
    media: str | None = None
    voice: bool = True
    latitude: float = 0.0
    longitude: float = 0.0
    name: str = ""
    address: str = ""
    emoji: str = ""
    id: str = ""
    title: str = ""
    description: str = ""
    message: str | None = None
    reply_to: str | None = None
    forwarded: Literal["no", "yes", "often"] = "no"
    referral: dict[str, Any] | None = None
    product: dict[str, Any] | None = None
    data: dict[str, Any] = Field(default_factory=dict)
