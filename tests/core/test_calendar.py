"""Working days: days off moved, weekends worked, and years not yet announced."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from duly.core.calendar import load, status, working_days_after


def test_the_spring_festival_of_2026_is_passed_over_and_the_weekend_worked_is_counted() -> None:
    assert working_days_after(date(2026, 2, 13), 1) == date(2026, 2, 14)  # a Saturday worked
    assert working_days_after(date(2026, 2, 14), 1) == date(2026, 2, 24)


def test_a_year_not_yet_announced_is_estimated_by_the_ordinary_week() -> None:
    assert (status(2026), status(2027)) == ("official", "estimated")
    assert working_days_after(date(2027, 3, 5), 1) == date(2027, 3, 8)


@given(st.dates(date(2018, 1, 1), date(2028, 1, 1)), st.integers(1, 30))
def test_the_day_counted_to_is_worked_and_the_next_count_lies_after_it(day: date, n: int) -> None:
    found = working_days_after(day, n)

    assert load().is_working_day(found)
    assert working_days_after(found, 1) == working_days_after(day, n + 1) > found > day
