"""What every channel outside the house holds to, spoken over HTTP to the platforms as played."""

from datetime import timedelta
from typing import Any

import pytest

from cauce.core.dialogue import Brief, Draft, QuickReply
from cauce.engine import outbox
from cauce.engine.delivery.opening import open_parcel
from cauce.engine.delivery.parcel import Parcel
from cauce.store.models import Alert, ChannelAccount, ContactIdentity, MessagePart
from cauce.store.session import Store
from tests.engine.on_the_phone import OUTSIDE, OnThePhone, on_the_phone
from tests.houses import ScriptedMind, rows, says

SENTENCE = "Con gusto le ayudo a elegir la lavadora que mejor le queda a su familia. "
LONG = SENTENCE * 130


@pytest.fixture(params=OUTSIDE)
async def phone(request: pytest.FixtureRequest, store: Store, mind: ScriptedMind) -> OnThePhone:
    return await on_the_phone(store, mind, request.param)


def answering(mind: ScriptedMind, text: str, *titles: str) -> None:
    replies = tuple(QuickReply(title, f"Quiero {title}") for title in titles)

    def draft(brief: Brief) -> Draft:
        return says(text, brief, quick_replies=replies)

    mind.drafts = draft


def dies(*_: Any) -> None:
    raise KeyboardInterrupt


async def test_a_text_is_on_the_phone_once_and_known_by_the_platforms_name(
    phone: OnThePhone,
) -> None:
    delivery = await phone.writes()
    assert await phone.sends(delivery) == "sent"
    assert await phone.sends(delivery) == "nothing"
    await phone.passes()
    [shown] = await phone.shown()
    message = await phone.message()
    assert (shown["id"], shown["content"]["text"]) == (message.provider_id, "Con gusto le ayudo.")
    assert (await phone.delivery()).status == "sent"
    assert message.status in ("sent", "delivered", "read")


@pytest.mark.parametrize("buttons", [1, 3, 8])
async def test_buttons_are_on_the_phone(
    phone: OnThePhone, mind: ScriptedMind, buttons: int
) -> None:
    answering(mind, "¿Cuál?", *(f"Opción {at}" for at in range(buttons)))
    assert await phone.sends(await phone.writes()) == "sent"
    [shown] = await phone.shown()
    assert all(f"Opción {at}" in str(shown["content"]) for at in range(buttons))


async def test_a_long_text_arrives_whole_and_in_order_with_its_buttons_last(
    phone: OnThePhone, mind: ScriptedMind
) -> None:
    answering(mind, LONG, "Sí", "No")
    assert await phone.sends(await phone.writes()) == "sent"
    await phone.passes()
    shown = await phone.shown()
    assert len(shown) > 1
    assert "".join(await phone.texts()).replace(" ", "") == LONG.replace(" ", "")
    assert ["Quiero Sí" in str(one["content"]) for one in shown][:-1] == [False] * (len(shown) - 1)
    assert (await phone.message()).provider_id == shown[-1]["id"]
    assert {one.provider_id for one in await rows(phone.house.store, MessagePart)} == {
        one["id"] for one in shown[:-1]
    }


