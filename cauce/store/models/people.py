"""Contacts with their identities and wishes, the leads they are, and what was learned of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cauce.store.models.base import Base, JsonObject, Row, may_refer_to, one_of, refers_to


class Contact(Row, Base):
    """A person or company we talk to. Phones are E.164; lists are newest last."""

    __tablename__ = "contacts"
    prefix = "cont"
    __table_args__: Any = (
        one_of("lifecycle", ("lead", "customer")),
        one_of("segment", ("new", "regular", "vip", "at_risk")),
        Index("ix_contacts_created", "created_at", "id"),
        Index("ix_contacts_emails", "emails", postgresql_using="gin"),
        Index("ix_contacts_phones", "phones", postgresql_using="gin"),
        Index(
            "ix_contacts_words",
            text("cauce_person_words(id, name, company, city, emails, phones)"),
            postgresql_using="gin",
        ),
    )

    name: Mapped[str | None]
    emails: Mapped[list[str]] = mapped_column(server_default="{}")
    phones: Mapped[list[str]] = mapped_column(server_default="{}")
    company: Mapped[str | None]
    industry: Mapped[str | None]
    company_size: Mapped[str | None]
    address: Mapped[str | None]
    city: Mapped[str | None]
    language: Mapped[str | None]
    time_zone: Mapped[str | None]
    lifecycle: Mapped[str] = mapped_column(server_default="lead")
    interests: Mapped[list[str]] = mapped_column(server_default="{}")
    preferences: Mapped[JsonObject] = mapped_column(server_default="{}")
    segment: Mapped[str] = mapped_column(server_default="new")
    purchasing_power: Mapped[str | None]
    predicted_value_minor: Mapped[int | None]
    predicted_value_low_minor: Mapped[int | None]
    predicted_value_high_minor: Mapped[int | None]
    churn_risk: Mapped[float | None]
    social_profiles: Mapped[JsonObject] = mapped_column(server_default="{}")
    company_info: Mapped[JsonObject] = mapped_column(server_default="{}")
    lead_score: Mapped[int | None]
    owner_id: Mapped[str | None] = may_refer_to("users")
    provenance: Mapped[JsonObject] = mapped_column(server_default="{}")
    merged_into: Mapped[str | None] = may_refer_to("contacts")
    merged_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class ContactIdentity(Row, Base):
    """How one channel knows a contact: a phone, a scoped id, a visitor of the website.

    `external_id` is what we send to, in the platform's own spelling; everything the platform calls
    the person by is in `identity_names`. `moved_at` is when they last changed number or id: what
    they wrote before that says nothing of where they are now. At `unreachable_at` the platform said
    that they are not there; it takes no advertising for them before `not_before`.
    """

    __tablename__ = "contact_identities"
    prefix = "iden"
    __table_args__ = (Index("ix_contact_identities_name", "channel", "external_id"),)

    contact_id: Mapped[str] = refers_to("contacts", cascade=True)
    channel: Mapped[str]
    external_id: Mapped[str]
    display_name: Mapped[str | None]
    username: Mapped[str | None]
    phone: Mapped[str | None]
    last_inbound_at: Mapped[datetime | None]
    moved_at: Mapped[datetime | None]
    unreachable_at: Mapped[datetime | None]
    not_before: Mapped[datetime | None]


class IdentityName(Row, Base):
    """One thing a channel calls a person by: a phone, a user id, a page's id; nobody else's."""

    __tablename__ = "identity_names"
    prefix = "inam"
    __table_args__ = (
        UniqueConstraint("channel", "name"),
        CheckConstraint(
            "btrim(name) <> '' AND lower(btrim(name)) NOT IN ('none', 'null', 'undefined', 'nan')",
            name="name_is_somebody",
        ),
    )

    channel: Mapped[str]
    name: Mapped[str]
    identity_id: Mapped[str] = refers_to("contact_identities", cascade=True)


class IdentityMove(Row, Base):
    """An identity that went from one contact to another, with all that is needed to undo it.

    `moved` are the rows that went along without belonging to the identity, by table; `given` the
    fields the other contact got.
    """

    __tablename__ = "identity_moves"
    prefix = "move"
    __table_args__: Any = (one_of("kind", ("linked", "unlinked", "united")),)

    kind: Mapped[str]
    identity_id: Mapped[str] = mapped_column(index=True)
    from_contact_id: Mapped[str] = refers_to("contacts", cascade=True)
    to_contact_id: Mapped[str] = refers_to("contacts", cascade=True)
    moved: Mapped[JsonObject] = mapped_column(server_default="{}")
    given: Mapped[JsonObject] = mapped_column(server_default="{}")
    by: Mapped[str]
    undone_at: Mapped[datetime | None]


class Consent(Row, Base):
    """A wish of a contact about being written to, with the words that prove it; newest counts."""

    __tablename__ = "consents"
    prefix = "cons"
    __table_args__ = (
        one_of("scope", ("all", "marketing")),
        Index("ix_consents_contact_scope", "contact_id", "scope", "id"),
    )

    contact_id: Mapped[str] = refers_to("contacts", cascade=True, index=False)
    channel: Mapped[str | None]
    scope: Mapped[str]
    granted: Mapped[bool]
    evidence: Mapped[str]
    message_id: Mapped[str | None]


class Lead(Row, Base):
    """A contact's interest in buying, from where it came to how it ended."""

    __tablename__ = "leads"
    prefix = "lead"
    __table_args__ = (
        one_of("category", ("hot", "warm", "cold")),
        one_of("status", ("new", "qualified", "nurturing", "converted", "lost")),
        Index(
            "uq_leads_open_contact",
            "contact_id",
            unique=True,
            postgresql_where=text("status NOT IN ('converted', 'lost')"),
        ),
    )

    contact_id: Mapped[str] = refers_to("contacts", cascade=True)
    score: Mapped[int | None]
    category: Mapped[str | None]
    points: Mapped[JsonObject] = mapped_column(server_default="{}")
    status: Mapped[str] = mapped_column(server_default="new")
    source: Mapped[str] = mapped_column(server_default="website")
    campaign: Mapped[str | None]
    assigned_to: Mapped[str | None] = may_refer_to("users", index=True)
    converted_at: Mapped[datetime | None]


