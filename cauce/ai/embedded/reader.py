"""Reads one burst of customer messages, offline, in a few milliseconds."""

from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from cauce.ai.embedded.cache import load_brain, save_brain
from cauce.ai.embedded.closure import read_closure
from cauce.ai.embedded.corpus import corpus_version
from cauce.ai.embedded.entities.finding import find_entities
from cauce.ai.embedded.entities.products import vocabulary_book
from cauce.ai.embedded.heads import Judgement
from cauce.ai.embedded.injection import read_injection
from cauce.ai.embedded.intent import read_intent
from cauce.ai.embedded.language import detect_language
from cauce.ai.embedded.lead import read_lead
from cauce.ai.embedded.mood import read_mood
from cauce.ai.embedded.phrases import PhraseBook
from cauce.ai.embedded.requests import is_legal, read_opt_out, wants_person
from cauce.ai.embedded.seen import Seen
from cauce.ai.embedded.selling import read_objections, read_signals
from cauce.ai.embedded.sight import Sight, look
from cauce.ai.embedded.stack import Brain
from cauce.core.labels import COMMENT_TYPES, CommentType
from cauce.core.reading import Reading, ReadingContext

Timer = Callable[[], float]
_NO_CONTEXT = ReadingContext()


class EmbeddedReader:
    """Pure after loading: nothing it holds changes, so any number of threads may read with it."""

    def __init__(
        self, brain: Brain, *, timer: Timer = perf_counter, names: PhraseBook | None = None
    ) -> None:
        self._brain = brain
        self._timer = timer
        self._names = names

    @classmethod
    def load(cls, cache_dir: Path, *, timer: Timer = perf_counter) -> "EmbeddedReader":
        """From the cache of this very version, else by training (seconds) and caching that."""
        version = corpus_version()
        brain = load_brain(cache_dir, version)
        if brain is None:
            brain = _learnt()
            save_brain(cache_dir, version, brain)
        return cls(brain, timer=timer)

    def with_vocabulary(self, names: Sequence[str]) -> "EmbeddedReader":
        """The same reader that also knows the names of the business's own products."""
        return EmbeddedReader(self._brain, timer=self._timer, names=vocabulary_book(names))

    def read(self, text: str, context: ReadingContext | None = None) -> Reading:
        """Everything understood of one burst."""
        started = self._timer()
        context = context or _NO_CONTEXT
        sight = look(text)
        seen = self._see(sight, context)
        named = self._names.find(seen.wording) if self._names else ()
        entities = find_entities(seen.wording, seen.hits, named)
        intent, confidence, secondary = read_intent(seen, entities)
        closure, closure_confidence = read_closure(
            seen, sight, context.last_agent_message, self._brain.closure
        )
        return Reading(
            language=seen.language,
            intent=intent,
            intent_confidence=round(confidence, 4),
            mood=read_mood(seen),
            secondary=secondary,
            entities=entities,
            lead=read_lead(seen, intent, entities, context),
            objections=read_objections(seen),
            buying_signals=read_signals(seen),
            closure=closure,
            closure_confidence=round(closure_confidence, 4),
            wants_person=wants_person(seen),
            legal=is_legal(seen),
            opt_out=read_opt_out(seen, context.last_agent_message),
            comment=_comment_type(seen.judgement),
            comment_needs_dm=bool(seen.judgement.held("needs_dm")),
            injection=read_injection(seen),
            milliseconds=round((self._timer() - started) * 1000, 3),
        )

    def _see(self, sight: Sight, context: ReadingContext) -> Seen:
        judgement = self._brain.messages.judge(sight.tokens)
        language = detect_language(sight.wording, judgement, context.language_hint)
        return Seen(sight.wording, sight.hits, sight.marks, judgement, language, sight.feeling)


def _learnt() -> Brain:
    # Learning brings in libraries several times the size of the reader itself.
    from cauce.ai.embedded.training import train  # noqa: PLC0415

    return train()


def _comment_type(judgement: Judgement) -> CommentType:
    chances = judgement.values("comment")
    best: CommentType = max(COMMENT_TYPES, key=lambda name: chances[name])
    return best
