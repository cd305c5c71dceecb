"""Webhook calls: what signs them, and how they are late, twice, out of order or repeated."""

import asyncio

import httpx
import orjson
import pytest

from cauce.channels.whatsapp.parse import parse
from cauce.channels.whatsapp.verify import verify
from cauce.core.clock import FixedClock
from cauce.sandbox.agenda import Agenda
from cauce.sandbox.defaults import APP_SECRET
from cauce.sandbox.deliveries import pause_before, signature
from cauce.sandbox.moving_clock import MovingClock
from tests.sandbox.played import NOON, WABA_ID, Played


def texts(played: Played) -> list[str]:
    return [one["messages"][0]["text"]["body"] for one in played.values() if "messages" in one]


async def fault(played: Played, manner: str, place: str = "meta.webhook", **more: object) -> None:
    await played.control("faults", {"place": place, "manner": manner, **more})


def test_the_signature_is_that_of_the_known_example() -> None:
    body = b'{"object":"whatsapp_business_account","entry":[]}'
    assert signature("app_secret", body) == (
        "sha256=c236c758c9b2bd40b388a550eeca09eaca72384dd0aa5e7c31d19cddac5bba46"
    )


async def test_what_is_sent_is_signed_over_its_bytes_and_written_in_escapes(
    played: Played,
) -> None:
    await played.writes(await played.customer(name="Zoë"), "¿Envían a Colón? 🙂 a/b")
    await played.passes()
    call = played.told.calls[0]
    assert call.content.isascii()
    assert b"a\\/b" in call.content
    assert b"\\u00bfEnv\\u00edan" in call.content
    header = call.headers["x-hub-signature-256"]
    assert verify(call.content, header, (APP_SECRET,))
    assert texts(played) == ["¿Envían a Colón? 🙂 a/b"]


async def test_a_call_is_repeated_with_growing_pauses_until_it_is_taken(played: Played) -> None:
    played.told.answers = [500, 503, 401]
    await played.writes(await played.customer())
    await played.passes(0)
    assert len(played.told.calls) == 1
    await played.passes(1.9)
    assert len(played.told.calls) == 1
    await played.passes(0.1)
    assert len(played.told.calls) == 2
    await played.passes(60)
    assert len(played.told.calls) == 4
    assert len({call.content for call in played.told.calls}) == 1
    await played.passes(hours=24)
    assert len(played.told.calls) == 4


async def test_it_is_given_up_after_seven_days(played: Played) -> None:
    played.told.answers = [500] * 1000
    await played.writes(await played.customer())
    await played.passes(hours=24 * 8)
    tried = len(played.told.calls)
    assert 20 < tried < 60
    await played.passes(hours=24 * 8)
    assert len(played.told.calls) == tried
    notes = [one["note"] for one in (await played.control("journal", method="GET"))["crossings"]]
    assert "given up after seven days" in notes


def test_pauses_grow_to_hours_and_no_further() -> None:
    assert [pause_before(at) for at in (1, 2, 3)] == [2.0, 8.0, 32.0]
    assert pause_before(50) == 6 * 3600


async def test_an_address_that_is_away_counts_as_not_taken() -> None:
    played = Played()
    away = [True]

    def answer(request: httpx.Request) -> httpx.Response:
        if away[0]:
            raise httpx.ConnectError("nobody listens")
        return played.told(request)

    played.app.state.sandbox.http._transport = httpx.MockTransport(answer)
    await played.writes(await played.customer())
    await played.passes(0)
    away[0] = False
    await played.passes(2)
    assert len(played.told.calls) == 1


async def test_a_call_arrives_twice_with_the_same_bytes(played: Played) -> None:
    await fault(played, "duplicated")
    await played.writes(await played.customer())
    await played.passes()
    first, second = played.told.calls
    assert first.content == second.content


async def test_a_call_never_arrives(played: Played) -> None:
    await fault(played, "missing")
    ana = await played.customer()
    await played.writes(ana, "uno")
    await played.writes(ana, "dos")
    await played.passes()
    assert texts(played) == ["dos"]