class LeadClassification(Row, Base):
    """One change of a lead's score: the points, the reasons, and who decided."""

    __tablename__ = "lead_classifications"
    prefix = "lcls"

    lead_id: Mapped[str] = refers_to("leads", cascade=True)
    message_id: Mapped[str | None]
    score: Mapped[int]
    previous_score: Mapped[int | None]
    category: Mapped[str]
    points: Mapped[JsonObject]
    evidence: Mapped[JsonObject]
    recommended_action: Mapped[str]
    model: Mapped[str]
    error: Mapped[str | None]


class LeadIntent(Row, Base):
    """What a burst of messages was about."""

    __tablename__ = "lead_intents"
    prefix = "lint"

    contact_id: Mapped[str] = refers_to("contacts", cascade=True)
    message_id: Mapped[str] = mapped_column(index=True)
    primary: Mapped[str]
    secondary: Mapped[list[str]]
    confidence: Mapped[float]
    entities: Mapped[JsonObject]
    model: Mapped[str]


class Sentiment(Row, Base):
    """How the customer felt in a burst of messages."""

    __tablename__ = "sentiments"
    prefix = "sent"

    contact_id: Mapped[str] = refers_to("contacts", cascade=True)
    conversation_id: Mapped[str] = refers_to("conversations", cascade=True)
    message_id: Mapped[str]
    label: Mapped[str]
    score: Mapped[float]
    confidence: Mapped[float]
    emotions: Mapped[JsonObject]
    urgency: Mapped[str]
    churn_risk: Mapped[int]
    triggers: Mapped[list[str]]
    model: Mapped[str]
