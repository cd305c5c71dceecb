"""One sandbox a test, on the first day of its world."""

import pytest

from tests.browser.chromium import browser, chromium, context
from tests.sandbox.played import Played

__all__ = ["browser", "chromium", "context"]


@pytest.fixture
def played() -> Played:
    return Played()
