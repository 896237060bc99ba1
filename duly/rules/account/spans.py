"""The periods in which interest runs, and the interest of a period or of a part of one."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import date, timedelta
from math import lcm
from typing import NamedTuple

from duly.core.interest import DAY_COUNTS, WHOLE, YEAR, rounded_ratio
from duly.rules.account.periods import DueDays, WorkingDays
from duly.rules.account.schedule_wire import ScheduleQuestion

ONE_DAY = timedelta(days=1)
YEAR_IN = {"month": 12, "year": 1, "week": 52}

Ratio = tuple[int, int]


class Period(NamedTuple):
    """One period: interest runs from its start to its end; shared out by days where it is not counted by days.

    It bears the yearly rate for `parts` / `over` of the parts of a year.
    """

    start: date
    end: date
    due_on: date
    parts: int
    is_shared: bool
    over: int = 1


class Spans:
    """Periods by number, from 0, made as they are asked for."""

    def __init__(self, question: ScheduleQuestion, start: date) -> None:
        rule, every = question.working_days, question.every
        self.rule, self.mode, self.multiple = question.interest, question.rounding.mode, question.rounding.multiple
        self.start = start - ONE_DAY * (self.rule.counts == "both_days")
        self.is_bullet, self.count = question.method == "bullet", question.instalments
        self.due = DueDays(
            start, every.count, every.unit, question.first_due_on, question.due_day, question.month_end, question.due_on
        )
        self.day_count = question.day_count
        self.nominal = every.count * self._one(every.unit)
        self.shift = ONE_DAY * (question.day_count == "ACT/ACT" and self.rule.counts != "first_day")
        self.working = WorkingDays(rule.move, frozenset(rule.weekend), frozenset(rule.holidays))
        self.is_per_period = self.rule.calculated == "per_period"
        self.is_adjusted = rule.interest == "adjusted"
        self._periods: list[Period] = []

    def __getitem__(self, number: int) -> Period:
        periods = self._periods
        return periods[number] if number < len(periods) else self.until(number + 1)[number]

    def until(self, count: int) -> list[Period]:
        """The first periods, so many at least."""
        while len(self._periods) < count:
            self._periods.append(self._bullet() if self.is_bullet else self._next(self._periods))
        return self._periods

    def change_day(self, number: int, day: int | str) -> None:
        """Another due day from this period on."""
        self.due.change_day(number, "last" if isinstance(day, str) else day)
        del self._periods[number:]

    def _bullet(self) -> Period:
        """The one period of a bullet is all of them together."""
        each: list[Period] = []
        while len(each) < (self.count or len(self.due.given)):
            each.append(self._next(each))
        last, over = each[-1], lcm(*(one.over for one in each))
        parts = sum(one.parts * over // one.over for one in each)
        return Period(each[0].start, last.end, last.due_on, parts, all(one.is_shared for one in each), over)

    def _next(self, before: list[Period]) -> Period:
        number = len(before)
        nominal = self.due[number]
        due_on = self.working.moved(nominal)
        start, end = before[-1].end if before else self.start, due_on if self.is_adjusted else nominal
        if not self.is_per_period:
            return Period(start, end, due_on, self.between(start, end), False)
        if number not in self.due.irregular or self.rule.broken == "whole":
            return Period(start, end, due_on, self.nominal, True)
        if self.rule.broken == "by_days":
            return Period(start, end, due_on, self.between(start, end), False)
        return self._periods_and_days(start, end, due_on)

    def _periods_and_days(self, start: date, end: date, due_on: date) -> Period:
        """As many whole periods as there are, and the days that are left as a part of the next whole period."""
        whole = 0
        while self.due.after(start, whole + 1) <= end:
            whole += 1
        since, until = self.due.after(start, whole), self.due.after(start, whole + 1)
        days = (until - since).days
        return Period(start, end, due_on, self.nominal * (whole * days + (end - since).days), True, days)

    def _one(self, unit: str) -> int:
        """Parts of a year of one month, year, week or day, whatever its days."""
        if unit in YEAR_IN and not (unit == "week" and self.rule.week == "seven_days"):
            return YEAR // YEAR_IN[unit]
        year = 365 if self.day_count == "ACT/ACT" else int(self.day_count.rpartition("/")[2])
        return YEAR // year * (7 if unit == "week" else 1)

    def between(self, since: date, until: date) -> int:
        """Parts of a year from one day to another; the night into a new year is of the year its day is counted in."""
        if self.shift:
            return DAY_COUNTS[self.day_count](since + self.shift, until + self.shift)
        return DAY_COUNTS[self.day_count](since, until)

    def interest(self, period: Period, since: date, until: date, amount: int, rate: int) -> Ratio:
        """The interest on an amount in a part of a period, exact; of each day rounded, where that is asked for."""
        if self.rule.rounded == "per_day":
            return sum(self._of_days(amount, rate, since, until)) * WHOLE, WHOLE
        if (since, until) == (period.start, period.end):
            return amount * rate * period.parts, WHOLE * period.over
        if period.is_shared:
            days = (period.end - period.start).days
            return amount * rate * period.parts * (until - since).days, WHOLE * period.over * days
        return amount * rate * self.between(since, until), WHOLE

    def whole_interest(self, period: Period, amount: int, rate: int) -> int:
        """The interest of a whole period in which nothing happens, rounded."""
        return self.rounded(self.interest(period, period.start, period.end, amount, rate))

    def rounded(self, exact: Ratio) -> int:
        """An amount as it is charged."""
        return rounded_ratio(*exact, self.mode, self.multiple)

    def _of_days(self, amount: int, rate: int, since: date, until: date) -> Iterator[int]:
        for days, parts in self._runs(since, until):
            yield self.rounded((amount * rate * parts, WHOLE)) * days

    def _runs(self, since: date, until: date) -> Iterator[tuple[int, int]]:
        """Runs of days that are equal parts of a year."""
        if self.day_count != "ACT/ACT":
            one_day = YEAR // int(self.day_count.rpartition("/")[2])
            yield self.between(since, until) // one_day, one_day
            return
        since, until = since + self.shift, until + self.shift
        while since < until:
            end = min(until, date(since.year + 1, 1, 1))
            yield (end - since).days, YEAR // (366 if isleap(since.year) else 365)
            since = end


def added(one: Ratio, other: Ratio) -> Ratio:
    """The sum of two ratios, not reduced."""
    if one[1] == other[1]:
        return one[0] + other[0], one[1]
    return one[0] * other[1] + other[0] * one[1], one[1] * other[1]
