"""Templates as Meta lists them and tells of them: kept, put right, and told of when lost."""

from datetime import timedelta
from typing import Any

import pytest

from cauce.engine.templates import registry
from cauce.errors import BadInput
from cauce.sandbox.world.accounts import WABA_ID, WHATSAPP_TOKEN
from cauce.store.models import Alert, AuditEntry, ChannelAccount, MessageTemplate
from tests.engine.on_the_phone import OnThePhone
from tests.engine.templates.shop import at_meta, bring_in, template
from tests.houses import rows, work_off

PATH = f"{WABA_ID}/message_templates"


async def alerts(phone: OnThePhone) -> list[tuple[str, str]]:
    return [(one.type, one.status) for one in await rows(phone.house.store, Alert)]


async def hears(phone: OnThePhone) -> None:
    """What Meta tells is received and worked off."""
    await phone.passes()
    await work_off(phone.house)


async def test_all_templates_are_brought_in_with_their_gaps_and_buttons(
    phone: OnThePhone,
) -> None:
    found = await rows(phone.house.store, MessageTemplate)
    assert [one.name for one in found] == [
        "hello_world",
        "hello_again",
        "order_ready",
        "weekend_offer",
    ]
    again = await template(phone)
    assert (again.waba_id, again.language, again.category) == (WABA_ID, "es", "UTILITY")
    assert (again.status, again.named) == ("APPROVED", False)
    assert [one["text"] for one in again.buttons] == ["Sí, continuemos", "Ya no, gracias"]
    assert (await template(phone, "order_ready")).named
    assert (await template(phone, "weekend_offer")).footer.startswith("Responde BAJA")


