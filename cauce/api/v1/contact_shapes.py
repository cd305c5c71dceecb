"""Contacts as programs send and get them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from cauce.api.words import CLEAN, Line, Shown, Told, Word
from cauce.core.events import Channel
from cauce.core.labels import Language
from cauce.knowledge.business_terms import Email, Phone
from cauce.store.queries.contacts import Profile

Emails = Annotated[
    list[Annotated[Email, CLEAN]], Field(max_length=20, examples=[["ana@correo.example"]])
]
Phones = Annotated[
    list[Annotated[Phone, CLEAN]], Field(max_length=20, examples=[["+507 6000-0201"]])
]
Interests = Annotated[list[Word], Field(max_length=50, examples=[["laptops"]])]


class ContactTold(Told):
    """A contact. Phones are international; newest last."""

    name: Annotated[Line | None, Field(examples=["Ana Pérez"])] = None
    emails: Emails = Field(default_factory=list)
    phones: Phones = Field(default_factory=list)
    company: Line | None = None
    industry: Line | None = None
    address: Line | None = None
    city: Annotated[Line | None, Field(examples=["David"])] = None
    language: Language | None = None
    interests: Interests = Field(default_factory=list)


def _not_null(value: Any) -> Any:
    if value is None:
        raise ValueError("cannot be null; send an empty list")
    return value


class ContactChange(Told):
    """What changes. A field that is not sent stays as it is."""

    name: Annotated[Line | None, Field(examples=["Ana Pérez"])] = None
    emails: Annotated[Emails | None, AfterValidator(_not_null)] = None
    phones: Annotated[Phones | None, AfterValidator(_not_null)] = None
    company: Line | None = None
    industry: Line | None = None
    address: Line | None = None
    city: Line | None = None
    language: Language | None = None
    interests: Annotated[Interests | None, AfterValidator(_not_null)] = None


class ContactShown(Shown):
    """A contact as lists show it."""

    id: Annotated[str, Field(examples=["cont_01k9…"])]
    name: str | None
    emails: list[str]
    phones: list[str]
    company: str | None
    industry: str | None
    address: str | None
    city: str | None
    language: str | None
    lifecycle: Literal["lead", "customer"]
    segment: Literal["new", "regular", "vip", "at_risk"]
    interests: list[str]
    lead_score: int | None
    owner_id: str | None
    created_at: datetime
    updated_at: datetime


class IdentityShown(Shown):
    """How one channel knows them."""

    id: str
    channel: str
    external_id: str
    display_name: str | None
    username: str | None
    phone: str | None
    last_inbound_at: datetime | None


class ConsentShown(Shown):
    """A wish. Scope `all`: nothing but answers to what they write themselves."""

    id: str
    scope: Literal["all", "marketing"]
    granted: bool
    evidence: str
    channel: str | None
    created_at: datetime


class ConsentTold(Told):
    """A wish with the words or the act that proves it."""

    scope: Literal["all", "marketing"]
    granted: bool
    evidence: Annotated[Line, Field(examples=["Marcó la casilla del formulario de compra"])]
    channel: Channel | None = None


class HappeningShown(Shown):
    """One moment of their story: conversation, order, case, score, consent or refusal."""

    at: datetime
    what: Annotated[str, Field(examples=["order"])]
    id: str
    detail: str | None
    conversation_id: str | None


class ContactDetail(ContactShown):
    """A contact with the channels they use, their wishes and their lead."""

    identities: list[IdentityShown]
    consents: list[ConsentShown]
    lead_id: str | None

    @classmethod
    def of(cls, found: Profile) -> "ContactDetail":
        return cls(
            **ContactShown.model_validate(found.contact).model_dump(),
            identities=[IdentityShown.model_validate(one) for one in found.identities],
            consents=[ConsentShown.model_validate(one) for one in found.consents],
            lead_id=found.lead.id if found.lead is not None else None,
        )
