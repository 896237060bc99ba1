"""The legal public holidays of the United States (5 USC 6103)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache


@lru_cache(maxsize=32)
def holidays(year: int) -> frozenset[date]:
    """The holidays of a year, moved to the weekday on which they are kept."""

    def nth(month: int, weekday: int, n: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))

    last_of_may = date(year, 5, 31)
    fixed = [date(year, 1, 1), date(year, 6, 19), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    kept = {day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0)) for day in fixed}
    return frozenset(
        kept
        | {nth(1, 0, 3), nth(2, 0, 3), last_of_may - timedelta(days=last_of_may.weekday())}
        | {nth(9, 0, 1), nth(10, 0, 2), nth(11, 3, 4)}
    )


def receipt_assumed(sent: date, days: int) -> date:
    """The day on which receipt may be assumed: so many days on, leaving out weekends and holidays."""
    received = sent
    while days:
        received += timedelta(days=1)
        days -= received.weekday() < 5 and received not in holidays(received.year) | holidays(received.year + 1)
    return received
