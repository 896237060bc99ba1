"""Working days of mainland China: official where the year's arrangement has been announced, else estimated."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

OFFICIAL, ESTIMATED = "official", "estimated"
SATURDAY, WEEK = 5, 7
FIXED = {"new_year": 1, "labour_day": 5, "national_day": 10}  # on the first of a month
MOVING = {1: "spring_festival", 2: "spring_festival", 4: "tomb_sweeping", 5: "dragon_boat", 6: "dragon_boat",
          9: "mid_autumn"}  # by month, where no fixed one is in the run  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days that differ from the ordinary week, by year; True = a day off."""

    years: Mapping[int, Mapping[date, bool]]

    def status(self, year: int) -> str:
        """`official` where the arrangement is held, `estimated` where only weekends are known to be off."""
        return OFFICIAL if year in self.years else ESTIMATED

    def is_working_day(self, day: date) -> bool:
        off = self.years.get(day.year, {}).get(day)
        return day.weekday() < SATURDAY if off is None else not off

    def holidays(self, day: date) -> tuple[str, ...]:
        """The festivals for which a day is off, by the run of days off that it lies in; none for a plain weekend.

        A notice gives every festival a run of its own, but for the National Day and a Mid-Autumn Festival beside it,
        which share one that is longer than a week.
        """
        if not self._is_given(day):
            return ()
        first, last = self._end_of_run(day, -1), self._end_of_run(day, 1)
        run = {first + timedelta(days=n) for n in range((last - first).days + 1)}
        fixed = [name for name, month in FIXED.items() if any((one.month, one.day) == (month, 1) for one in run)]
        if fixed == ["national_day"] and len(run) > WEEK:
            return ("mid_autumn", *fixed) if first.month < 10 else (*fixed, "mid_autumn")
        return tuple(fixed) or (MOVING[day.month],)

    def _is_given(self, day: date) -> bool:
        return self.years.get(day.year, {}).get(day, False)

    def _end_of_run(self, day: date, step: int) -> date:
        while self._is_given(day + timedelta(days=step)):
            day += timedelta(days=step)
        return day

    def working_days_after(self, day: date, n: int) -> date:
        """The n-th working day after a day, which itself is not counted."""
        if n < 0:
            raise ValueError(f"{n} working days after a day: count from 0 upwards")
        while n:
            day += timedelta(days=1)
            n -= self.is_working_day(day)
        return day


@cache
def load() -> Calendar:
    """Load the calendar that is shipped."""
    read = json.loads((files("duly") / "law" / "cn" / "calendar" / "working_days.json").read_text("utf-8"))
    return Calendar(
        {
            int(year): {date.fromisoformat(day): kind == "off" for kind in ("off", "working") for day in days[kind]}
            for year, days in read["years"].items()
        }
    )


def working_days_after(day: date, n: int) -> date:
    """The n-th working day after a day, by the calendar that is shipped."""
    return load().working_days_after(day, n)


def status(year: int) -> str:
    """Whether the working days of a year are official or estimated."""
    return load().status(year)
