"""Somebody in pain hears what the business says of such cases before anything else."""

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.questions import tell
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.search.terms import matters
from cauce.core.business import Faq

_IN_PAIN = "in_pain"


def tend(scene: Scene, out: Answer) -> bool:
    """ "se me partió un diente, ¿qué hago?": never a list of prices."""
    if _IN_PAIN not in matters().meanings(scene.seen.text) or scene.asks("price"):
        return False
    for hit in scene.seen.answers:
        if _IN_PAIN in hit.matters and isinstance(hit.row, Faq):
            tell(scene, out, hit.row)
            return True
    return False
