"""What was still to leave for somebody who is forgotten stays, and nobody tries it again."""

from datetime import timedelta

from cauce.core.clock import FixedClock
from cauce.engine import chores, contacts
from cauce.engine.house import House
from cauce.engine.outbox import deliver
from cauce.store.models import Delivery
from tests.houses import Outbox, forget_jobs, jobs, rows, talk, thread


async def test_nothing_leaves_for_a_person_who_was_erased(
    house: House, whatsapp: Outbox, clock: FixedClock
) -> None:
    conversation, _ = await talk(house, channel="whatsapp", external_id="50760000001")
    contact = (await thread(house.store, conversation)).contact_id
    await contacts.erase(house, None, contact)
    [delivery] = await rows(house.store, Delivery)
    assert await deliver(house, delivery.id) == "nothing"
    assert (delivery.status, whatsapp.sent) == ("failed", [])
    await forget_jobs(house.store)
    clock.at += timedelta(minutes=5)
    assert await chores.queue_undelivered(house) == 0
    assert await jobs(house.store) == []
