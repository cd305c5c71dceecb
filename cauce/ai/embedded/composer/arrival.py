""" "¿Me llega mañana si compro hoy?": working days counted, and no day ever promised."""

import re
from datetime import date, timedelta

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.days import day_meant
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.shipping import answer_shipping
from cauce.core.pricing import rate_for

_ARRIVES = re.compile(
    r"\b(?:lleg\w+|recib\w+|entreg\w+|tendria|lo tengo|la tengo|arriv\w+|get (?:it|here|them)|"
    r"have it|deliver\w*|receiv\w+|cheg\w+|receb\w+)\b"
)
_DAYS = ("today", "tomorrow", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "weekend", "holiday")
_BOUGHT = re.compile(
    r"\b(?:si|if|se|cuando|when|quando)\b(?: \w+){0,3}? (?:compr\w+|pid\w+|orden\w+|"
    r"pag\w+|buy|order|pay|"
    r"ped\w+)\b"
)
_SATURDAY = 5


def asks_arrival(scene: Scene) -> bool:
    """A day by which something not yet bought should be there."""
    seen = scene.seen
    folded = seen.wording.folded
    if not _ARRIVES.search(folded) or not (seen.question or _BOUGHT.search(folded)):
        return False
    bought = _BOUGHT.search(folded) is not None
    in_a_sale = scene.meant.kind == "one" and scene.memory.stage != "ordered"
    known = bool(scene.brief.customer.orders) and not bought
    return scene.asks(*_DAYS) and (bought or in_a_sale) and not known


def answer_arrival(scene: Scene, out: Answer) -> bool:
    """The delivery times of the city, and whether the day asked for is within them."""
    if not asks_arrival(scene) or not scene.profile.shipping:
        return False
    if not answer_shipping(scene, out):
        return False
    product = scene.meant.products[0] if scene.meant.kind == "one" else None
    if product is not None:
        out.remember(focus=product.sku, shown=scene.memory.shown or (product.sku,))
    city = scene.seen.city or scene.memory.city
    rate = rate_for(scene.profile, city) if city else None
    wanted = _wanted_day(scene)
    if rate is not None and wanted is not None:
        soonest = _after(scene, rate.days_min)
        late = soonest > wanted
        out.say("shipping.not_that_day" if late else "shipping.perhaps_that_day")
    if wanted is not None and _rests(scene, wanted):
        out.say("shipping.working_days")
    return True


def _wanted_day(scene: Scene) -> date | None:
    """The later of the days named: "si compro hoy, ¿llega mañana?" asks for tomorrow."""
    if scene.asks("weekend"):
        return scene.today + timedelta(days=(6 - scene.today.weekday()) % 7)
    if scene.asks("tomorrow"):
        return scene.today + timedelta(days=1)
    return day_meant(scene)


def _rests(scene: Scene, until: date) -> bool:
    """Whether a day without deliveries lies between today and then."""
    days = (until - scene.today).days + 1
    return any(not _works(scene, scene.today + timedelta(days=n)) for n in range(1, days + 1))


def _after(scene: Scene, working_days: int) -> date:
    day = scene.today
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= _works(scene, day)
    return day


def _works(scene: Scene, day: date) -> bool:
    closed = any(one.date == day and one.opens is None for one in scene.profile.holidays)
    return day.weekday() < _SATURDAY and not closed
