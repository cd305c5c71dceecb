"""Two readings of one burst as one: a model reads finer, but takes back no warning of the house."""

from dataclasses import replace

from cauce.core.reading import Entities, Reading

_SURE_ATTACK = 0.5


def agreed(model: Reading, house: Reading) -> Reading:
    """The model's reading; what the house saw of attacks, law and opting out stays as it was.

    A message can talk a model out of noticing these, but not the house: it listens to nobody.
    """
    attack = house.injection
    suspect = attack is not None and attack.confidence >= _SURE_ATTACK
    return replace(
        model,
        entities=_merged(model.entities, house.entities),
        lead=model.lead if not suspect else house.lead,
        injection=attack if suspect else (model.injection or attack),
        opt_out=house.opt_out if house.opt_out != "no" else model.opt_out,
        legal=model.legal or house.legal,
        wants_person=model.wants_person or house.wants_person,
        comment=house.comment,
        comment_needs_dm=house.comment_needs_dm,
    )


def _merged(model: Entities, house: Entities) -> Entities:
    """Facts are copied from the text by both, so what one missed the other may have."""
    return Entities(
        items=model.items or house.items,
        quantity=model.quantity or house.quantity,
        budget=model.budget or house.budget,
        date=model.date or house.date,
        urgency=model.urgency or house.urgency,
        city=model.city or house.city,
        order_number=model.order_number or house.order_number,
        person=model.person or house.person,
        company=model.company or house.company,
        phone=model.phone or house.phone,
        email=model.email or house.email,
    )
