"""The figures operators watch: what came in, how long it took, what was decided and delivered."""

from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry(auto_describe=True)

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0)

MESSAGES_RECEIVED = Counter(
    "messages_received_total", "Customer messages stored", ["channel"], registry=REGISTRY
)
LEAD_CLASSIFICATION = Histogram(
    "lead_classification_seconds", "Time to score a lead", registry=REGISTRY, buckets=_SECONDS
)
# Server and worker are processes of their own; the last one that looked is right.
_NEWEST: Literal["mostrecent"] = "mostrecent"
ACTIVE_CONVERSATIONS = Gauge(
    "active_conversations",
    "Conversations that are neither resolved nor closed",
    registry=REGISTRY,
    multiprocess_mode=_NEWEST,
)
TURN_SECONDS = Histogram(
    "turn_seconds", "Message stored to answer stored", registry=REGISTRY, buckets=_SECONDS
)
TURNS = Counter("turns_total", "Turns taken, by how they ended", ["outcome"], registry=REGISTRY)
QUEUE_DEPTH = Gauge(
    "queue_depth",
    "Jobs in the queue",
    ["queue", "status"],
    registry=REGISTRY,
    multiprocess_mode=_NEWEST,
)
QUEUE_AGE = Gauge(
    "queue_oldest_seconds",
    "Age of the oldest job that could run now",
    ["queue"],
    registry=REGISTRY,
    multiprocess_mode=_NEWEST,
)
DECISIONS = Counter(
    "decisions_total",
    "Decisions, by flow and what the gate said",
    ["flow", "verdict"],
    registry=REGISTRY,
)
DELIVERIES = Counter(
    "deliveries_total", "Messages that left, or not", ["channel", "outcome"], registry=REGISTRY
)
MODEL_CALLS = Counter(
    "model_calls_total",
    "Questions put to an engine",
    ["engine", "task", "outcome"],
    registry=REGISTRY,
)
MODEL_SECONDS = Histogram(
    "model_seconds",
    "Time an engine took to answer",
    ["engine", "task"],
    registry=REGISTRY,
    buckets=_SECONDS,
)
MODEL_TOKENS = Counter(
    "model_tokens_total", "Tokens models read and wrote", ["engine", "task"], registry=REGISTRY
)
MODEL_COST = Counter("model_cost_usd_total", "What models cost", ["engine"], registry=REGISTRY)
HTTP_SECONDS = Histogram(
    "http_request_seconds",
    "Time to answer a request",
    ["method", "route", "status"],
    registry=REGISTRY,
    buckets=_SECONDS,
)
