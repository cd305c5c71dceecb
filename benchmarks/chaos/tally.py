"""Counting after the storm: what every phone shows against what Cauce knows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import httpx
import psycopg
from psycopg.rows import dict_row

from benchmarks.chaos.crowd import Customer

_HEARD = """
    SELECT m.provider_id, m.sequence, m.handled, m.conversation_id,
           c.bot_silenced OR c.status IN ('waiting_agent', 'closed') AS with_person,
           r.received_at AS arrived
      FROM messages m JOIN conversations c ON c.id = m.conversation_id
      JOIN raw_messages r ON r.id = m.raw_id
     WHERE m.direction = 'in'
"""
_SENT = """
    SELECT m.id, m.conversation_id, m.sequence, m.status, m.error, m.provider_id,
           array(SELECT p.provider_id FROM message_parts p
                  WHERE p.message_id = m.id AND p.kind = 'piece' ORDER BY p.place) AS pieces
      FROM messages m WHERE m.direction = 'out' AND m.sender = 'bot'
     ORDER BY m.conversation_id, m.sequence
"""
# An answer that still waited to leave when the conversation went to a person.
_TAKEN_OVER = "a person took over before it left"
_DECIDED_TWICE = """
    SELECT count(*) AS n FROM (
        SELECT 1 FROM decisions WHERE flow = 'chatbot' AND message_id IS NOT NULL
         GROUP BY message_id HAVING count(*) > 1) AS twice
"""


@dataclass(slots=True)
class Tally:
    """Figures first; then everything that must be nought, with the names of what is wrong."""

    said: int = 0
    answered: int = 0
    with_person: int = 0
    sent: int = 0
    unknown: int = 0
    left_to_person: int = 0
    failed: int = 0
    killed: int = 0
    wrong: dict[str, list[str]] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        return not any(self.wrong.values())


def tally(url: str, people: Sequence[Customer], phones: Mapping[str, Any], killed: int) -> Tally:
    """Compares them. `phones` are by customer what their phone shows, oldest first."""
    with psycopg.connect(url, row_factory=dict_row) as connection:
        heard = {row["provider_id"]: row for row in connection.execute(_HEARD)}
        sent = list(connection.execute(_SENT))
        twice = connection.execute(_DECIDED_TWICE).fetchone()
    made = Tally(killed=killed, said=sum(len(one.said) for one in people))
    made.sent = sum(row["provider_id"] is not None for row in sent)
    made.unknown = sum(row["status"] == "unknown" for row in sent)
    made.left_to_person = sum(row["error"] == _TAKEN_OVER for row in sent)
    made.failed = sum(row["status"] == "failed" for row in sent) - made.left_to_person
    made.wrong = {
        "lost": [],
        "out of order": [],
        "neither answered nor with a person": [],
        "answered twice": ["a burst"] * (twice["n"] if twice else 0),
        "on a phone twice": [],
        "on a phone out of order": [],
    }
    for one in people:
        _count_heard(made, one, heard)
    for one in people:
        _count_sent(made, one, heard, sent, phones[one.id])
    return made


def _count_heard(made: Tally, one: Customer, heard: Mapping[str, Any]) -> None:
    made.wrong["lost"] += [name for name in one.said if name not in heard]
    # The platform delivers as it likes; what counts is the order in which it reached us.
    kept = sorted(
        (heard[name]["conversation_id"], heard[name]["sequence"], heard[name]["arrived"])
        for name in one.said
        if name in heard
    )
    if any(a[0] == b[0] and a[2] > b[2] for a, b in pairwise(kept)):
        made.wrong["out of order"].append(one.id)
    for name in one.said:
        row = heard.get(name)
        if row is None:
            continue
        if row["handled"]:
            made.answered += 1
        elif row["with_person"]:
            made.with_person += 1
        else:
            made.wrong["neither answered nor with a person"].append(name)


def _count_sent(
    made: Tally,
    one: Customer,
    heard: Mapping[str, Any],
    sent: Sequence[Mapping[str, Any]],
    shown: Sequence[Mapping[str, Any]],
) -> None:
    """Every bubble is one piece of one message; those without a name of ours are uncertain ones."""
    threads = {heard[name]["conversation_id"] for name in one.said if name in heard}
    ours = [row for row in sent if row["conversation_id"] in threads]
    names = {
        name: (row["conversation_id"], row["sequence"], place)
        for row in ours
        for place, name in enumerate((*row["pieces"], row["provider_id"]))
        if name is not None
    }
    bubbles = [bubble["id"] for bubble in shown if bubble["side"] == "business"]
    nameless = [name for name in bubbles if name not in names]
    uncertain = sum(row["status"] == "unknown" for row in ours)
    if len(nameless) > uncertain:
        made.wrong["on a phone twice"] += nameless
    made.wrong["on a phone twice"] += [name for name, n in Counter(bubbles).items() if n > 1]
    places = [names[name] for name in bubbles if name in names]
    if places != sorted(places):
        made.wrong["on a phone out of order"].append(one.id)


async def phones_of(client: httpx.AsyncClient, people: Sequence[Customer]) -> dict[str, Any]:
    """What each phone shows."""
    found: dict[str, Any] = {}
    for one in people:
        answer = await client.get(f"/control/customers/{one.id}")
        answer.raise_for_status()
        found[one.id] = answer.json()["messages"]
    return found
