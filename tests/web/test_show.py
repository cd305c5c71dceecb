"""Clocks are written one way wherever they stand."""

from datetime import UTC, datetime

import pytest

from cauce.core.labels import Language
from cauce.web.i18n import Words
from cauce.web.show import Show

AT = datetime(2026, 3, 10, 20, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "clock"), [("es", "3:05 p. m."), ("en", "3:05 PM"), ("pt", "15:05")]
)
def test_the_record_has_the_same_clock_as_the_list(language: Language, clock: str) -> None:
    show = Show(Words(language), AT, country="PA", time_zone="America/Panama")
    spaced = show.clock(AT).replace("\u202f", " ").replace("\xa0", " ")
    assert spaced == clock
    assert show.moment(AT).endswith(f", {show.clock(AT)}")
    assert show.short(AT) == show.clock(AT)
