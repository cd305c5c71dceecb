"""`cauce sandbox` and the demo beside it: a process of its own that knows the same secret."""

import asyncio
import os
import socket
import sys
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from cauce.command import running, sandbox, welcome
from cauce.engine import accounts
from cauce.errors import Misconfigured
from cauce.settings import Settings
from cauce.store.vault import Vault


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found


def test_the_demo_and_the_sandbox_know_the_same_words(data_dir: Path) -> None:
    wired = sandbox.wired(Settings())
    told = sandbox.environment(wired)
    assert told["CAUCE_META_APP_SECRET"] == wired.meta_app_secret.get_secret_value() != ""
    assert told["CAUCE_META_VERIFY_TOKEN"] == wired.meta_verify_token.get_secret_value() != ""


def test_a_secret_of_a_real_application_is_kept(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAUCE_META_APP_SECRET", "theirs")
    assert sandbox.wired(Settings()).meta_app_secret.get_secret_value() == "theirs"


def test_a_port_that_is_taken_is_said_at_once(port: int) -> None:
    with socket.create_server(("127.0.0.1", port)), pytest.raises(Misconfigured) as error:
        sandbox.check_port(port)
    assert f"--port {port + 1}" in error.value.message


def keep(url: str, token: str, **settings: Any) -> None:
    async def work() -> None:
        async with welcome.opened(url) as store, store.writing() as session:
            vault = Vault("s3cret")
            await accounts.keep(session, store.keys, vault, "whatsapp", "507", token, settings)

    asyncio.run(work())


def held(url: str) -> list[tuple[str, str]]:
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT channel, external_id FROM channel_accounts ORDER BY channel"
        ).fetchall()


def test_played_accounts_are_gone_once_the_demo_runs_without_the_sandbox(here: str) -> None:
    settings = Settings(_env_file=None, secret="s3cret")
    sandbox.connect(settings, here)
    sandbox.connect(settings, here)
    assert [one[0] for one in held(here)] == ["instagram", "messenger", "whatsapp"]
    sandbox.disconnect(settings, here)
    assert held(here) == []


def test_a_real_account_is_neither_given_to_the_sandbox_nor_taken_out(here: str) -> None:
    settings = Settings(_env_file=None, secret="s3cret")
    keep(here, "EAAreal")
    with pytest.raises(Misconfigured) as refused:
        sandbox.connect(settings, here)
    assert "CAUCE_DATA_DIR" in refused.value.message
    sandbox.disconnect(settings, here)
    assert held(here) == [("whatsapp", "507")]


def test_beside_the_demo_it_sends_webhooks_to_the_demo_and_ends_with_it(
    data_dir: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "WATCH_SECONDS", 0.05)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    settings = sandbox.wired(Settings(port=4321))
    client = httpx.Client(
        base_url=sandbox.address(port), transport=httpx.HTTPTransport(retries=8), trust_env=False
    )
    with sandbox.beside_demo(settings, port):
        state = client.get("/control/state").json()
        assert state["wiring"]["callback"] == "http://127.0.0.1:4321/api/v1/webhooks/inbound"
        assert state["wiring"]["app_secret"] == settings.meta_app_secret.get_secret_value()
        assert client.get("/phone").status_code == 200
    sandbox.check_port(port)
