"""Faults wait at a place until a request meets them; then they look as they do on a network."""

import random
from collections.abc import Callable
from typing import Any

import httpx
import orjson
import pytest

from cauce.sandbox.faults import Fault, Faults
from cauce.sandbox.world.accounts import INSTAGRAM_ID, PAGE_TOKEN
from tests.sandbox.played import NUMBER_ID, Played, code

PLACE = "meta.whatsapp.messages"


async def asleep(_: float) -> None:
    return None


def faults() -> Faults:
    return Faults(random.Random(3), asleep)


def test_a_fault_is_met_once_unless_it_says_otherwise() -> None:
    waiting = faults()
    waiting.add(PLACE, Fault("reset"))
    waiting.add(PLACE, Fault("status", times=2))
    waiting.add("openai.", Fault("latency", times=None))
    met = [waiting.next(PLACE) for _ in range(4)]
    assert [one.kind if one else None for one in met] == ["reset", "status", "status", None]
    assert [waiting.next("openai.chat") is not None for _ in range(3)] == [True] * 3
    assert list(waiting.waiting()) == ["openai."]
    waiting.clear("openai.")
    assert waiting.waiting() == {}


async def test_a_place_that_is_none_is_refused(played: Played) -> None:
    for place in ("meta.whatsap.messages", "openai", "nowhere.", "meta.webhook.gossip"):
        refused = await played.http.post("/control/faults", json={"place": place, "kind": "reset"})
        assert refused.status_code == 422, place
    for place in ("openai.images", "meta.", "meta.webhook", "meta.webhook.statuses"):
        await played.control("faults", {"place": place, "kind": "reset"})


async def test_an_account_is_no_file_though_its_id_begins_alike(played: Played) -> None:
    await played.control("faults", {"place": "meta.media", "kind": "status", "times": None})
    page = {"authorization": f"Bearer {PAGE_TOKEN}"}
    account = await played.http.get(f"/graph/v25.0/{INSTAGRAM_ID}", headers=page)
    assert account.json()["id"] == INSTAGRAM_ID
    uploaded = await played.http.post("/control/media", content=b"x")
    assert (await played.graph(uploaded.json()["id"])).status_code == 500


async def test_every_answer_says_how_much_of_the_limit_is_used(played: Played) -> None:
    told = await played.graph(NUMBER_ID)
    assert orjson.loads(told.headers["x-app-usage"])["call_count"] == 1
    await played.control("wiring", {"app_usage": 95}, "PATCH")
    refused = await played.graph("nothing")
    assert orjson.loads(refused.headers["x-app-usage"])["call_count"] == 95
    assert isinstance(refused.json()["error"]["error_data"], str)


def test_a_place_is_meant_exactly_unless_it_ends_with_a_dot() -> None:
    waiting = faults()
    waiting.add("meta.whatsapp", Fault("reset"))
    assert waiting.next(PLACE) is None
    waiting.add("meta.", Fault("reset"))
    assert waiting.next("openai.chat") is None
    assert waiting.next(PLACE) is not None


def test_a_fault_that_means_nothing_here_keeps_waiting() -> None:
    waiting = faults()
    waiting.add("meta.", Fault("token_dead"))
    assert waiting.next("meta.webhook", {"latency"}) is None
    assert waiting.next(PLACE) is not None


def test_a_chance_is_a_chance() -> None:
    waiting = faults()
    waiting.add(PLACE, Fault("reset", times=None, chance=0.3))
    met = sum(waiting.next(PLACE) is not None for _ in range(1000))
    assert 230 < met < 370


async def ready(played: Played, **fault: Any) -> dict[str, Any]:
    ana = await played.customer()
    await played.writes(ana)
    await played.control("faults", {"place": PLACE, **fault})
    return ana


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"kind": "token_dead"}, (190, 463)),
        ({"kind": "overloaded"}, (2, None)),
        ({"kind": "quota"}, (4, None)),
        *(({"kind": "status", "code": one}, (one, None)) for one in (131000, 131048, 368, 131042)),
    ],
)
async def test_refusals_of_the_graph_api(
    played: Played, fault: dict[str, Any], expected: tuple[int, int | None]
) -> None:
    ana = await ready(played, **fault)
    assert code(await played.send(ana["address"])) == expected
    assert (await played.send(ana["address"])).status_code == 200


