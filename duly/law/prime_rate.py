"""The one-year loan prime rate, on which the caps of some lenders hang."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

LASTS = timedelta(days=45)  # a rate is published every month; longer after the last one nothing is known


def one_year_bp(day: date) -> int | None:
    """The rate in force on a day, in basis points; None before the first publication and long after the last."""
    published = _published()
    at = bisect_right(published, (day, 10**9)) - 1
    if at < 0 or (at == len(published) - 1 and day > published[at][0] + LASTS):
        return None
    return published[at][1]


@cache
def _published() -> tuple[tuple[date, int], ...]:
    lines = (files("duly.law") / "cn" / "lpr" / "one_year.csv").read_text("utf-8").splitlines()[1:]
    return tuple((date.fromisoformat(day), int(bp)) for day, bp in (line.split(",") for line in lines))
