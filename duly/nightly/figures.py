"""How numbers, money, days and times are written, in Chinese and in English."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from duly.core.day import CONTACT_ZONE, MINUTES_OF_DAY, clock

SYMBOLS = {"CNY": "¥", "TWD": "NT$", "USD": "$", "GBP": "£", "EUR": "€", "HKD": "HK$"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def count(value: int) -> str:
    return f"{value:,}"


def money(minor: int, currency: str) -> str:
    """Minor units as an amount: ¥1,234.56. Raises KeyError for a currency without a symbol."""
    whole, part = divmod(abs(minor), 100)
    return f"{'−' if minor < 0 else ''}{SYMBOLS[currency]}{whole:,}.{part:02d}"


def share(part: int, whole: int) -> str:
    """A part of a whole in per cent, with one decimal; a dash where there is no whole."""
    if not whole:
        return "—"
    tenths = (2000 * part + whole) // (2 * whole)  # rounded half up, without floats
    return f"{tenths // 10}.{tenths % 10}%"


def ratio(ppm: int, places: int = 3) -> str:
    """Millionths as a decimal fraction."""
    return f"{ppm / 1_000_000:.{places}f}"


def day(value: date, lang: str) -> str:
    """2026年10月1日 or 1 Oct 2026."""
    if lang == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(instant: datetime, lang: str) -> str:
    """An instant on the law's clock for contact, to the minute; a part of a minute counts as the next one."""
    local = (instant + timedelta(minutes=1, microseconds=-1)).astimezone(CONTACT_ZONE)
    return f"{day(local.date(), lang)} {clock(local.hour * 60 + local.minute)}"


def at(epoch_us: int) -> datetime:
    """The instant of microseconds since 1970, UTC."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=epoch_us)


def window(earliest_minute: int, latest_minute: int) -> str:
    """A window of minutes of the day, its end excluded: 09:00–20:00."""
    if not 0 <= earliest_minute < latest_minute <= MINUTES_OF_DAY:
        raise ValueError(f"{earliest_minute}–{latest_minute} is no window of one day")
    return f"{clock(earliest_minute)}–{clock(latest_minute)}"


def seconds(value: float) -> str:
    return f"{value:.2f} s"
