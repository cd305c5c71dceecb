"""The database's shape follows the models, and migrating twice changes nothing."""

from alembic import command
from sqlalchemy import create_engine

from cauce.store import migrate


def test_the_models_and_the_migrations_agree(database_url: str) -> None:
    engine = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.begin() as connection:
        command.check(migrate.config(connection))
    engine.dispose()


def test_migrating_a_migrated_database_does_nothing(database_url: str) -> None:
    assert migrate.upgrade(database_url) is False
    assert migrate.current(database_url) == migrate.newest()
