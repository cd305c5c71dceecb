"""What programs ask to be understood, and what they are told."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, Field

from cauce.api.words import Id, Line, Text, Told, Word
from cauce.core.closing import ClosureType
from cauce.core.labels import Emotion, Intent, LeadCategory, SentimentLabel, Urgency

_LEAD = "Necesito 500 laptops para mañana, mi presupuesto es $500K"
_ORDER = "Necesito 10 laptops para mañana, ¿tienen stock?"
_ANGRY = "Es la tercera vez que escribo y nadie me responde. ¡Pésimo servicio!"


class SenderMetadata(Told):
    """Who wrote, as far as the other program knows."""

    phone: Annotated[Word | None, Field(examples=["+507 6000-0201"])] = None
    name: Annotated[Line | None, Field(examples=["CEO Tech Corp"])] = None
    role: Annotated[Line | None, Field(examples=["Gerente de compras"])] = None
    company: Annotated[Line | None, Field(examples=["Tech Corp"])] = None
    previous_interactions: Annotated[int, Field(ge=0, le=1_000_000, examples=[2])] = 0
    source: Annotated[Word | None, Field(examples=["referral"])] = None


class LeadTold(Told):
    message: Annotated[Text, Field(examples=[_LEAD])]
    sender_metadata: SenderMetadata = Field(default_factory=SenderMetadata)


class LeadClassified(BaseModel):
    """`reasoning` names each criterion with its points and the words that earned them."""

    lead_id: Annotated[str, Field(examples=["lead_01k9…"])]
    score: Annotated[int, Field(ge=0, le=100, examples=[91])]
    category: LeadCategory
    reasoning: Annotated[str, Field(examples=["urgency 30/30: “para mañana”; …"])]
    recommended_action: Annotated[str, Field(examples=["assign_to_sales_immediately"])]
    signals: Annotated[list[str], Field(examples=[["urgency", "budget", "volume"]])]
    points: Annotated[dict[str, int], Field(examples=[{"urgency": 30, "authority": 25}])]
    ai_model_used: Annotated[str, Field(examples=["embedded"])]
    processing_time_ms: float
    error: Annotated[
        str | None, Field(description="Set when scoring failed and 50, warm is only the default.")
    ] = None


class MessageTold(Told):
    message: Annotated[Text, Field(examples=[_ORDER])]


class ProductFound(BaseModel):
    """A product in the customer's words; `sku` when the catalogue has it."""

    product: str
    quantity: int | None
    sku: str | None


class BudgetFound(BaseModel):
    amount: Decimal
    currency: str | None


class EntitiesFound(BaseModel):
    """Facts in the text; what is not there is null."""

    products: list[ProductFound]
    quantity: int | None
    budget: BudgetFound | None
    date: str | None
    urgency: str | None
    city: str | None
    order_number: str | None
    person: str | None
    company: str | None
    phone: str | None
    email: str | None


class IntentDetected(BaseModel):
    primary_intent: Intent
    secondary_intents: list[Intent]
    confidence: Annotated[float, Field(ge=0, le=1)]
    entities: EntitiesFound
    reasoning: Annotated[str, Field(examples=["purchase_inquiry at 93%: “laptops”, “mañana”"])]
    language: Annotated[str, Field(examples=["es"])]
    ai_model_used: str
    processing_time_ms: float


class FeelingTold(Told):
    message: Annotated[Text, Field(examples=[_ANGRY])]


class SentimentFound(BaseModel):
    """`score` −1 to 1, `churn_risk` 0 to 100, emotions 0 to 1 each."""

    sentiment: SentimentLabel
    score: Annotated[float, Field(ge=-1, le=1)]
    confidence: Annotated[float, Field(ge=0, le=1)]
    emotions: dict[Emotion, float]
    urgency_level: Urgency
    churn_risk: Annotated[int, Field(ge=0, le=100)]
    triggers: list[str]
    recommended_priority: Annotated[int, Field(ge=1, le=5, description="1 (least) to 5.")]
    ai_model_used: str
    processing_time_ms: float


class ClosureTold(Told):
    """The customer's last words, or how long they have been silent; of a case or on their own."""

    case_id: Annotated[Id | None, Field(examples=["case_01k9…"])] = None
    message: Annotated[Text | None, Field(examples=["Ya quedó, gracias"])] = None
    last_agent_message: Annotated[Text | None, Field(examples=["¿Se resolvió?"])] = None
    hours_silent: Annotated[
        float | None, Field(ge=0, le=100_000, allow_inf_nan=False, examples=[80])
    ] = None


class ClosureEvaluated(BaseModel):
    should_close: bool
    confidence: Annotated[float, Field(ge=0, le=1)]
    reason: Annotated[str, Field(examples=["the customer says that it is settled"])]
    requires_survey: bool
    closure_type: ClosureType