async def test_a_call_arrives_late(played: Played) -> None:
    await fault(played, "delayed", seconds=600)
    ana = await played.customer()
    await played.writes(ana, "uno")
    await played.writes(ana, "dos")
    await played.passes()
    assert texts(played) == ["dos"]
    await played.passes(600)
    assert texts(played) == ["dos", "uno"]


async def test_statuses_alone_can_come_out_of_order(played: Played) -> None:
    ana = await played.customer()
    await played.writes(ana)
    await fault(played, "reordered", "meta.webhook.statuses")
    await played.send(ana["address"])
    await played.passes()
    assert [one["status"] for one in played.statuses()] == ["delivered", "sent"]


@pytest.mark.parametrize("manner", ["bad_signature", "no_signature"])
async def test_a_call_that_is_not_from_meta(played: Played, manner: str) -> None:
    await fault(played, manner)
    await played.writes(await played.customer())
    await played.passes()
    assert not played.told.genuine()


async def test_a_body_that_ends_too_early_is_still_signed(played: Played) -> None:
    await fault(played, "malformed")
    await played.writes(await played.customer())
    await played.passes()
    assert played.told.genuine()
    with pytest.raises(orjson.JSONDecodeError):
        orjson.loads(played.told.calls[0].content)


@pytest.mark.parametrize(
    ("bundling", "entries", "changes", "messages"),
    [("entries", 3, 3, 3), ("changes", 1, 3, 3), ("items", 1, 1, 3)],
)
async def test_many_happenings_come_in_one_call(
    played: Played, bundling: str, entries: int, changes: int, messages: int
) -> None:
    ana, eva = await played.customer(name="Ana"), await played.customer(name="Eva")
    await played.control("webhooks/hold", {})
    for who, text in ((ana, "uno"), (eva, "dos"), (ana, "tres")):
        await played.writes(who, text)
    await played.control("webhooks/release", {"bundling": bundling})
    await played.passes()
    (payload,) = played.told.payloads
    assert len(payload["entry"]) == entries
    assert sum(len(one["changes"]) for one in payload["entry"]) == changes
    read = parse(payload, NOON)
    assert len(read) == messages
    assert [getattr(one, "display_name", "") for one in read] == ["Ana", "Eva", "Ana"]


async def test_bytes_as_they_are_given(played: Played) -> None:
    answer = await played.http.post("/control/webhooks/raw?signed=false", content=b"\xff{")
    assert answer.json() == {"bytes": 2}
    await played.passes()
    assert played.told.calls[0].content == b"\xff{"
    assert "x-hub-signature-256" not in played.told.calls[0].headers


async def test_nothing_is_told_to_whom_follows_nothing(played: Played) -> None:
    await played.graph(f"{WABA_ID}/subscribed_apps", method="DELETE")
    ana = await played.customer()
    await played.writes(ana)
    await played.passes()
    assert played.told.calls == []
    await played.graph(f"{WABA_ID}/subscribed_apps", {})
    await played.writes(ana, "otra vez")
    await played.passes()
    assert texts(played) == ["otra vez"]


async def test_whoever_answers_slowly_holds_up_nobody_else() -> None:
    clock = FixedClock(NOON)
    agenda = Agenda(MovingClock(clock))
    done: list[str] = []
    gate = asyncio.Event()

    async def slow() -> None:
        await gate.wait()
        done.append("slow")

    async def quick() -> None:
        done.append("quick")

    async def later() -> None:
        done.append("later")

    agenda.plan(0, slow)
    agenda.plan(0, quick)
    agenda.plan(60, later)
    living = asyncio.create_task(agenda.live(lambda _: asyncio.sleep(0)))
    for _ in range(20):
        await asyncio.sleep(0)
    assert done == ["quick"]
    gate.set()
    for _ in range(20):
        await asyncio.sleep(0)
    assert done == ["quick", "slow"]
    living.cancel()