async def test_a_limit_can_come_as_429_with_the_time_to_wait(played: Played) -> None:
    ana = await ready(played, kind="rate_limit", code=130429, retry_after=3)
    answer = await played.send(ana["address"])
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3")
    assert code(answer)[0] == 130429


async def test_a_quota_says_when_to_come_back(played: Played) -> None:
    ana = await ready(played, kind="quota", retry_after=600)
    usage = (await played.send(ana["address"])).headers["x-business-use-case-usage"]
    assert orjson.loads(usage)[NUMBER_ID][0]["estimated_time_to_regain_access"] == 10


@pytest.mark.parametrize(("kind", "sent"), [("answer_lost", 1), ("reset", 0)])
async def test_a_broken_connection_may_or_may_not_have_sent_it(
    played: Played, kind: str, sent: int
) -> None:
    ana = await ready(played, kind=kind)
    with pytest.raises(httpx.TransportError):
        await played.send(ana["address"])
    shown = (await played.phone(ana))["messages"]
    assert sum(one["side"] == "business" for one in shown) == sent
    await played.passes()
    assert len(played.statuses()) == 2 * sent


@pytest.mark.parametrize(
    ("fault", "good"),
    [
        ({"kind": "status", "status": 503}, lambda one: one.status_code == 503),
        ({"kind": "rate_limit", "retry_after": 2}, lambda one: one.headers["retry-after"] == "2"),
        ({"kind": "unknown_fields"}, lambda one: "x_flag" in one.json() and one.json()["messages"]),
    ],
)
async def test_other_trouble_on_the_way(
    played: Played, fault: dict[str, Any], good: Callable[[httpx.Response], bool]
) -> None:
    ana = await ready(played, **fault)
    assert good(await played.send(ana["address"]))


async def test_an_answer_that_ends_too_early_cannot_be_read(played: Played) -> None:
    ana = await ready(played, kind="malformed")
    with pytest.raises(ValueError, match=r"."):
        (await played.send(ana["address"])).json()


@pytest.mark.parametrize("kind", ["latency", "slow_first_byte"])
async def test_an_answer_takes_its_time(played: Played, kind: str) -> None:
    ana = await ready(played, kind=kind, seconds=7)
    assert (await played.send(ana["address"])).status_code == 200
    assert played.slept == [7]


async def test_what_was_taken_fails_afterwards(played: Played) -> None:
    ana = await ready(played, kind="wrong", code=131053)
    assert (await played.send(ana["address"])).status_code == 200
    await played.passes()
    assert played.statuses()[0]["errors"][0]["code"] == 131053


async def test_everything_is_in_the_journal_in_both_directions(played: Played) -> None:
    ana = await ready(played, kind="reset")
    with pytest.raises(httpx.TransportError):
        await played.send(ana["address"])
    await played.send(ana["address"])
    await played.passes()
    told = (await played.control("journal", method="GET"))["crossings"]
    ways = [(one["direction"], one["status"]) for one in told]
    assert ways == [
        ("to_platform", None),
        ("to_platform", 200),
        ("to_cauce", 200),
        ("to_cauce", 200),
        ("to_cauce", 200),
    ]
    assert told[1]["sent"]["text"] == {"body": "Buenas"}
    assert "access_token" not in str(told)
    later = await played.control(f"journal?after={told[-1]['number']}", method="GET")
    assert later["crossings"] == []


async def test_a_reset_is_the_first_day_again(played: Played) -> None:
    await ready(played, kind="reset")
    await played.control("reset")
    state = await played.control("state", method="GET")
    assert (state["faults"], state["waiting"]) == ({}, 0)
    assert (await played.control("customers", method="GET"))["customers"] == []
