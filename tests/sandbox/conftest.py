"""One sandbox a test, on the first day of its world."""

import pytest

from tests.sandbox.played import Played


@pytest.fixture
def played() -> Played:
    return Played()
