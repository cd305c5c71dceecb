"""One suite for every vendor: the same questions, the same faults, the same promises."""

from decimal import Decimal
from typing import Any

import pytest

from cauce.ai.failures import FailureKind, ModelFailed
from cauce.ai.spending import Allowance
from cauce.policy.drafted import untrue
from tests.ai.vendors.world import WAYS, Books, World, brief

pytestmark = pytest.mark.parametrize("way", WAYS)
ASKS = "¿Cuánto cuesta el mouse inalámbrico?"
PRICE = "$14.99"


def place(way: str) -> str:
    return WAYS[way][1]


async def kind_of(world: World, way: str, **changes: Any) -> FailureKind:
    with pytest.raises(ModelFailed) as failed:
        await world.mind(way, **changes).read("hola")
    return failed.value.kind


async def test_a_burst_is_read_in_one_request(world: World, way: str) -> None:
    books = Books()
    reading = await world.mind(way, books).read("Quiero comprar una laptop para programar")
    assert (reading.intent, reading.language) == ("purchase_inquiry", "es")
    assert 0 < reading.intent_confidence <= 1
    assert reading.prompt_version is not None
    assert reading.prompt_version.startswith("reading@")
    assert len(world.desk.taken) == 1
    [bought] = books.bought_so_far
    assert reading.tokens == bought.spent.tokens > 0
    of_tokens = bought.spent.tokens_in + 4 * bought.spent.tokens_out
    assert reading.cost == bought.spent.cost == Decimal(of_tokens) / 1_000_000


async def test_an_answer_rests_on_what_was_looked_up(world: World, way: str) -> None:
    asked = brief(ASKS)
    draft = await world.mind(way).draft(asked)
    assert PRICE in draft.text
    assert {source.kind for source in draft.sources} >= {"product"}
    assert untrue(draft, asked) == ()
    assert draft.prompt_version is not None
    assert draft.prompt_version.startswith("drafting@")
    assert len(world.desk.taken) == 2


async def test_a_model_is_told_of_no_tool_that_reaches_beyond_the_contact(
    world: World, way: str
) -> None:
    await world.mind(way).draft(brief(ASKS))
    sent = str(world.desk.taken[0][1])
    for field in ("contact_id", "customer_id", "discount_percent", "'price'"):
        assert f"{field}: {{'type'" not in sent


async def test_personal_data_stays_in_the_house_and_comes_back(world: World, way: str) -> None:
    world.desk.script(place(way), {"json": _reading(phone="[PHONE_1]", email="[EMAIL_1]")})
    said = "Llámeme al +507 6123-4567 o a ana@correo.example, cédula 8-123-4567"
    reading = await world.mind(way).read(said)
    sent = str(world.desk.taken[0][1])
    for secret in ("6123", "ana@", "8-123"):
        assert secret not in sent
    assert reading.entities.phone == "+507 6123-4567"
    assert reading.entities.email == "ana@correo.example"


async def test_masking_can_be_switched_off(world: World, way: str) -> None:
    await world.mind(way, masks=frozenset()).read("mi correo es ana@correo.example")
    assert "ana@correo.example" in str(world.desk.taken[0][1])


async def test_a_fact_that_the_message_does_not_hold_is_left_out(world: World, way: str) -> None:
    world.desk.script(place(way), {"json": _reading(city="Lima", person="Ana")})
    reading = await world.mind(way).read("Soy Ana y quiero una laptop")
    assert (reading.entities.city, reading.entities.person) == (None, "Ana")


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("quota", "quota"),
        ("overloaded", "overloaded"),
        ("token_dead", "key"),
        ("refusal", "refusal"),
        ("truncated", "cut_short"),
        ("rate_limit", "rate_limit"),
        ("reset", "network"),
        ("answer_lost", "network"),
        ("cut", "network"),
    ],
)
async def test_a_failure_is_called_by_its_name(
    world: World, way: str, fault: str, kind: FailureKind
) -> None:
    world.fault(place(way), fault, times=None)
    assert await kind_of(world, way) == kind


async def test_malformed_json_is_no_answer(world: World, way: str) -> None:
    world.fault(place(way), "malformed", times=None)
    assert await kind_of(world, way) in ("garbled", "network")


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_server_error_is_tried_once_more(world: World, way: str, status: int) -> None:
    world.fault(place(way), "status", status=status)
    reading = await world.mind(way).read("quiero una laptop")
    assert reading.intent == "purchase_inquiry"
    assert len(world.pauses) == 1
    assert 0 < world.pauses[0] < 1


