"""Business days and instants: time is an argument, never read here."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from duly.core.mendable import Mendable

CONTACT_ZONE = ZoneInfo("Asia/Shanghai")  # the law's clock for contact in mainland China, never the server's
MINUTES_OF_DAY = 24 * 60


class NotADay(Mendable, ValueError):
    """Text that does not name a day of the calendar."""


def parse_day(text: str) -> date:
    """Read YYYY-MM-DD strictly.

    Raises NotADay, naming the text and what is accepted.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise NotADay(f"{text!r}: 不是日期，请写成 is not a day; write YYYY-MM-DD, for example 2026-10-01")
    return day


def day_bounds(day: date, zone: ZoneInfo = CONTACT_ZONE) -> tuple[datetime, datetime]:
    """Instants [start, end) of a local natural day, in UTC."""
    start = datetime.combine(day, time(), zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    return start.astimezone(UTC), end.astimezone(UTC)


def day_of(at: datetime, zone: ZoneInfo = CONTACT_ZONE) -> date:
    """The local natural day of an instant."""
    return at.astimezone(zone).date()


def instant_of(day: date, minute: int, zone: ZoneInfo = CONTACT_ZONE) -> datetime:
    """The instant of a local minute (0–1439) of a day, in UTC."""
    return datetime.combine(day, time(minute // 60, minute % 60), zone).astimezone(UTC)


def clock(minute: int) -> str:
    """A minute of the day as HH:MM; 1440 is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def month_before(day: date) -> date:
    """The same day of the month before, or that month's last day."""
    last_of_month_before = day.replace(day=1) - timedelta(days=1)
    return last_of_month_before.replace(day=min(day.day, last_of_month_before.day))
