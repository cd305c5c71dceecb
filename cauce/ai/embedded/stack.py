"""All trained heads over one vocabulary: one product of a few rows answers every question."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cauce.ai.embedded.features import Floats, Halves, Vocabulary
from cauce.ai.embedded.heads import Head, Judgement


@dataclass(frozen=True)
class Stack:
    """Weights are features by columns; each head owns some neighbouring columns.

    They are kept at half precision, which halves the memory and changes no answer.
    """

    vocabulary: Vocabulary
    weights: Halves
    bias: Floats
    heads: Mapping[str, Head]

    def judge(self, tokens: Counter[str]) -> Judgement:
        """Every head's answer about one message."""
        where, values = self.vocabulary.vector(tokens)
        rows = self.weights[where].astype(np.float32)
        scores = np.asarray(values @ rows + self.bias, np.float32)
        answers = {name: head.judge(scores) for name, head in self.heads.items()}
        return Judgement(answers, self.heads)


@dataclass(frozen=True)
class Brain:
    """Everything that is learnt: the heads over a message, and the one over a closing answer."""

    messages: Stack
    closure: Stack
