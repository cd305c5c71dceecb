"""The closed vocabularies a message is read with: intents, sentiments, objections and the rest."""

from typing import Final, Literal, get_args

Language = Literal["es", "en", "pt"]
Intent = Literal[
    "purchase_inquiry",
    "product_info",
    "pricing_question",
    "complaint",
    "support_request",
    "warranty_claim",
    "delivery_tracking",
    "refund_request",
    "partnership",
    "general_inquiry",
    "spam",
]
SentimentLabel = Literal["positive", "neutral", "negative"]
Urgency = Literal["low", "medium", "high", "critical"]
Emotion = Literal[
    "joy",
    "gratitude",
    "satisfaction",
    "excitement",
    "relief",
    "hope",
    "anger",
    "frustration",
    "disappointment",
    "sadness",
    "worry",
    "fear",
    "confusion",
    "impatience",
    "disgust",
    "surprise",
    "embarrassment",
    "curiosity",
]
Objection = Literal["price", "timing", "authority", "need", "trust"]
BuyingSignal = Literal[
    "purchase_process", "pricing_details", "delivery", "comparison", "guarantees"
]
Closure = Literal["confirmed", "not", "unclear"]
OptOut = Literal["yes", "partial", "no"]
CommentType = Literal["question", "complaint", "praise", "spam", "neutral"]
Attack = Literal[
    "discount_abuse",
    "system_prompt_leak",
    "role_override",
    "fake_system_message",
    "admin_impersonation",
    "other_customer_data",
    "staff_data",
    "encoded_payload",
    "link_markup_trick",
    "tool_abuse",
    "policy_bypass",
    "offtopic_abuse",
    "indirect_injection",
]
LeadCategory = Literal["hot", "warm", "cold"]
EscalationReason = Literal[
    "customer_request",
    "legal",
    "negative_sentiment",
    "high_value",
    "failed_attempts",
    "vip",
    "complex",
    "outside_authority",
]

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
INTENTS: Final[tuple[Intent, ...]] = get_args(Intent)
SENTIMENTS: Final[tuple[SentimentLabel, ...]] = get_args(SentimentLabel)
URGENCIES: Final[tuple[Urgency, ...]] = get_args(Urgency)
EMOTIONS: Final[tuple[Emotion, ...]] = get_args(Emotion)
OBJECTIONS: Final[tuple[Objection, ...]] = get_args(Objection)
BUYING_SIGNALS: Final[tuple[BuyingSignal, ...]] = get_args(BuyingSignal)
ATTACKS: Final[tuple[Attack, ...]] = get_args(Attack)
COMMENT_TYPES: Final[tuple[CommentType, ...]] = get_args(CommentType)
ESCALATION_REASONS: Final[tuple[EscalationReason, ...]] = get_args(EscalationReason)
