"""The day of a promise to pay: which may be named, what each is called, and those that are offered first.

Nobody's pay day is kept, so none is offered: the next working day is, where that is another one than tomorrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from duly.core import calendar

DAYS_MOST = 31  # a house default: a longer wait is a plan, not a promise
SOON = 3
Words = tuple[str, str]  # Chinese, English

WEEKDAYS: tuple[Words, ...] = (
    ("周一", "Monday"), ("周二", "Tuesday"), ("周三", "Wednesday"), ("周四", "Thursday"), ("周五", "Friday"),
    ("周六", "Saturday"), ("周日", "Sunday"),
)  # fmt: skip
HOLIDAYS: dict[str, Words] = {
    "new_year": ("元旦", "New Year"), "spring_festival": ("春节", "Spring Festival"),
    "tomb_sweeping": ("清明节", "Tomb-Sweeping Day"), "labour_day": ("劳动节", "Labour Day"),
    "dragon_boat": ("端午节", "Dragon Boat Festival"), "mid_autumn": ("中秋节", "Mid-Autumn Festival"),
    "national_day": ("国庆节", "National Day"),
}  # fmt: skip
WORKED: Words = ("调休上班", "a working day")
GONE: Words = ("已经过去", "is past")
TOO_LATE: Words = (
    f"须在今天起 {DAYS_MOST} 天内；更久请做分期", f"must lie within {DAYS_MOST} days; for longer make a plan"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it is offered: its weekday, what makes it no ordinary one, and why it cannot be named."""

    on: date
    weekday: Words
    special: Words | None
    is_off: bool
    why_not: Words | None


@dataclass(frozen=True, slots=True)
class Pick:
    """A day that is offered by what it is to people today."""

    words: Words
    day: Day


def last_day(today: date) -> date:
    """The last day that may be named."""
    return today + timedelta(days=DAYS_MOST)


def why_not(on: date, today: date) -> Words | None:
    """Why a day cannot be named; None where it can."""
    if on < today:
        return GONE
    return TOO_LATE if on > last_day(today) else None


def day(on: date, today: date) -> Day:
    """A day with its names, by the calendar that the rules carry."""
    held = calendar.load()
    off, is_weekend = not held.is_working_day(on), on.weekday() >= calendar.SATURDAY
    named = [HOLIDAYS[code] for code in held.holidays(on)]
    festival: Words | None = ("、".join(zh for zh, _ in named), ", ".join(en for _, en in named)) if named else None
    special = festival or (WORKED if is_weekend and not off else None)
    return Day(on, WEEKDAYS[on.weekday()], special, off, why_not(on, today))


@dataclass(frozen=True, slots=True)
class Choice:
    """Everything a page needs to let somebody choose the day of a promise."""

    today: date

    most: ClassVar[int] = DAYS_MOST

    @property
    def last(self) -> date:
        return last_day(self.today)

    @property
    def picks(self) -> list[Pick]:
        """What people name most: each day once, in order."""
        offered: dict[date, Words] = {
            self.today: ("今天", "today"),
            self.today + timedelta(days=1): ("明天", "tomorrow"),
            self.today + timedelta(days=SOON): (f"{SOON} 天后", f"in {SOON} days"),
        }
        offered.setdefault(calendar.working_days_after(self.today, 1), ("下一个工作日", "next working day"))
        offered.setdefault(self.last, ("最晚", "at the latest"))
        return [Pick(words, day(on, self.today)) for on, words in sorted(offered.items())]

    @property
    def picked(self) -> list[str]:
        return [pick.day.on.isoformat() for pick in self.picks]

    @property
    def weeks(self) -> list[list[Day]]:
        """Whole weeks from Monday on, from this one to that of the last day."""
        monday = self.today - timedelta(days=self.today.weekday())
        firsts = [monday + timedelta(days=n) for n in range(0, (self.last - monday).days + 1, calendar.WEEK)]
        return [[day(first + timedelta(days=n), self.today) for n in range(calendar.WEEK)] for first in firsts]

    @property
    def special(self) -> list[tuple[date, date, Words]]:
        """The festivals, and the weekends that are worked, among the days that may be named: first, last, name."""
        spans: list[tuple[date, date, Words]] = []
        for one in (one for week in self.weeks for one in week if one.special and one.why_not is None):
            assert one.special is not None
            if spans and spans[-1][2] == one.special and spans[-1][1] == one.on - timedelta(days=1):
                spans[-1] = (spans[-1][0], one.on, one.special)
            else:
                spans.append((one.on, one.on, one.special))
        return spans

    @property
    def unannounced(self) -> list[int]:
        """The years in reach whose days off nobody has announced: only their weekends are known."""
        years = {self.today.year, self.last.year}
        return sorted(year for year in years if calendar.status(year) == calendar.ESTIMATED)
