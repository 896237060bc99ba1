"""Due days: one period after another, the day of the month that may be missing, days that are no working days."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from duly.rules.account.asked import Refused

LAST_YEAR = 2399
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Unit = Literal["day", "week", "month", "year"]
MonthEnd = Literal["keep_day", "last_day", "next_first"]
Move = Literal["none", "following", "preceding", "modified_following"]
DueDay = int | Literal["last"]
MONTHS = {"month": 1, "year": 12}
DAYS = {"day": 1, "week": 7}


def on_day(months: int, day: DueDay, month_end: MonthEnd = "keep_day") -> date:
    """The day in a month that is counted from year 0; a day the month does not have is its last, or rolls over."""
    year, month = divmod(months, 12)
    if year > LAST_YEAR:
        raise Refused("instalments", year, "期限过长 the term is too long", f"到 until {LAST_YEAR}")
    last = LENGTHS[month] + (month == 1 and isleap(year))
    if day == "last" or day == last:
        return date(year, month + 1, last)
    if day < last:
        return date(year, month + 1, day)
    return date(year, month + 1, last) + timedelta(days=month_end == "next_first")


def months_of(day: date) -> int:
    """The month of a day, counted from year 0."""
    return day.year * 12 + day.month - 1


def is_month_end(day: date) -> bool:
    """Whether the next day is a first."""
    return (day + timedelta(days=1)).day == 1


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Where a due day goes that is no working day."""

    move: Move = "none"
    weekend: frozenset[int] = frozenset({6, 7})
    holidays: frozenset[date] = frozenset()

    def moved(self, day: date) -> date:
        """The day itself if it is a working day, else the next or the last one before it."""
        if self.move == "none" or self._is_working(day):
            return day
        after = self._first(day, -1 if self.move == "preceding" else 1)
        if self.move == "modified_following" and after.month != day.month:
            return self._first(day, -1)
        return after

    def _is_working(self, day: date) -> bool:
        return day.isoweekday() not in self.weekend and day not in self.holidays

    def _first(self, day: date, step: int) -> date:
        while not self._is_working(day):
            day += timedelta(days=step)
        return day


@dataclass(slots=True)
class DueDays:
    """The nominal due days of a schedule, made as they are asked for; a changed day holds from an instalment on."""

    start: date
    count: int
    unit: Unit
    first: date | None
    day: DueDay | None
    month_end: MonthEnd
    given: Sequence[date] = ()
    days: list[date] = field(default_factory=list)
    irregular: set[int] = field(default_factory=set)
    _anchor: int = 0
    _on: DueDay = 1

    def __post_init__(self) -> None:
        if self.given:
            self.days = list(self.given)
            self.irregular = set(range(len(self.given)))
            return
        whole = self._one_period_on(self._day_of(self.start))
        first = self.first or (whole if self.day is None else self._one_period_on(self.day))
        if first != whole:
            self.irregular.add(0)
        follows_start = self.first is None or first == whole
        self._anchor = months_of(self.start) + self.step if follows_start else months_of(first)
        self._on = self.day or self._day_of(self.start if follows_start else first)
        self.days = [first]
        if self.day is not None and first != self._monthly(0):
            self.irregular.add(1)

    @property
    def step(self) -> int:
        """Months, or days, of one period."""
        return self.count * (MONTHS.get(self.unit) or DAYS[self.unit])

    @property
    def counts_on(self) -> DueDay | None:
        """The day of the month the last due day that was made was meant for; None where months do not count."""
        return self._on if self.unit in MONTHS and not self.given else None

    def __getitem__(self, number: int) -> date:
        while len(self.days) <= number:
            self.days.append(self._next())
        return self.days[number]

    def after(self, day: date, periods: int) -> date:
        """So many whole periods after a day."""
        if self.unit in MONTHS:
            return on_day(months_of(day) + periods * self.step, day.day)
        return day + timedelta(days=periods * self.step)

    def change_day(self, number: int, day: DueDay) -> None:
        """From this instalment on the due day is another; the period that leads to it is longer or shorter."""
        _ = self[number]
        del self.days[number:]
        self._on = day
        self.irregular.add(number)

    def _next(self) -> date:
        if self.unit in MONTHS:
            return self._monthly(len(self.days))
        day = self.days[-1] + timedelta(days=self.step)
        if day.year > LAST_YEAR:
            raise Refused("instalments", day.year, "期限过长 the term is too long", f"到 until {LAST_YEAR}")
        return day

    def _monthly(self, number: int) -> date:
        return on_day(self._anchor + number * self.step, self._on, self.month_end)

    def _one_period_on(self, day: DueDay) -> date:
        if self.unit in MONTHS:
            return on_day(months_of(self.start) + self.step, day, self.month_end)
        return self.after(self.start, 1)

    def _day_of(self, day: date) -> DueDay:
        return "last" if self.month_end == "last_day" and is_month_end(day) else day.day


def due_days(first: date, count: int, unit: Unit, number: int) -> list[date]:
    """So many due days from the first on. Raises Refused beyond the last year."""
    days = DueDays(first, count, unit, first, None, "keep_day")
    return [days[at] for at in range(number)]
