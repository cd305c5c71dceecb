"""The API does what its description says, also for calls nobody would make on purpose."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok
from sqlalchemy import text

from cauce.api.once import HEADER
from cauce.core.clock import FixedClock
from cauce.core.keys import Keys
from cauce.engine.house import House
from cauce.store.session import Store
from tests.api.programs import (
    app_of,
    conversation,
    house_of,
    key_for,
    open_shop,
    something_of_everything,
)

load_all_checks()
HELD: list[Any] = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    ]
)
FEW = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# Where the id in an address comes from.
TABLES = {
    "conversation_id": "conversations",
    "contact_id": "contacts",
    "lead_id": "leads",
    "case_id": "cases",
    "order_id": "orders",
    "decision_id": "decisions",
    "approval_id": "approvals",
    "alert_id": "alerts",
    "product_id": "products",
    "faq_id": "faqs",
    "policy_id": "policies",
    "question_id": "unanswered_questions",
    "raw_id": "raw_messages",
    "import_id": "imports",
    "user_id": "users",
    "key_id": "api_keys",
    "webhook_id": "webhooks",
    "account_id": "channel_accounts",
}


class Running:
    """A Cauce in an event loop of its own, called from generated tests, which are not async."""

    def __init__(self, url: str, clock: FixedClock, keys: Keys) -> None:
        self.runner = asyncio.Runner()
        self.store = Store(url, clock, keys, pool_size=4)
        self.house: House = house_of(self.store, clock)
        self.client = self.runner.run(self._open(clock))

    async def _open(self, clock: FixedClock) -> httpx.AsyncClient:
        await open_shop(self.store)
        await conversation(self.store, clock, "Hola", "¿Tienen laptops?")
        await something_of_everything(self.house)
        key = await key_for(self.house, "admin")
        transport = httpx.ASGITransport(app_of(self.house), raise_app_exceptions=False)
        headers = {"Authorization": f"Bearer {key}"}
        return httpx.AsyncClient(transport=transport, base_url="http://cauce", headers=headers)

    def document(self) -> dict[str, Any]:
        answer = self.runner.run(self.client.get("/api/v1/openapi.json"))
        found: dict[str, Any] = answer.json()
        return found

    def call(self, case: Case[Any]) -> httpx.Response:
        """Sends the call as the `requests` library would write it."""
        arguments = case.as_transport_kwargs(base_url="http://cauce")
        written = requests.Request(
            **{name: arguments[name] for name in _WRITTEN if name in arguments}
        ).prepare()
        headers = {
            name: str(value)
            for name, value in written.headers.items()
            if name.lower() != "content-length"
        }
        body = written.body.encode() if isinstance(written.body, str) else written.body
        assert body is None or isinstance(body, bytes)
        return self.runner.run(
            self.client.request(
                str(written.method), str(written.url), content=body, headers=headers
            )
        )

    def newest_of(self, table: str) -> str:
        async def read() -> str:
            async with self.store.reading() as session:
                newest = text(f"SELECT id FROM {table} ORDER BY id DESC LIMIT 1")
                return str(await session.scalar(newest))

        return self.runner.run(read())

    def close(self) -> None:
        self.runner.run(self.client.aclose())
        self.runner.run(self.store.close())
        self.runner.close()


_WRITTEN = ("method", "url", "headers", "params", "json", "data", "files", "cookies")


@pytest.fixture
def running(database_url: str, clock: FixedClock, keys: Keys) -> Iterator[Running]:
    opened = Running(database_url, clock, keys)
    yield opened
    opened.close()


@pytest.mark.slow
def test_every_call_is_answered_as_described(running: Running, subtests: pytest.Subtests) -> None:
    schema = schemathesis.openapi.from_dict(_without_doors(running.document()))
    found = list(schema.get_all_operations())
    operations = [one.ok() for one in found if isinstance(one, Ok)]
    assert len(operations) == len(found) > 70
    # What takes things away comes last, or nothing would be left to ask for.
    for operation in sorted(operations, key=lambda one: one.method.upper() == "DELETE"):
        ids = {
            one.name: running.newest_of(TABLES[one.name])
            for one in operation.path_parameters
            if one.name in TABLES
        }
        if "{flow}" in operation.path:
            ids["flow"] = "lead_scoring"
        ways: list[tuple[GenerationMode, dict[str, str] | None]] = [(GenerationMode.POSITIVE, ids)]
        if operation.body or list(operation.iter_parameters()):
            ways.append((GenerationMode.NEGATIVE, None))
        for mode, known in ways:
            with subtests.test(call=operation.label, mode=mode.value):
                _hold(running, operation.as_strategy(generation_mode=mode, path_parameters=known))


def _without_doors(document: dict[str, Any]) -> dict[str, Any]:
    """Only what is behind the door: keys and repeating have tests of their own."""
    document["paths"] = {
        path: methods
        for path, methods in document["paths"].items()
        if path.startswith("/api/v1/") and "/inbound" not in path
    }
    for methods in document["paths"].values():
        for operation in methods.values():
            del operation["security"]
            operation["parameters"] = [
                one for one in operation.get("parameters", ()) if one["name"] != HEADER
            ]
    return document


def _hold(running: Running, strategy: Any) -> None:
    @FEW
    @given(case=strategy)
    def held(case: Case[Any]) -> None:
        case.validate_response(running.call(case), checks=HELD)

    held()


def test_the_description_is_complete(running: Running) -> None:
    document = running.document()
    calls = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if path.startswith("/api/v1/") and "/inbound" not in path
    ]
    assert len(calls) > 70
    for path, method, operation in calls:
        where = f"{method} {path}"
        assert operation["summary"], where
        assert operation["security"] == [{"key": []}, {"session": []}], where
        assert {"401", "403", "422", "503"} <= set(operation["responses"]), where
        good = [status for status in operation["responses"] if status.startswith("2")]
        assert len(good) == 1, where
        if good[0] != "204":
            content = operation["responses"][good[0]]["content"]["application/json"]
            assert content["schema"], where
        if method == "post":
            assert any(one["name"] == "Idempotency-Key" for one in operation["parameters"]), where


def test_every_body_has_an_example(running: Running) -> None:
    document = running.document()
    schemas = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        if not path.startswith("/api/v1/") or "/inbound" in path:
            continue
        for method, operation in methods.items():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                shape = str(content) + str(schemas.get(_name(content["schema"]), ""))
                example = "example" in shape or "enum" in shape or "binary" in shape
                assert example or "multipart" in str(operation["requestBody"]), f"{method} {path}"


def _name(schema: dict[str, Any]) -> str:
    reference = schema.get("$ref") or next(
        (one["$ref"] for one in schema.get("anyOf", ()) if "$ref" in one), ""
    )
    return str(reference).rsplit("/", 1)[-1]
