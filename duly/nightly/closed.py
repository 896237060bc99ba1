"""Days that are closed: which there are, and how to look into one without changing it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from duly import wiring
from duly.core.mendable import Mendable
from duly.nightly import night
from duly.nightly.business_day import open_day, policy_of
from duly.nightly.reading import Reading
from duly.nightly.steps import STEPS, Policy
from duly.nightly.summary import Summary
from duly.store.lake import Home, Version

_DAYS_NAMED = 8  # in a message


class NotClosed(Mendable, LookupError):
    """A day was asked about that is not closed; the text says how to close it and which days are."""


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """One closed day, readable: its tables and those of the book it was closed over."""

    reading: Reading
    policy: Policy
    summary: Summary
    newest_version: int  # of the book, now

    @property
    def day(self) -> date:
        return self.reading.day

    @property
    def currency(self) -> str:
        return str(self.summary["money"]["currency"])


def closed_days(home: Home) -> list[date]:
    """The days of a home that were ever closed, oldest first."""
    return sorted(date.fromisoformat(path.parent.name) for path in (home.path / "days").glob("*/summary.json"))


@contextmanager
def opened(home: Home, day: date) -> Iterator[ClosedDay]:
    """Open a closed day over the version of the book it was closed over.

    Raises NotClosed, or NoBook where nothing was taken in yet.
    """
    newest = home.book()
    summary = _summary(home, day)
    version = _version(home, day, summary["version"])
    with TemporaryDirectory(prefix="duly-") as spill, closing(wiring.engine(spill=Path(spill))) as engine:
        open_day(engine, home, version, home.day(day))
        yield ClosedDay(Reading(engine, day), policy_of(day), summary, newest.number)


def _summary(home: Home, day: date) -> Summary:
    """The summary of a day whose every step still stands as it was summed up."""
    again = f"run: duly night --day {day} --home {home.path}"
    try:
        summary: Summary = json.loads((home.day(day) / "summary.json").read_text("utf-8"))
    except FileNotFoundError:
        raise NotClosed(f"{home.path}: {day} 还没有日终，请运行 is not closed; {again} ({_which(home)})") from None
    stands = [{"name": ran.name, "seconds": ran.seconds, "rows": ran.rows} for ran in night.recorded(home.day(day))]
    if [step["name"] for step in summary["steps"]] != [step.name for step in STEPS] or stands != summary["steps"]:
        raise NotClosed(
            f"{home.path}: {day} 的日终重新开始而没有跑完；若没有正在跑的，请再运行 "
            f"the night of {day} was begun again and has not ended; when none is running, {again}"
        )
    return summary


def _which(home: Home) -> str:
    days = [str(day) for day in closed_days(home)]
    if not days:
        return "还没有日终过 no day is closed yet"
    left_out = f"the last {_DAYS_NAMED} of {len(days)} " if len(days) > _DAYS_NAMED else ""
    return f"closed: {left_out}{', '.join(days[-_DAYS_NAMED:])}"


def _version(home: Home, day: date, number: int) -> Version:
    for version in home.versions():
        if version.number == number:
            return version
    raise NotClosed(
        f"{home.path}: {day} 所用的台账版本 {number} 已不在 "
        f"{day} was closed over version {number} of the book, which is no longer held"
    )
