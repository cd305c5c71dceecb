"""The doctor finds what is wrong with a real database, and says what to do."""

import asyncio
from pathlib import Path

import psycopg
import pytest

from cauce.command import doctor, welcome
from cauce.command.doctor import Finding, look
from cauce.core.clock import SystemClock
from cauce.core.keys import Keys
from cauce.knowledge.business_file import BusinessFile
from cauce.knowledge.loading import load
from cauce.settings import Settings
from cauce.store.session import Store
from tests.command.console import Run


def settings_of(folder: Path, **changed: str) -> Settings:
    return Settings(_env_file=None, data_dir=folder, **changed)  # type: ignore[arg-type]


def findings(settings: Settings) -> dict[str, Finding]:
    return {finding.part: finding for finding in look(settings)}


def open_clinic(url: str) -> None:
    async def work() -> None:
        clock = SystemClock()
        store = Store(url, clock, Keys(clock), pool_size=2)
        async with store.writing() as session:
            file = BusinessFile.model_validate_json(welcome.demo_file("clinica_sonrisa"))
            await load(store, session, file, is_demo=False)
        await store.close()

    asyncio.run(work())


def let_worker_be_seen(url: str, seconds_ago: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(
            "INSERT INTO workers_seen (id, created_at, updated_at, host, pid, started_at, seen_at)"
            " VALUES ('wrk_1', now(), now(), 'here', 1, now(), now() - make_interval(secs => %s))",
            (seconds_ago,),
        )


def test_when_all_is_well_it_says_so_and_ends_with_nought(run: Run, here: str) -> None:
    open_clinic(here)
    let_worker_be_seen(here, 1)
    told = run("doctor")
    assert "✗" not in told.out
    assert "worker: 1 alive" in told.out
    assert "business: Clínica Sonrisa" in told.out
    assert told.status == 0


def test_a_fresh_house_without_worker_and_business_is_told_what_to_do(run: Run, here: str) -> None:
    told = run("doctor")
    assert told.status == 1
    assert "✗ worker: 0 alive → Start one with `cauce work`." in told.out
    assert "✗ business: none is set up → Run `cauce import FILE`" in told.out


def test_a_worker_that_was_silent_for_a_minute_is_not_alive(here: str, tmp_path: Path) -> None:
    let_worker_be_seen(here, 60)
    assert not findings(settings_of(tmp_path, database_url=here))["worker"].well


def test_a_database_without_tables_is_to_be_migrated(empty_database: str, tmp_path: Path) -> None:
    found = findings(settings_of(tmp_path, database_url=empty_database))
    assert found["database"].well
    assert not found["migrations"].well
    assert found["migrations"].remedy == "Run `cauce migrate`."
    assert "worker" not in found


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", "onnection refused"),
        ("mysql://root@localhost/shop", "must look like postgresql://"),
    ],
)
def test_a_database_that_cannot_be_reached_is_a_finding_and_the_rest_is_looked_at(
    tmp_path: Path, url: str, words: str
) -> None:
    found = findings(settings_of(tmp_path, database_url=url))
    assert not found["database"].well
    assert words in found["database"].words
    assert "CAUCE_DATABASE_URL" in found["database"].remedy
    assert {"disk", "models", "WhatsApp"} <= found.keys()


def test_a_full_disk_is_found(here: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE_GB", 1e9)
    assert not findings(settings_of(tmp_path, database_url=here))["disk"].well


def test_an_old_server_is_found(here: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "OLDEST_SERVER", 990000)
    found = findings(settings_of(tmp_path, database_url=here))["database"]
    assert not found.well
    assert found.remedy == "Cauce needs PostgreSQL 15 or later."


def test_channels_of_meta_are_off_without_their_secret(here: str, tmp_path: Path) -> None:
    without = findings(settings_of(tmp_path, database_url=here))
    assert "the App secret is not set" in without["WhatsApp"].words
    with_secret = findings(settings_of(tmp_path, database_url=here, meta_app_secret="s"))
    assert with_secret["WhatsApp"].words == "messages are received, no account is connected"
    assert with_secret["Website chat"].words == "on"


def test_an_account_that_is_cut_off_or_soon_will_be_is_found(here: str, tmp_path: Path) -> None:
    with psycopg.connect(here) as connection:
        for name, status, problem, days in (
            ("dead", "attention", "Meta refuses the token", 30),
            ("ends soon", "connected", None, 3),
            ("well", "connected", None, 30),
        ):
            connection.execute(
                "INSERT INTO channel_accounts (id, created_at, updated_at, channel, external_id,"
                " name, token, status, problem, expires_at) VALUES (%s, now(), now(), 'whatsapp',"
                " %s, %s, 'sealed', %s, %s, now() + make_interval(days => %s))",
                (f"acct_{name}", name, name, status, problem, days),
            )
    found = findings(settings_of(tmp_path, database_url=here, meta_app_secret="s"))
    assert (found["WhatsApp, dead"].well, found["WhatsApp, dead"].words) == (
        False,
        "Meta refuses the token",
    )
    assert "Settings › Channels" in found["WhatsApp, dead"].remedy
    assert not found["WhatsApp, ends soon"].well
    assert found["WhatsApp, well"].well
    deaf = findings(settings_of(tmp_path, database_url=here))["WhatsApp, well"]
    assert not deaf.well


def test_it_says_whether_the_reader_is_trained(here: str, tmp_path: Path) -> None:
    settings = settings_of(tmp_path, database_url=here)
    assert findings(settings)["models"].words == "trained on the first start"
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "reader-1.bin").touch()
    assert findings(settings)["models"].words == "the embedded reader is trained"
