"""Working days: days off moved, weekends worked, and years not yet announced."""

from __future__ import annotations

from datetime import date

import pytest
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


@pytest.mark.parametrize(
    ("day", "named"),
    [
        (date(2026, 10, 7), ("national_day",)),
        (date(2026, 9, 27), ("mid_autumn",)),
        (date(2025, 10, 8), ("national_day", "mid_autumn")),
        (date(2023, 9, 29), ("mid_autumn", "national_day")),
        (date(2020, 1, 1), ("new_year",)),
        (date(2022, 4, 30), ("labour_day",)),
        (date(2025, 5, 31), ("dragon_boat",)),
        (date(2022, 1, 31), ("spring_festival",)),
        (date(2026, 10, 10), ()),  # a Saturday worked
        (date(2026, 10, 17), ()),  # a plain one
        (date(2027, 10, 1), ()),  # of a year that nobody announced
    ],
)
def test_a_day_off_is_called_by_its_festival(day: date, named: tuple[str, ...]) -> None:
    assert load().holidays(day) == named


def test_every_day_that_a_notice_gives_off_has_a_festival() -> None:
    held = load()

    assert all(held.holidays(day) for days in held.years.values() for day, is_off in days.items() if is_off)
