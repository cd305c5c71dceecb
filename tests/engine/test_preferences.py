"""Who tells WhatsApp itself that they want no advertising gets none, until they want it again."""

from datetime import timedelta
from typing import Any

import pytest

from cauce.engine import preferences
from cauce.store.models import Consent
from cauce.store.session import Store
from tests.engine.on_the_phone import OnThePhone, on_the_phone
from tests.houses import ScriptedMind, rows, work_off


@pytest.fixture
async def phone(store: Store, mind: ScriptedMind) -> OnThePhone:
    made = await on_the_phone(store, mind, "whatsapp")
    await made.writes()
    return made


async def told(phone: OnThePhone) -> list[tuple[str, bool]]:
    return [(one.scope, one.granted) for one in await rows(phone.house.store, Consent)]


async def prefers(phone: OnThePhone, *, marketing: bool) -> None:
    path = f"customers/{phone.customer['id']}/marketing?wanted={str(marketing).lower()}"
    await phone.played.control(path)
    await phone.passes(60)
    await work_off(phone.house)


async def test_a_stop_and_a_yes_on_whatsapp_are_kept_as_wishes(phone: OnThePhone) -> None:
    await prefers(phone, marketing=False)
    assert await told(phone) == [("marketing", False)]
    await prefers(phone, marketing=True)
    assert await told(phone) == [("marketing", False), ("marketing", True)]


async def test_the_same_wish_once_more_and_an_older_one_change_nothing(phone: OnThePhone) -> None:
    wish: dict[str, Any] = {
        "channel": "whatsapp",
        "names": [phone.customer["address"]],
        "granted": False,
        "said": "stop",
        "at": phone.clock.now().isoformat(),
    }
    assert await preferences.hear(phone.house, wish) == "applied"
    assert await preferences.hear(phone.house, wish) == "old"
    before = (phone.clock.now() - timedelta(hours=1)).isoformat()
    older = wish | {"granted": True, "said": "resume", "at": before}
    assert await preferences.hear(phone.house, older) == "old"
    assert await preferences.hear(phone.house, wish | {"names": ["nobody"]}) == "nobodys"
    assert await told(phone) == [("marketing", False)]
