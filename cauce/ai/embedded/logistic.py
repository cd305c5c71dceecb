"""Logistic regression on a handful of scores, by Newton's method: from scores to probabilities."""

import numpy as np
from numpy.typing import NDArray

from cauce.ai.embedded.features import Floats

# How far the examples may pull the weights from nought; the level is as good as free.
_TRUST_CHOICE, _TRUST_FLAG = 3.0, 10.0
_LEVEL_TIE = 1e-3
_STEPS, _CLOSE_ENOUGH = 25, 1e-6

_Reals = NDArray[np.float64]


def fit_choice(scores: Floats, answers: NDArray[np.intp], size: int) -> tuple[Floats, Floats]:
    """Weights (scores by labels) and a level per label, for labels of which exactly one holds."""
    facts = np.column_stack([scores, np.ones(len(scores))]).astype(np.float64)
    wide = facts.shape[1]
    wanted = np.eye(size)[answers]
    tie = np.ones((wide, size))
    tie[-1] = _LEVEL_TIE
    weights: _Reals = np.zeros((wide, size))
    for _ in range(_STEPS):
        chances = _shares(facts @ weights)
        slope = _TRUST_CHOICE * facts.T @ (chances - wanted) + tie * weights
        bend = _bend(facts, chances) + np.diag(tie.T.ravel())
        step = np.linalg.solve(bend, slope.T.ravel()).reshape(size, wide).T
        weights -= step
        if np.abs(step).max() < _CLOSE_ENOUGH:
            break
    return np.asarray(weights[:-1], np.float32), np.asarray(weights[-1], np.float32)


def _shares(raw: _Reals) -> _Reals:
    raised = np.exp(raw - raw.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _bend(facts: _Reals, chances: _Reals) -> _Reals:
    """Second derivatives, a block for each pair of labels."""
    wide, size = facts.shape[1], chances.shape[1]
    bend = np.zeros((size * wide, size * wide))
    for one in range(size):
        for two in range(one, size):
            share = chances[:, one] * ((one == two) - chances[:, two])
            block = _TRUST_CHOICE * facts.T @ (facts * share[:, None])
            rows, columns = slice(one * wide, (one + 1) * wide), slice(two * wide, (two + 1) * wide)
            bend[rows, columns] = block
            bend[columns, rows] = block.T
    return bend


def fit_flag(scores: Floats, holds: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and level for something that holds or does not."""
    facts = np.column_stack([scores, np.ones(len(scores))]).astype(np.float64)
    tie = np.array([1.0, _LEVEL_TIE])
    weights = np.zeros(2)
    for _ in range(_STEPS):
        chances = 1.0 / (1.0 + np.exp(-(facts @ weights)))
        slope = _TRUST_FLAG * facts.T @ (chances - holds) + tie * weights
        share = chances * (1.0 - chances)
        bend = _TRUST_FLAG * facts.T @ (facts * share[:, None]) + np.diag(tie)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < _CLOSE_ENOUGH:
            break
    return float(weights[0]), float(weights[1])
