"""Floors on messages the reader has not learnt from: a quarter of the corpus is held back."""

import zlib

import pytest

from cauce.ai.embedded.corpus import Row, corpus_rows, message_rows
from cauce.ai.embedded.reader import EmbeddedReader
from cauce.ai.embedded.tables import sentiment_label
from cauce.ai.embedded.training import train
from cauce.core.reading import Reading, ReadingContext

Unseen = list[tuple[Row, Reading]]


def held_back(row: Row) -> bool:
    return zlib.crc32(row["text"].encode()) % 4 == 1


@pytest.fixture(scope="module")
def honest() -> EmbeddedReader:
    return EmbeddedReader(train(lambda row: not held_back(row)))


@pytest.fixture(scope="module")
def unseen(honest: EmbeddedReader) -> Unseen:
    return [(row, honest.read(row["text"])) for row in message_rows() if held_back(row)]


def share(right: list[bool]) -> float:
    return sum(right) / len(right)


def test_intents_of_unseen_messages(unseen: Unseen) -> None:
    assert share([reading.intent == row["intent"] for row, reading in unseen]) > 0.6


def test_confidence_of_unseen_messages_means_what_it_says(unseen: Unseen) -> None:
    said = [(reading.intent_confidence, reading.intent == row["intent"]) for row, reading in unseen]
    sure = share([right for confidence, right in said if confidence >= 0.8])
    unsure = share([right for confidence, right in said if confidence < 0.5])
    assert sure > 0.78
    assert unsure < sure - 0.2


def test_sentiment_of_unseen_messages(unseen: Unseen) -> None:
    right = [reading.mood.label == sentiment_label(row["sentiment"]) for row, reading in unseen]
    assert share(right) > 0.74


def test_language_of_unseen_messages(unseen: Unseen) -> None:
    assert share([reading.language == row["lang"] for row, reading in unseen]) > 0.97


def test_cases_are_seldom_closed_against_the_customer(honest: EmbeddedReader) -> None:
    rows = [row for row in corpus_rows("closure") if held_back(row)]
    said = [
        (
            row["closure"] == "confirmed",
            honest.read(
                row["text"], ReadingContext(last_agent_message=row.get("last_agent_message"))
            ).closure
            == "confirmed",
        )
        for row in rows
    ]
    assert share([wanted == closes for wanted, closes in said]) > 0.72
    assert share([closes for wanted, closes in said if not wanted]) < 0.15


def test_customers_are_seldom_taken_for_attackers_or_for_leaving(unseen: Unseen) -> None:
    readings = [reading for row, reading in unseen if not row.get("opt_out")]
    assert share([reading.injection is not None for reading in readings]) < 0.05
    assert share([reading.opt_out != "no" for reading in readings]) < 0.03