async def test_a_short_wait_is_waited_for_and_a_long_one_is_not(world: World, way: str) -> None:
    world.fault(place(way), "rate_limit", retry_after=2)
    await world.mind(way).read("hola")
    assert world.pauses == [2]
    world.fault(place(way), "rate_limit", retry_after=60)
    with pytest.raises(ModelFailed) as failed:
        await world.mind(way).read("hola")
    assert (failed.value.kind, failed.value.retry_after) == ("rate_limit", 60)


@pytest.mark.parametrize("fault", ["quota", "token_dead", "refusal", "truncated"])
async def test_what_would_fail_again_is_not_tried_again(world: World, way: str, fault: str) -> None:
    world.fault(place(way), fault)
    await kind_of(world, way)
    assert world.pauses == []
    assert world.faults.waiting() == {}


@pytest.mark.parametrize("fault", ["latency", "slow_first_byte"])
async def test_nobody_waits_longer_than_was_set(world: World, way: str, fault: str) -> None:
    world.fault(place(way), fault, seconds=60, times=None)
    assert await kind_of(world, way, seconds=0.2) == "timeout"
    assert world.pauses == []


async def test_fields_nobody_announced_do_no_harm(world: World, way: str) -> None:
    world.fault(place(way), "unknown_fields", times=None)
    assert PRICE in (await world.mind(way).draft(brief(ASKS))).text


async def test_a_wrong_answer_in_the_right_form_is_seen_through(world: World, way: str) -> None:
    world.fault(place(way), "wrong", times=None)
    asked = brief(ASKS)
    wrong = untrue(await world.mind(way).draft(asked), asked)
    assert any("1.11" in one for one in wrong)
    assert any("https" in one for one in wrong)


async def test_what_was_cut_short_was_paid_for(world: World, way: str) -> None:
    world.fault(place(way), "truncated")
    with pytest.raises(ModelFailed) as failed:
        await world.mind(way).read("hola")
    assert failed.value.spent.tokens > 0


async def test_an_answer_off_its_form_is_asked_for_once_more(world: World, way: str) -> None:
    world.desk.script(place(way), {"json": {"language": "es"}})
    reading = await world.mind(way).read("quiero una laptop")
    assert reading.intent == "purchase_inquiry"
    assert len(world.desk.taken) == 2


async def test_a_used_up_limit_sends_nothing(world: World, way: str) -> None:
    books = Books((Allowance("day", Decimal(5), Decimal(5)),))
    with pytest.raises(ModelFailed) as failed:
        await world.mind(way, books).read("hola")
    assert failed.value.kind == "budget"
    assert not world.desk.taken


async def test_a_tool_that_does_not_exist_is_refused(world: World, way: str) -> None:
    refund = {"calls": [{"name": "refund", "arguments": {"order": "EI-1001", "amount": 500}}]}
    world.desk.script(place(way), refund)
    draft = await world.mind(way).draft(brief(ASKS))
    assert PRICE in draft.text
    assert "There is no such tool" in str(world.desk.taken[1][1])


async def test_nothing_is_left_with_the_vendor_that_can_be_kept_from_it(
    world: World, way: str
) -> None:
    await world.mind(way).read("hola")
    body = world.desk.taken[0][1]
    assert body.get("store", False) is False
    if way == "openai_responses":
        assert body["store"] is False


async def test_the_limit_of_tokens_is_told(world: World, way: str) -> None:
    await world.mind(way, most_tokens=777).read("hola")
    body = world.desk.taken[0][1]
    names = ("max_tokens", "max_completion_tokens", "max_output_tokens")
    limits = [body[name] for name in names if name in body]
    limits += [body.get("generationConfig", {}).get("maxOutputTokens")] if not limits else []
    assert limits == [777]


def _reading(**facts: str) -> dict[str, Any]:
    empty = dict.fromkeys(
        ("quantity", "budget_amount", "budget_currency", "date", "city", "order_number", "person",
         "company", "phone", "email", "attack")
    )  # fmt: skip
    none = dict.fromkeys(("lead_urgency", "lead_authority", "lead_budget", "lead_fit"), 0)
    lists: dict[str, list[str]] = {
        name: [] for name in ("secondary", "emotions", "items", "objections", "buying_signals")
    }
    return {
        "language": "es",
        "intent": "purchase_inquiry",
        "intent_confidence": 0.9,
        "sentiment": "neutral",
        "sentiment_score": 0.0,
        "sentiment_confidence": 0.8,
        "urgency": "low",
        "churn_risk": 0,
        "closure": "unclear",
        "closure_confidence": 0.5,
        "wants_person": False,
        "legal": False,
        "opt_out": "no",
        "comment": "neutral",
        "attack_confidence": 0.0,
        **empty,
        **none,
        **lists,
        **facts,
    }
