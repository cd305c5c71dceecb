"""A turn that fails blocks nobody: it is tried again, and in the end a person gets it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from cauce.core.clock import FixedClock
from cauce.core.reading import Mood
from cauce.engine.house import House
from cauce.engine.turn import taking
from cauce.engine.turn.last_words import says_stop
from cauce.engine.turn.rescue import PERSON_COMES
from cauce.errors import Unavailable
from cauce.flows.reception.wording import STOPPED
from cauce.store.models import ActionRow, Case, Consent, DecisionRow, FlowSetting, Message
from tests.houses import (
    CALM,
    ScriptedMind,
    answers,
    forget_jobs,
    jobs,
    rows,
    talk,
    thread,
    work_off,
    write,
)

# No flow can work with a feeling like this, and it cannot be stored either.
BROKEN = replace(CALM, mood=Mood("neutral", "not a number", 0.9))  # type: ignore[arg-type]


@pytest.fixture
def broken(mind: ScriptedMind) -> None:
    mind.reading = BROKEN


@pytest.mark.usefixtures("broken")
async def test_a_failure_is_written_down_and_tried_again_by_a_job_of_its_own(
    house: House, clock: FixedClock
) -> None:
    conversation, outcome = await talk(house)
    found = await thread(house.store, conversation)
    assert outcome == "retried"
    assert (found.attempts, found.unhandled) == (1, 1)
    assert found.next_try == clock.now() + timedelta(seconds=taking.BACKOFF[0])
    assert "not a number" in (found.last_error or "")
    async with house.store.reading() as session:
        [job] = await session.execute(
            text("SELECT task_name, lock, queueing_lock, scheduled_at FROM procrastinate_jobs")
        )
    assert tuple(job) == ("turn_again", None, f"again:{conversation}", found.next_try)


@pytest.mark.usefixtures("broken")
async def test_the_job_of_a_failing_turn_ends_and_leaves_the_next_one_free(house: House) -> None:
    landed = await write(house)
    async with house.store.writing() as session:
        await session.execute(
            text("""INSERT INTO procrastinate_jobs (queue_name, task_name, args, scheduled_at)
                    VALUES ('chat', 'turn_again', '{}', now() + interval '1 day')""")
        )
        await session.execute(text("DELETE FROM procrastinate_jobs WHERE task_name <> 'turn'"))
    await forget_jobs(house.store)
    await taking.take_turn(house, landed.conversation_id)
    await write(house)
    assert sorted(await jobs(house.store)) == [("turn", "todo"), ("turn_again", "todo")]


async def test_a_fault_that_passes_is_forgotten(house: House, mind: ScriptedMind) -> None:
    mind.reading = BROKEN
    conversation, _ = await talk(house)
    mind.reading = CALM
    await work_off(house)
    found = await thread(house.store, conversation)
    assert (found.attempts, found.next_try, found.last_error) == (0, None, None)
    assert await answers(house.store, conversation) == ["Con gusto le ayudo."]
    assert await jobs(house.store) == []


@pytest.mark.usefixtures("broken")
async def test_after_the_last_try_a_person_gets_it_and_the_customer_is_told_once(
    house: House,
) -> None:
    landed = await write(house)
    await work_off(house)
    conversation = await thread(house.store, landed.conversation_id)
    assert await answers(house.store, conversation.id) == [PERSON_COMES["es"]]
    assert (conversation.status, conversation.bot_silenced) == ("waiting_agent", True)
    assert (conversation.unhandled, conversation.attempts, conversation.escalated) == (0, 0, True)
    [case] = await rows(house.store, Case)
    assert (case.reason, case.status) == ("failed_attempts", "open")
    [decision] = await rows(house.store, DecisionRow)
    assert "not a number" in decision.error
    assert all(one.handled for one in await rows(house.store, Message))
    assert await jobs(house.store) == []
    await write(house)
    await work_off(house)
    assert await answers(house.store, conversation.id) == [PERSON_COMES["es"]]
    assert len(await rows(house.store, Case)) == 1


async def test_a_turn_that_kills_its_workers_goes_to_a_person(
    house: House, mind: ScriptedMind
) -> None:
    landed = await write(house)
    async with house.store.writing() as session:
        await session.execute(text(f"UPDATE procrastinate_jobs SET attempts = {taking.DEADLY}"))
    await work_off(house)
    assert mind.read_texts == []
    assert await answers(house.store, landed.conversation_id) == [PERSON_COMES["es"]]
    assert (await thread(house.store, landed.conversation_id)).status == "waiting_agent"


@pytest.mark.usefixtures("broken")
async def test_giving_up_is_recorded_like_any_other_deed(house: House) -> None:
    await write(house)
    await work_off(house)
    [decision] = await rows(house.store, DecisionRow)
    assert (decision.flow, decision.verdict, decision.autonomy) == ("escalation", "go", "act")
    done = [(row.kind, row.status) for row in await rows(house.store, ActionRow)]
    assert done == [("HandOver", "done"), ("SendMessage", "done")]


@pytest.mark.usefixtures("broken")
async def test_a_flow_in_the_shadow_says_nothing_even_when_it_gives_up(house: House) -> None:
    async with house.store.writing() as session:
        session.add(FlowSetting(flow="escalation", autonomy="shadow"))
    landed = await write(house)
    await work_off(house)
    conversation = await thread(house.store, landed.conversation_id)
    assert await answers(house.store, conversation.id) == []
    assert (conversation.status, conversation.unhandled) == ("waiting_agent", 0)


@pytest.mark.parametrize("killed", [False, True], ids=["tried often", "killed its workers"])
async def test_who_asked_us_to_stop_in_what_is_dropped_is_left_alone(
    house: House, mind: ScriptedMind, *, killed: bool
) -> None:
    mind.reading = replace(BROKEN, opt_out="yes")
    landed = await write(house, "No me escriban más por favor")
    if killed:
        async with house.store.writing() as session:
            await session.execute(text(f"UPDATE procrastinate_jobs SET attempts = {taking.DEADLY}"))
    await work_off(house)
    [consent] = await rows(house.store, Consent)
    assert (consent.scope, consent.granted) == ("all", False)
    assert consent.evidence == "No me escriban más por favor"
    assert await answers(house.store, landed.conversation_id) == [STOPPED["es"]]
    assert (await thread(house.store, landed.conversation_id)).status == "waiting_agent"
    assert bool(mind.read_texts) is not killed


@pytest.mark.parametrize(
    ("words", "stops"),
    [
        ("STOP", True),
        ("baja", True),
        ("BAJA por favor", True),
        ("por favor no me manden más mensajes", True),
        ("unsubscribe", True),
        ("please stop texting me", True),
        ("não me mande mais mensagens", True),
        ("sair", True),
        ("¿La laptop baja de precio mañana?", False),
        ("Quiero dos lavadoras", False),
        ("do you have it in stock?", False),
    ],
)
def test_what_is_not_read_any_more_goes_by_its_wording(words: str, *, stops: bool) -> None:
    assert says_stop(words) is stops


async def test_a_database_that_was_away_counts_as_no_failure(
    house: House, mind: ScriptedMind
) -> None:
    async def away() -> None:
        async with house.store.writing() as session:
            await session.execute(
                text("""SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                         WHERE datname = current_database() AND pid <> pg_backend_pid()""")
            )
        raise Unavailable("the database is away")

    landed = await write(house)
    await forget_jobs(house.store)
    house.sleep.meanwhile = away  # type: ignore[attr-defined]
    async with house.store.writing() as session:
        await session.execute(text("UPDATE messages SET content = 'hola'"))
    assert await taking.take_turn(house, landed.conversation_id) == "postponed"
    found = await thread(house.store, landed.conversation_id)
    assert (found.attempts, found.unhandled) == (0, 1)
    assert await jobs(house.store) == []


async def test_a_turn_without_anything_to_do_does_nothing(house: House, mind: ScriptedMind) -> None:
    conversation, _ = await talk(house)
    assert await taking.take_turn(house, conversation) == "nothing"
    assert await taking.take_turn(house, "conv_that_is_gone") == "nothing"
    await taking.turn_again(house, conversation)
    assert len(mind.briefs) == 1
    assert await jobs(house.store) == []
