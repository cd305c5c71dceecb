"""The small language the lexicons are written in."""

import pytest

from cauce.ai.embedded.lexicon import LEXICONS, lexicon_text, parse_lexicon
from cauce.ai.embedded.phrases import Entry, PhraseBook
from cauce.ai.embedded.wording import read_wording


def found(phrase: str, text: str) -> bool:
    return bool(PhraseBook([Entry("x", phrase)]).find(read_wording(text)))


@pytest.mark.parametrize(
    ("phrase", "text", "there"),
    [
        ("quiero hablar|charlar", "quiero charlar", True),
        ("quiero hablar|charlar", "quiero dormir", False),
        ("a la? orden", "a orden", True),
        ("demand*", "los demandaré", True),
        ("no .. resuelto", "no me lo han resuelto", True),
        ("no .. resuelto", "no uno dos tres cuatro resuelto", False),
        ("no resuelto", "no. resuelto", False),
    ],
)
def test_phrases_match_as_their_marks_say(phrase: str, text: str, there: bool) -> None:
    assert found(phrase, text) is there


def test_choices_of_several_words_become_phrases_of_their_own() -> None:
    entries = [entry.phrase for entry in parse_lexicon("[x]\nquiero hablar|que_me_llamen hoy")]
    assert entries == ["quiero hablar hoy", "quiero que me llamen hoy"]


@pytest.mark.parametrize("name", LEXICONS)
def test_every_lexicon_entry_stands_in_a_section_and_can_match(name: str) -> None:
    for entry in parse_lexicon(lexicon_text(name)):
        assert entry.section
        assert entry.phrase.strip("|?*. "), entry
        assert not set(entry.phrase) & set("()[]=#_"), entry