@pytest.mark.parametrize("after", [1, 2])
async def test_a_worker_killed_between_two_pieces_is_followed_by_one_that_goes_on(
    phone: OnThePhone, mind: ScriptedMind, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Killed when `after` pieces are noted as sent, before the next one is opened."""
    answering(mind, LONG)
    delivery = await phone.writes()
    left = [after]

    async def opens(house: Any, delivery_id: str) -> Any:
        if left[0] == 0:
            raise KeyboardInterrupt
        left[0] -= 1
        return await open_parcel(house, delivery_id)

    monkeypatch.setattr(outbox, "open_parcel", opens)
    with pytest.raises(KeyboardInterrupt):
        await phone.sends(delivery)
    assert len(await phone.shown()) == after
    monkeypatch.undo()
    assert await phone.sends(delivery) == "sent"
    assert "".join(await phone.texts()).replace(" ", "") == LONG.replace(" ", "")


async def test_a_worker_killed_before_the_call_is_told_of_as_nobody_knows(
    phone: OnThePhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after `sending` was committed: from outside it looks like one that was sent."""
    delivery = await phone.writes()
    monkeypatch.setattr(Parcel, "hand_over", dies)
    with pytest.raises(KeyboardInterrupt):
        await phone.sends(delivery)
    monkeypatch.undo()
    assert await phone.sends(delivery) == "unknown"
    await phone.passes()
    assert await phone.sends(delivery) == "nothing"
    assert await phone.shown() == []
    assert (await phone.message()).status == "unknown"
    [alert] = await rows(phone.house.store, Alert)
    assert (alert.type, alert.status) == ("delivery_unknown", "active")


@pytest.mark.parametrize("news_first", [True, False])
async def test_a_worker_killed_after_the_call_leaves_nobody_wondering_once_the_platform_tells(
    phone: OnThePhone, monkeypatch: pytest.MonkeyPatch, news_first: bool
) -> None:
    """Killed between the platform's answer and our note of it; its news come before or after the
    next worker finds out."""
    delivery = await phone.writes()
    monkeypatch.setattr(outbox, "sent_for_sure", dies)
    with pytest.raises(KeyboardInterrupt):
        await phone.sends(delivery)
    monkeypatch.undo()
    if news_first:
        await phone.passes()
    assert await phone.sends(delivery) == ("sent" if news_first else "unknown")
    await phone.passes()
    assert len(await phone.shown()) == 1
    message = await phone.message()
    assert message.status in ("sent", "delivered", "read")
    assert (await phone.delivery()).status == "sent"
    assert message.provider_id == (await phone.shown())[0]["id"]
    assert [one.status for one in await rows(phone.house.store, Alert)] == (
        [] if news_first else ["resolved"]
    )
    assert await phone.sends(delivery) == "nothing"


async def test_a_lost_answer_is_found_by_our_mark_and_never_sent_again(phone: OnThePhone) -> None:
    delivery = await phone.writes()
    await phone.fault("answer_lost")
    assert await phone.sends(delivery) == "unknown"
    assert (await phone.message()).status == "unknown"
    await phone.passes()
    message = await phone.message()
    assert message.status in ("sent", "delivered", "read")
    assert (message.problem, message.error) == (None, None)
    assert [one.status for one in await rows(phone.house.store, Alert)] == ["resolved"]
    assert len(await phone.shown()) == 1


async def test_a_lost_answer_in_the_middle_of_a_long_text_lets_the_rest_follow(
    phone: OnThePhone, mind: ScriptedMind
) -> None:
    answering(mind, LONG)
    delivery = await phone.writes()
    await phone.fault("answer_lost")
    assert await phone.sends(delivery) == "unknown"
    await phone.passes()
    assert (await phone.delivery()).status == "queued"
    assert await phone.sends(delivery) == "sent"
    assert "".join(await phone.texts()).replace(" ", "") == LONG.replace(" ", "")
    assert [one.status for one in await rows(phone.house.store, Alert)] == ["resolved"]


async def test_news_that_never_come_leave_the_question_to_a_person(phone: OnThePhone) -> None:
    delivery = await phone.writes()
    await phone.played.control(
        "faults", {"place": "meta.webhook", "kind": "reset", "manner": "missing", "times": None}
    )
    await phone.fault("answer_lost")
    assert await phone.sends(delivery) == "unknown"
    await phone.passes(hours=2)
    assert await phone.sends(delivery) == "nothing"
    assert (await phone.message()).status == "unknown"
    [alert] = await rows(phone.house.store, Alert)
    assert alert.status == "active"
    assert len(await phone.shown()) == 1


@pytest.mark.parametrize(
    ("fault", "outcome", "problem"),
    [
        ({"kind": "token_dead"}, "failed", "reconnect"),
        ({"kind": "status", "code": 368}, "failed", "account"),
        ({"kind": "status", "code": 100}, "rejected", "final"),
        ({"kind": "reset"}, "unknown", "unknown"),
        ({"kind": "malformed"}, "unknown", "unknown"),
        ({"kind": "status", "status": 502}, "unknown", "unknown"),
        ({"kind": "quota"}, "retried", "slow_account"),
        ({"kind": "overloaded"}, "retried", "retry"),
        ({"kind": "rate_limit"}, "retried", "slow_account"),
    ],
)
async def test_every_refusal_is_answered_as_it_asks(
    phone: OnThePhone, fault: dict[str, Any], outcome: str, problem: str
) -> None:
    delivery = await phone.writes()
    await phone.fault(**fault)
    assert await phone.sends(delivery) == outcome
    assert (await phone.delivery()).remedy == problem
    message = await phone.message()
    assert message.problem == (None if outcome == "retried" else problem)
    if outcome == "retried":
        # An hour of the limit is long; then it leaves after all.
        await phone.passes(hours=2)
        assert await phone.sends(delivery) == "sent"
        assert len(await phone.shown()) == 1


async def test_a_dead_token_stops_the_account_and_tells_a_person_once(phone: OnThePhone) -> None:
    for _ in range(2):
        delivery = await phone.writes()
        await phone.fault("token_dead")
        assert await phone.sends(delivery) == "failed"
    [account] = await rows(phone.house.store, ChannelAccount)
    assert account.status == "attention"
    alerts = await rows(phone.house.store, Alert)
    assert [one.type for one in alerts] == ["channel_disconnected"]


async def test_an_account_that_is_too_fast_rests_and_costs_nobody_a_try(phone: OnThePhone) -> None:
    delivery = await phone.writes()
    await phone.fault("quota", times=None)
    assert await phone.sends(delivery) == "retried"
    assert await phone.sends(delivery) == "waits"
    [account] = await rows(phone.house.store, ChannelAccount)
    assert account.slow_until is not None
    assert account.slow_until > phone.clock.now() + timedelta(seconds=30)
    assert (await phone.delivery()).attempts == 1


async def test_somebody_who_cannot_be_reached_is_marked_until_they_write_again(
    phone: OnThePhone,
) -> None:
    delivery = await phone.writes()
    await phone.fault("status", code=131026 if phone.channel == "whatsapp" else 551)
    assert await phone.sends(delivery) == "unreachable"
    [identity] = await rows(phone.house.store, ContactIdentity)
    assert identity.unreachable_at is not None
    phone.clock.at += timedelta(minutes=1)
    assert await phone.sends(await phone.writes()) == "sent"


async def test_a_closed_window_needs_a_template(phone: OnThePhone) -> None:
    delivery = await phone.writes()
    await phone.played.control("number", {"refuses": "at_once"}, "PATCH")
    await phone.played.passes(hours=25)
    assert await phone.sends(delivery) == "needs_template"
    message = await phone.message()
    assert (message.status, message.problem) == ("failed", "template")
    [alert] = await rows(phone.house.store, Alert)
    assert alert.data["remedy"] == "template"


async def test_an_answer_that_waited_for_a_day_is_not_sent_any_more(phone: OnThePhone) -> None:
    delivery = await phone.writes()
    phone.clock.at += timedelta(hours=25)
    assert await phone.sends(delivery) == "stopped"
    assert await phone.shown() == []
