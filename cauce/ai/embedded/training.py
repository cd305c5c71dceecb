"""Teaches the reader from the shipped corpus: a few seconds on one core, the same every time."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix

from cauce.ai.embedded.closure_features import closure_tokens
from cauce.ai.embedded.corpus import Row, corpus_rows
from cauce.ai.embedded.documents import Documents
from cauce.ai.embedded.features import Floats, Halves, Vocabulary
from cauce.ai.embedded.heads import CLOSURE_HEADS, HEADS, Head, HeadPlan
from cauce.ai.embedded.learning import BIAS, calibrate, fit_scores
from cauce.ai.embedded.sight import look
from cauce.ai.embedded.stack import Brain, Stack
from cauce.ai.embedded.tables import (
    Keep,
    Table,
    build_tables,
    every_row,
    kept_rows,
    right_answers,
)

# Chosen by leave-one-out accuracy on the corpus: smaller trusts single messages more.
RIDGE = 1.6
# Attacks and opt-outs have few examples, each of which says much.
RIDGES: Mapping[str, float] = {"optout": 1.0, "injection": 1.0}
_LEAST_MESSAGES = 2
_MOST_FEATURES = 60_000
_MOST_CLOSURE_FEATURES = 9_000
_AT_A_TIME = 256


def train(keep: Keep = every_row) -> Brain:
    """Learn every head from the shipped corpus, or from the rows that `keep` lets pass."""
    return Brain(_train_messages(keep), _train_closure(kept_rows(corpus_rows("closure"), keep)))


def _train_messages(keep: Keep) -> Stack:
    everything, tables = build_tables(keep)
    documents = Documents(look(row["text"]).tokens for row in everything)
    vocabulary = documents.vocabulary(_LEAST_MESSAGES, _MOST_FEATURES)
    return _train_stack(vocabulary, documents.matrix(vocabulary), HEADS, tables)


def _train_closure(rows: Sequence[Row]) -> Stack:
    documents = Documents(
        closure_tokens(look(row["text"]), row.get("last_agent_message")) for row in rows
    )
    vocabulary = documents.vocabulary(_LEAST_MESSAGES, _MOST_CLOSURE_FEATURES)
    table = Table(tuple(rows), tuple(range(len(rows))))
    return _train_stack(vocabulary, documents.matrix(vocabulary), CLOSURE_HEADS, {"closure": table})


def _train_stack(
    vocabulary: Vocabulary,
    matrix: csr_matrix,
    plans: Sequence[HeadPlan],
    tables: Mapping[str, Table],
) -> Stack:
    heads: dict[str, Head] = {}
    weights: list[Halves] = []
    biases = []
    first = 0
    for name in dict.fromkeys(plan.table for plan in plans):
        table = tables[name]
        places = np.asarray(table.places)
        own = [plan for plan in plans if plan.table == name]
        truths = [right_answers(plan, table.rows) for plan in own]
        own_rows = matrix[places]
        fit = fit_scores(_likeness(own_rows), np.hstack(truths), RIDGES.get(name, RIDGE))
        weights.append(np.asarray(own_rows.T @ fit.duals, np.float16))
        biases.append(fit.duals.sum(axis=0) * np.float32(BIAS**2))
        start = 0
        for plan, truth in zip(own, truths, strict=True):
            unseen = fit.unseen[:, start : start + len(plan.labels)]
            heads[plan.name] = calibrate(plan, first + start, unseen, truth)
            start += len(plan.labels)
        first += start
    return Stack(vocabulary, np.hstack(weights), np.concatenate(biases), heads)


def _likeness(rows: csr_matrix) -> Floats:
    """Every message against every other, some at a time: the sparse product is the larger one."""
    size = rows.shape[0]
    alike = np.empty((size, size), np.float32)
    turned = rows.T.tocsc()
    for first in range(0, size, _AT_A_TIME):
        block = slice(first, first + _AT_A_TIME)
        alike[block] = (rows[block] @ turned).toarray()
    return alike
