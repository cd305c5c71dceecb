"""Attempts to bend the rules, told by the trained answer and by tell-tale phrases."""

from cauce.ai.embedded.seen import Seen
from cauce.core.labels import ATTACKS, Attack
from cauce.core.reading import Injection

_SUSPECT = 0.5
_SUSPECT_WITH_PHRASE = 0.3
# Phrases that customers of a shop hardly ever write about anything else.
_TELLING: tuple[Attack, ...] = ("role_override", "system_prompt_leak", "link_markup_trick")


def read_injection(seen: Seen) -> Injection | None:
    chance = seen.judgement.chance("attack", "attack")
    telling = any(seen.has(f"attack.{name}") for name in _TELLING)
    if chance < (_SUSPECT_WITH_PHRASE if telling else _SUSPECT):
        return None
    chances = seen.judgement.values("attack_kind")
    kinds = {name: chances[name] * (1.8 if seen.has(f"attack.{name}") else 1.0) for name in ATTACKS}
    kind = max(ATTACKS, key=lambda name: kinds[name])
    return Injection(kind, round(max(chance, 0.5), 3))
