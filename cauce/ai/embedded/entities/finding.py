"""All facts of one message, read in an order that keeps one number from being two things."""

from collections.abc import Mapping, Sequence

from cauce.ai.embedded.entities.contacts import find_email, find_phone
from cauce.ai.embedded.entities.dates import find_date
from cauce.ai.embedded.entities.money import find_budget, find_money
from cauce.ai.embedded.entities.names import find_company, find_person
from cauce.ai.embedded.entities.order_number import find_order_number
from cauce.ai.embedded.entities.places import find_city
from cauce.ai.embedded.entities.pressure import find_urgency
from cauce.ai.embedded.entities.products import find_items
from cauce.ai.embedded.entities.quantity import find_counts, loose_quantity
from cauce.ai.embedded.phrases import Hit
from cauce.ai.embedded.wording import Wording
from cauce.core.reading import Entities


def find_entities(
    wording: Wording, hits: Mapping[str, tuple[Hit, ...]], named: Sequence[Hit]
) -> Entities:
    """`named` are the caller's own product names found in the message."""
    phone, email = find_phone(wording), find_email(wording)
    order_number, date = find_order_number(wording), find_date(wording)
    amounts = find_money(wording)
    taken = [(money.start, money.end) for money in amounts if money.marked]
    for written in (phone, email, order_number, date):
        if written and (start := wording.text.find(written)) >= 0:
            taken.append((start, start + len(written)))
    goods = {hit.first for hit in (*hits.get("product", ()), *named)}
    counts = find_counts(wording, taken, goods)
    items = find_items(wording, hits, named, counts)
    counted = [item for item in items if item.quantity is not None]
    quantity = counted[0].quantity if len(counted) == 1 else None
    if not counted:
        quantity = counts[0].value if counts else loose_quantity(wording)
    return Entities(
        items=items,
        quantity=quantity,
        budget=find_budget(wording, amounts, quantity),
        date=date,
        urgency=find_urgency(wording, hits),
        city=find_city(wording),
        order_number=order_number,
        person=find_person(wording),
        company=find_company(wording),
        phone=phone,
        email=email,
    )