async def test_a_list_of_several_pages_is_read_to_its_end(
    phone: OnThePhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cauce.channels.whatsapp.templates.PAGE", 1)
    assert await bring_in(phone) == 4
    assert len(await rows(phone.house.store, MessageTemplate)) == 4


async def test_bringing_them_in_again_changes_what_changed_and_keeps_what_is_gone(
    phone: OnThePhone,
) -> None:
    before = await template(phone)
    body = [{"type": "BODY", "text": "Hola {{1}}, ¿seguimos con {{2}}? Avísanos."}]
    await phone.played.graph(before.provider_id, {"components": body})
    await phone.played.graph(f"{PATH}?name=weekend_offer", method="DELETE")
    assert await bring_in(phone) == 3
    now = await template(phone)
    assert (now.id, now.status) == (before.id, "PENDING")
    assert now.body.startswith("Hola {{1}}, ¿seguimos con {{2}}")
    assert now.buttons == []
    assert (await template(phone, "weekend_offer")).status == "DELETED"
    assert ("template_off", "active") in await alerts(phone)


async def test_a_pause_is_heard_told_and_settled_when_it_is_lifted(phone: OnThePhone) -> None:
    await at_meta(phone, "hello_again", status="PAUSED")
    await hears(phone)
    assert (await template(phone)).status == "PAUSED"
    [alert] = await rows(phone.house.store, Alert)
    assert (alert.type, alert.status, alert.severity) == ("template_off", "active", "high")
    assert alert.data["account"] == "hello_again (es)"
    await at_meta(phone, "hello_again", status="APPROVED")
    await hears(phone)
    assert (await template(phone)).status == "APPROVED"
    assert await alerts(phone) == [("template_off", "resolved")]


async def test_quality_and_category_are_heard_and_told(phone: OnThePhone) -> None:
    await at_meta(phone, "hello_again", quality="RED", category="MARKETING")
    await hears(phone)
    found = await template(phone)
    assert (found.quality, found.category, found.status) == ("RED", "MARKETING", "APPROVED")
    assert sorted(await alerts(phone)) == [
        ("template_category", "active"),
        ("template_quality", "active"),
    ]


def news(trait: str, value: str, at: str, provider_id: str) -> dict[str, Any]:
    return {
        "business": WABA_ID,
        "provider_id": provider_id,
        "trait": trait,
        "value": value,
        "at": at,
        "reason": None,
    }


async def test_old_news_change_nothing_and_the_same_news_may_come_twice(
    phone: OnThePhone,
) -> None:
    known = await template(phone)
    now = phone.clock.now()
    late, early = (now + timedelta(minutes=2)).isoformat(), (now + timedelta(minutes=1)).isoformat()
    paused = news("status", "PAUSED", late, known.provider_id)
    assert await registry.hear(phone.house, paused) == "applied"
    assert await registry.hear(phone.house, paused) == "applied"
    before = news("status", "APPROVED", early, known.provider_id)
    assert await registry.hear(phone.house, before) == "old"
    assert (await template(phone)).status == "PAUSED"
    assert await alerts(phone) == [("template_off", "active")]


async def test_a_list_that_was_asked_for_before_the_news_does_not_undo_them(
    phone: OnThePhone,
) -> None:
    known = await template(phone)
    soon = (phone.clock.now() + timedelta(minutes=1)).isoformat()
    await registry.hear(phone.house, news("status", "PAUSED", soon, known.provider_id))
    await bring_in(phone)
    assert (await template(phone)).status == "PAUSED"
    phone.clock.at += timedelta(minutes=2)
    await bring_in(phone)
    assert (await template(phone)).status == "APPROVED"


async def test_news_of_a_template_nobody_knows_bring_the_list_in(phone: OnThePhone) -> None:
    body = [{"type": "BODY", "text": "Hola {{1}}, tu cita es mañana. Te esperamos."}]
    wish = {"name": "visit", "language": "es", "category": "UTILITY", "components": body}
    await phone.played.graph(PATH, wish)
    await hears(phone)
    assert (await template(phone, "visit")).status == "APPROVED"


async def test_a_category_that_is_to_come_is_told_and_not_yet_so(phone: OnThePhone) -> None:
    known = await template(phone)
    coming = news("coming_category", "MARKETING", phone.clock.now().isoformat(), known.provider_id)
    assert await registry.hear(phone.house, coming) == "applied"
    assert (await template(phone)).category == "UTILITY"
    assert await alerts(phone) == [("template_category", "active")]


async def test_the_round_that_checks_the_accounts_brings_the_templates_in(
    phone: OnThePhone,
) -> None:
    await at_meta(phone, "hello_again", status="DISABLED")
    assert await registry.sync_all(phone.house) == 1
    assert (await template(phone)).status == "DISABLED"
    await phone.played.control(f"tokens/{WHATSAPP_TOKEN}", {"alive": False}, "PATCH")
    assert await registry.sync_all(phone.house) == 1


async def test_what_cannot_be_asked_says_what_to_do(phone: OnThePhone) -> None:
    [account] = await rows(phone.house.store, ChannelAccount)
    await phone.played.control(f"tokens/{WHATSAPP_TOKEN}", {"alive": False}, "PATCH")
    with pytest.raises(BadInput, match="code 190"):
        await registry.sync(phone.house, "user_1", account.id)
    async with phone.house.store.writing() as session:
        kept = await session.get_one(ChannelAccount, account.id)
        kept.settings = {}
    with pytest.raises(BadInput, match="which WhatsApp Business account"):
        await registry.sync(phone.house, "user_1", account.id)
    assert await rows(phone.house.store, AuditEntry, AuditEntry.action == "templates.synced") == []


async def test_news_cut_short_before_the_commit_are_applied_by_the_next_worker(
    phone: OnThePhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in `_heard`, after the row was changed and before the commit."""
    known = await template(phone)
    paused = news("status", "PAUSED", phone.clock.now().isoformat(), known.provider_id)

    async def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("cauce.engine.templates.registry.tell_changes", die)
        with pytest.raises(KeyboardInterrupt):
            await registry.hear(phone.house, paused)
    assert (await template(phone)).status == "APPROVED"
    assert await registry.hear(phone.house, paused) == "applied"
    assert (await template(phone)).status == "PAUSED"
    assert await alerts(phone) == [("template_off", "active")]


async def test_a_list_cut_short_before_the_commit_changes_nothing_and_is_read_again(
    phone: OnThePhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in `_brought_in`, after all rows were written and before the commit."""
    await at_meta(phone, "hello_again", status="PAUSED")
    written = registry._take_in

    async def die(*given: Any) -> None:
        await written(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("cauce.engine.templates.registry._take_in", die)
        with pytest.raises(KeyboardInterrupt):
            await bring_in(phone)
    assert (await template(phone)).status == "APPROVED"
    assert await bring_in(phone) == 4
    assert (await template(phone)).status == "PAUSED"
