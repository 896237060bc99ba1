"""What a question tells, read the same way by every pack: its act, its tables, its clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from duly.law import Law
from duly.rules.compliance.wire.reading import Unreadable

Record = dict[str, Any]
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, eq=False)
class Told:
    """A question's facts, and the instant at which they are looked at."""

    facts: Record
    at: datetime

    @property
    def action(self) -> Record:
        action: Record = self.facts["action"]
        return action

    @property
    def content(self) -> Record:
        return self.action.get("content") or {}

    def all(self, table: str) -> list[Record]:
        return self.facts.get(table) or []

    @property
    def consumer(self) -> Record:
        return self.facts.get("consumer") or {}

    @property
    def names_debts(self) -> bool:
        """Whether the act says which debts it is about; none is an answer, silence is not."""
        return "debts" in self.action

    @cached_property
    def debts(self) -> list[Record]:
        """The debts concerned; where the act does not say which, one of which nothing is known."""
        named = self.action.get("debts") or ()
        return [each for each in self.all("debts") if each.get("id") in named] if self.names_debts else [{}]

    def concerns(self, record: Record) -> bool:
        """Whether a record that may name debts is, or may be, about one of those concerned."""
        named = record.get("debts")
        return named is None or not self.names_debts or any(debt.get("id") in named for debt in self.debts)


def needs_law(law: Law, day: date, *hours: str) -> None:
    """Refuse a day on which the pack holds no law: it says nothing of it, so nothing is permitted.

    Every pack is said to begin with its hours of contact. Raises Unreadable, naming the path.
    """
    if all(law[path].force_dated.on(day) is None for path in hours):
        first = min(law[path].values[0][0] for path in hours)
        raise Unreadable("facts.action.ts", f"{day}: the pack holds no law of that day; its first is {first}")


def minute(clock: str | None, otherwise: int) -> int:
    """A time of day as minutes from midnight."""
    if clock is None:
        return otherwise
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes[:2])


def zone_named(name: str, path: str, such_as: str) -> ZoneInfo:
    """A time zone by its name. Raises Unreadable with an example."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Unreadable(path, f"{name!r} is no time zone; write {such_as}") from None


def named_windows(windows: list[Record]) -> list[Record]:
    """Of wishes and agreements those that name hours to keep to; a number agreed for the day names none."""
    return [
        each for each in windows
        if each.get("type") == "contact_window" or any(each.get(part) for part in ("from", "to", "days"))
    ]  # fmt: skip


def in_window(record: Record, local: datetime, *, first: date | None = None, last: date | None = None) -> bool:
    """Whether a local time lies in a window of the clock; one that crosses midnight belongs to the day it opens."""
    return any(
        (first is None or day >= first) and (last is None or day <= last) and _opens(record, day)
        and _holds(record, local, day)
        for day in _opening_days(local)
    )  # fmt: skip


def within(windows: list[Record], local: datetime) -> bool:
    """Whether a local time lies in hours to keep to.

    The contract leaves open how two of them go together. Each speaks of the days it names, and a day that none names is
    closed. Of two for one day that were stated at different times the later counts alone; those of one time are
    alternatives; one of which nobody knows when it was stated is kept to as well.
    """
    for day in _opening_days(local):
        named = [each for each in windows if _opens(each, day)]
        last = max((each["ts"] for each in named if each.get("ts")), default=None)
        told = ([each for each in named if each.get("ts") == when] for when in {last, None})
        if named and all(any(_holds(each, local, day) for each in some) for some in told if some):
            return True
    return False


def _opening_days(local: datetime) -> tuple[date, date]:
    return local.date(), local.date() - timedelta(days=1)


def _opens(record: Record, day: date) -> bool:
    return record.get("days") is None or DAYS[day.weekday()] in record["days"]


def _holds(record: Record, local: datetime, day: date) -> bool:
    """Whether the window that opens on a day holds a local time."""
    opens, closes = minute(record.get("from"), 0), minute(record.get("to"), 1440)
    now, opened_today = local.hour * 60 + local.minute, day == local.date()
    if closes > opens:
        return opened_today and opens <= now < closes
    return now >= opens if opened_today else now < closes
