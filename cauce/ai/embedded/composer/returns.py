"""Bringing things back: days and conditions, never a decision about somebody's money."""

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.questions import clipped
from cauce.ai.embedded.composer.scene import Scene


def answer_returns(scene: Scene, out: Answer) -> bool:
    profile = scene.profile
    if profile.returns_days is None:
        return False
    out.did("answer", "returns")
    out.cite_profile()
    if profile.returns_days == 0:
        out.say("returns.none")
    else:
        out.say("returns.days", days=profile.returns_days)
    if profile.returns_conditions and scene.language == profile.language:
        out.add(clipped(profile.returns_conditions, 28))
    return True
