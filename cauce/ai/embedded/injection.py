"""Attempts to bend the rules, told by the trained answer and by tell-tale phrases."""

from cauce.ai.embedded.requests import BARE_WORDS
from cauce.ai.embedded.seen import Seen
from cauce.core.labels import ATTACKS, Attack
from cauce.core.reading import Injection

# How likely an attack must be, by how plainly its phrases are there.
_SUSPECT, _SUSPECT_WHEN_HINTED, _SUSPECT_WHEN_TELLING = 0.4, 0.3, 0.2
_DISGUISED_CHANCE = 0.7
_PHRASE_WEIGHT = 1.8
# Phrases that customers of a shop hardly ever write about anything else.
_TELLING: tuple[Attack, ...] = ("role_override", "system_prompt_leak", "link_markup_trick")
# Letters spelt out one by one, or of two alphabets in a word, are meant to slip past a reader.
_DISGUISES = frozenset(("@spelled", "@scripts"))
# A few words without a tell-tale phrase attack nothing unless they carry one of these.
_CARRIERS = frozenset((*_DISGUISES, "@markup", "@blob", "@link"))


def read_injection(seen: Seen) -> Injection | None:
    hinted = any(seen.has(f"attack.{name}") for name in ATTACKS)
    if not hinted and len(seen.wording.words) <= BARE_WORDS and not seen.marks & _CARRIERS:
        return None
    chance = seen.judgement.chance("attack", "attack")
    telling = any(seen.has(f"attack.{name}") for name in _TELLING)
    disguised = bool(seen.marks & _DISGUISES)
    if disguised:
        chance = max(chance, _DISGUISED_CHANCE)
    needed = _SUSPECT_WHEN_TELLING if telling else _SUSPECT_WHEN_HINTED if hinted else _SUSPECT
    if chance < needed:
        return None
    chances = seen.judgement.values("attack_kind")
    kinds = {
        name: chances[name] * (_PHRASE_WEIGHT if seen.has(f"attack.{name}") else 1.0)
        for name in ATTACKS
    }
    kind: Attack = max(ATTACKS, key=lambda name: kinds[name])
    return Injection("encoded_payload" if disguised else kind, round(max(chance, 0.5), 3))
