"""The records of a question as they stood at an instant, on the borrower's clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from duly.rules.compliance.wire.told import Record, Told, zone_named

SUCH_AS = "Europe/London"  # a zone as it is written
LONG_AGO = 100_000  # days since what never was


@dataclass(frozen=True, eq=False)
class Asked(Told):
    """A question's records at an instant; what is dated later has not happened."""

    @property
    def channel(self) -> str:
        return str(self.action["channel"])

    @property
    def purpose(self) -> str:
        return self.action.get("purpose") or "collect"

    @cached_property
    def zone(self) -> ZoneInfo:
        """Where the borrower's clock stands: where the borrower is known to be, else at home, else London."""
        away = self.consumer.get("known_current_tz") or {}
        if away.get("tz"):
            zone = zone_named(away["tz"], "facts.consumer.known_current_tz.tz", SUCH_AS)
            day = self.at.astimezone(zone).date()
            if (away.get("from") or day) <= day <= (away.get("until") or day):
                return zone
        return zone_named(self.consumer.get("tz") or "Europe/London", "facts.consumer.tz", SUCH_AS)

    @cached_property
    def local(self) -> datetime:
        return self.at.astimezone(self.zone)

    @property
    def today(self) -> date:
        return self.local.date()

    def days_since(self, at: datetime | None) -> int | None:
        """Whole local days since an instant; None where it is not known."""
        return None if at is None else (self.today - at.astimezone(self.zone).date()).days

    def begun(self, record: Record, name: str) -> bool:
        """Whether a record counts by now; one without its day does."""
        at = record.get(name)
        return at is None or at <= self.at

    @cached_property
    def party(self) -> Any:
        return self.action.get("party")

    @cached_property
    def person(self) -> Record:
        return next((each for each in self.all("parties") if each.get("id") == self.party), {})

    @cached_property
    def events(self) -> list[Record] | None:
        """What happened by now, in order; None where nobody knows."""
        told = self.facts.get("events")
        return told and sorted((each for each in told if each["ts"] <= self.at), key=lambda each: each["ts"])

    def signalled(self, party: Any, *signals: str) -> bool:
        """Whether a person made one of these known, in whatever happened by now."""
        return any(
            each["party"] == party and bool(set(each.get("signals") or ()) & set(signals)) for each in self.events or ()
        )

    @cached_property
    def preferences(self) -> list[Record]:
        return [each for each in self.all("preferences") if self.begun(each, "ts")]


def any_of(values: Iterable[bool | None]) -> bool | None:
    """Whether one holds; unknown where none does and one is not known."""
    told = list(values)
    return True if True in told else (None if None in told else False)
