"""Working days of mainland China: official where the year's arrangement has been announced, else estimated."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

OFFICIAL, ESTIMATED = "official", "estimated"
SATURDAY = 5


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
