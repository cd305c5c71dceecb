"""Regularised least squares in its dual form, with exact leave-one-out scores to calibrate on.

Every message is scored by a model that never saw it, so the probabilities are honest without
training the model several times over.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import lapack
from sklearn.linear_model import LogisticRegression

from cauce.ai.embedded.features import Floats
from cauce.ai.embedded.heads import Head, HeadPlan

# Strength of the bias as if it were one more feature.
BIAS = 0.5
# How far the examples may pull the weights of the map from scores to probabilities.
_TRUST_CHOICE, _TRUST_FLAG = 3.0, 10.0
_LOWEST_CUT, _HIGHEST_CUT = 0.2, 0.61


@dataclass(frozen=True)
class Fit:
    """`duals` rebuild the weights; `unseen` are the leave-one-out scores of the same rows."""

    duals: Floats
    unseen: Floats


def fit_scores(alike: Floats, targets: Floats, ridge: float) -> Fit:
    """Solve for all columns of `targets` at once; `alike` is the likeness of the rows."""
    system = np.asfortranarray(alike)
    system += np.float32(BIAS**2)
    system[np.diag_indices_from(system)] += np.float32(ridge)
    factor, failed = lapack.spotrf(system, lower=1, overwrite_a=1)
    if failed:
        raise ArithmeticError("the training rows cannot be told apart")
    duals, _ = lapack.spotrs(factor, targets, lower=1)
    inverse, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
    unseen = targets - duals / np.diag(inverse)[:, None]
    return Fit(np.asarray(duals, np.float32), np.asarray(unseen, np.float32))


def calibrate(plan: HeadPlan, first: int, unseen: Floats, truth: Floats) -> Head:
    """Learn how the leave-one-out scores of a head map to probabilities."""
    size = len(plan.labels)
    if plan.kind == "choice":
        return _calibrate_choice(plan, first, unseen, truth)
    mix, offset = np.zeros((size, size), np.float32), np.zeros(size, np.float32)
    cut = np.full(size, 0.5, np.float32)
    for column in range(size):
        scores, wanted = unseen[:, column], truth[:, column]
        if plan.kind == "amounts":
            slope, level = np.polyfit(scores, wanted, 1)
        else:
            slope, level = _platt(scores, wanted > 0)
            chances = 1.0 / (1.0 + np.exp(-(scores * slope + level)))
            cut[column] = _best_cut(chances, wanted > 0)
        mix[column, column], offset[column] = slope, level
    return Head(plan, first, mix, offset, cut)


def _calibrate_choice(plan: HeadPlan, first: int, unseen: Floats, truth: Floats) -> Head:
    size = len(plan.labels)
    model = LogisticRegression(C=_TRUST_CHOICE, max_iter=300).fit(unseen, truth.argmax(axis=1))
    # A label no row has stays out of reach.
    mix, offset = np.zeros((size, size), np.float32), np.full(size, -9.0, np.float32)
    mix[:, model.classes_] = model.coef_.T
    offset[model.classes_] = model.intercept_
    return Head(plan, first, mix, offset, np.full(size, 0.5, np.float32))


def _platt(scores: Floats, holds: np.ndarray) -> tuple[float, float]:
    model = LogisticRegression(C=_TRUST_FLAG).fit(scores[:, None], holds)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def _best_cut(chances: Floats, holds: np.ndarray) -> float:
    """The threshold of best F1, kept near the middle so that few examples cannot move it far."""
    best, best_f1 = 0.5, -1.0
    for cut in np.arange(_LOWEST_CUT, _HIGHEST_CUT, 0.05):
        said = chances >= cut
        right = float((said & holds).sum())
        f1 = 2 * right / max(1.0, float(said.sum() + holds.sum()))
        if f1 > best_f1:
            best, best_f1 = float(cut), f1
    return best
