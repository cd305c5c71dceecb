"""People from the command line: they can log in with what was printed, and the old one is dead."""

import asyncio
from typing import Any

import psycopg

from cauce.engine import passwords
from tests.command.console import Run


def value(url: str, sql: str) -> Any:
    with psycopg.connect(url) as connection:
        row = connection.execute(sql).fetchone()
    return row[0] if row else None


def opens(url: str, email: str, password: str) -> bool:
    stored = value(url, f"SELECT password_hash FROM users WHERE email = '{email}'")
    return asyncio.run(passwords.matches(password, stored))


def test_somebody_who_was_added_can_log_in_with_the_password_that_was_printed(
    run: Run, here: str
) -> None:
    told = run("user", "add", "Ana@Tienda.example", "--role", "owner")
    assert told.status == 0
    assert opens(here, "ana@tienda.example", told.out.split()[-1])
    assert value(here, "SELECT role || ' ' || name FROM users") == "owner Ana"


def test_everybody_is_listed_with_their_role(run: Run, here: str) -> None:
    run("user", "add", "ana@tienda.example", "--name", "Ana Ríos", "--role", "owner")
    run("user", "add", "luis@tienda.example")
    told = run("user", "list")
    assert "ana@tienda.example │ Ana Ríos │ owner │ yes" in told.out
    assert "luis@tienda.example │ luis │ agent │ yes" in told.out


def test_the_same_e_mail_twice_is_refused(run: Run, here: str) -> None:
    run("user", "add", "ana@tienda.example")
    told = run("user", "add", "ANA@tienda.example")
    assert (told.status, told.errors) == (1, "✗ There is already a user with this e-mail.")
    assert value(here, "SELECT count(*) FROM users") == 1


def test_a_role_nobody_knows_is_refused_with_those_there_are(run: Run, here: str) -> None:
    told = run("user", "add", "ana@tienda.example", "--role", "king")
    assert told.status == 1
    assert told.errors == "✗ The role must be one of owner, manager, agent, viewer."


def test_a_fresh_password_replaces_the_old_one_and_ends_sessions(run: Run, here: str) -> None:
    old = run("user", "add", "ana@tienda.example").out.split()[-1]
    with psycopg.connect(here) as connection:
        connection.execute(
            "INSERT INTO sessions (id, created_at, updated_at, user_id, token_hash, csrf,"
            " expires_at, last_used_at) SELECT 'ses_1', now(), now(), id, 'x', 'y',"
            " now() + interval '1 day', now() FROM users"
        )
    fresh = run("user", "password", "Ana@tienda.example").out.split()[-1]
    assert opens(here, "ana@tienda.example", fresh)
    assert not opens(here, "ana@tienda.example", old)
    assert value(here, "SELECT count(*) FROM sessions") == 0


def test_a_password_for_nobody_is_refused(run: Run, here: str) -> None:
    told = run("user", "password", "who@tienda.example")
    assert told.status == 1
    assert "Nobody here has the e-mail who@tienda.example" in told.errors
