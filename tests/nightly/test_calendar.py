"""A night on a day for which the arrangement of working days is not held, or that no calendar reaches."""

from __future__ import annotations

from datetime import date

import pytest

from duly.core import calendar
from duly.core.day import NotADay
from duly.nightly.sentences import sentences
from tests.homes import DAY, lay, small_book
from tests.nightly.test_night import close

NEXT_YEAR = date(max(calendar.load().years) + 1, 3, 1)


@pytest.fixture()
def home(tmp_path):
    return lay(tmp_path / "home", small_book(20))


def test_a_year_whose_arrangement_is_not_held_runs_and_says_that_working_days_are_estimated(home):
    closed, _ = close(home, NEXT_YEAR)

    assert closed.summary["working_days"] == "estimated"
    assert f"{NEXT_YEAR.year} 年的放假安排还没有收录" in "".join(sentences(closed.summary, closed.titles, "zh"))
    assert f"arrangement of {NEXT_YEAR.year} is not held" in "".join(sentences(closed.summary, closed.titles, "en"))
    assert f"arrangement of {NEXT_YEAR.year} is not held" in closed.report.read_text("utf-8")


def test_a_year_whose_arrangement_is_held_says_nothing_of_it(home):
    closed, _ = close(home, DAY)

    assert closed.summary["working_days"] == "official"
    assert "放假安排" not in closed.report.read_text("utf-8")


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(9999, 1, 1)])
def test_a_day_at_the_end_of_all_calendars_is_refused_in_a_sentence(home, day):
    with pytest.raises(NotADay, match="日历"):
        close(home, day)
    assert not home.day(day).exists()
