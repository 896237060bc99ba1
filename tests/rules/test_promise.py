"""The day of a promise: real days, each called by its name, and none that cannot be kept to be picked."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from duly.core import calendar
from duly.rules import promise
from duly.rules.promise import Choice

FIRST_OF_OCTOBER = Choice(date(2026, 10, 1))
DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))


def test_the_days_of_the_national_holiday_are_called_so_and_the_next_working_day_is_offered() -> None:
    told = [(pick.words[0], str(pick.day.on), pick.day.weekday[0], pick.day.special) for pick in FIRST_OF_OCTOBER.picks]

    assert told == [
        ("今天", "2026-10-01", "周四", ("国庆节", "National Day")),
        ("明天", "2026-10-02", "周五", ("国庆节", "National Day")),
        ("3 天后", "2026-10-04", "周日", ("国庆节", "National Day")),
        ("下一个工作日", "2026-10-08", "周四", None),
        ("最晚", "2026-11-01", "周日", None),
    ]


def test_a_weekend_that_is_worked_says_so() -> None:
    assert FIRST_OF_OCTOBER.special == [
        (date(2026, 10, 1), date(2026, 10, 7), ("国庆节", "National Day")),
        (date(2026, 10, 10), date(2026, 10, 10), ("调休上班", "a working day")),
    ]


def test_a_year_that_nobody_announced_says_so() -> None:
    assert (FIRST_OF_OCTOBER.unannounced, Choice(date(2026, 12, 10)).unannounced) == ([], [2027])


def test_yesterday_is_past_and_what_lies_too_far_is_a_plan() -> None:
    today = FIRST_OF_OCTOBER.today

    assert promise.why_not(today - timedelta(days=1), today) == promise.GONE
    assert promise.why_not(today, today) is promise.why_not(FIRST_OF_OCTOBER.last, today) is None
    assert promise.why_not(FIRST_OF_OCTOBER.last + timedelta(days=1), today) == promise.TOO_LATE


@given(DAYS)
def test_whole_weeks_hold_every_day_that_may_be_named_once(today: date) -> None:
    shown = [one for week in Choice(today).weeks for one in week]
    named = [one.on for one in shown if one.why_not is None]

    assert named == [today + timedelta(days=n) for n in range(promise.DAYS_MOST + 1)]
    assert {one.on.weekday() for one in shown[::7]} == {0}


@given(DAYS)
def test_what_is_offered_first_may_be_named_and_stands_once(today: date) -> None:
    offered = [pick.day for pick in Choice(today).picks]

    assert all(one.why_not is None for one in offered)
    assert sorted({one.on for one in offered}) == [one.on for one in offered]
    assert calendar.working_days_after(today, 1) in {one.on for one in offered}
