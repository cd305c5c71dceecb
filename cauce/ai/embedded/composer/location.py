"""Where the business is, and how to reach it outside this chat."""

import phonenumbers

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.scene import Scene

_PLACES = 3


def answer_location(scene: Scene, out: Answer) -> bool:
    branches = scene.profile.branches
    if not branches:
        return False
    out.did("answer", "location")
    out.cite_profile()
    for branch in branches[:_PLACES]:
        out.say("location.branch", name=branch.name, address=branch.address, city=branch.city)
        if len(branches) == 1 and branch.map_url:
            out.add(branch.map_url)
    return True


def answer_contact(scene: Scene, out: Answer) -> bool:
    ways = scene.profile.contacts
    told = [
        out.voice.say(f"contact.{kind}", value=_shown(kind, ways[kind], scene.profile.country))
        for kind in ("phone", "whatsapp", "email", "instagram", "website")
        if ways.get(kind)
    ]
    if not told:
        return False
    out.did("answer", "other")
    out.cite_profile()
    out.say("contact.intro", ways=", ".join(told[:3]))
    return True


def _shown(kind: str, value: str, country: str) -> str:
    """A telephone number as people there write it; anything else as it is."""
    if kind not in ("phone", "whatsapp"):
        return value
    try:
        number = phonenumbers.parse(value, country)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
