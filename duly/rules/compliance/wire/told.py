"""What a question tells, read the same way by every pack: its act, its tables, its clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
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
