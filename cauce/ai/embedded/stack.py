"""All trained heads over one vocabulary: one product of a few rows answers every question."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cauce.ai.embedded.features import Floats, Vocabulary
from cauce.ai.embedded.heads import Head, Judgement


@dataclass(frozen=True)
class Stack:
    """Weights are features by columns; each head owns some neighbouring columns."""

    vocabulary: Vocabulary
    weights: Floats
    bias: Floats
    heads: Mapping[str, Head]

    def judge(self, tokens: Counter[str]) -> Judgement:
        """Every head's answer about one message."""
        where, values = self.vocabulary.vector(tokens)
        scores = np.asarray(values @ self.weights[where] + self.bias, np.float32)
        answers = {name: head.judge(scores) for name, head in self.heads.items()}
        return Judgement(answers, self.heads)
