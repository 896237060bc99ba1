"""Interest as exact fractions of whole minor units: how long, at which rate, rounded how. No float ever enters.

A year is cut into so many equal parts that a day of every convention, a month and a week are whole numbers of them.
Interest is then amount × rate × parts / WHOLE, and nothing is lost before the rounding that is asked for.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

YEAR = 145_880_280  # parts; the least number that 360, 364, 365 and 366 all divide
RATE_ONE = 100_000_000  # a rate of 100 % a year: rates are whole hundred-millionths
WHOLE = YEAR * RATE_ONE
RATE_OF_BP = RATE_ONE // 10_000
WRITTEN_RATE = re.compile(r"[0-9]{1,12}(\.[0-9]{1,4})?")


class NotARate(ValueError):
    """Text that is no rate in basis points with at most four decimals."""


def rate_of_bp(bp: int | str) -> int:
    """A yearly rate in basis points, a whole number or a decimal as text, as hundred-millionths.

    Raises NotARate for what is no number, is negative, or is finer than a hundred-millionth.
    """
    if not WRITTEN_RATE.fullmatch(str(bp)):
        raise NotARate(f"{bp!r} is no rate in basis points; write 720, or 948.22 as text with at most four decimals")
    return int(Decimal(bp) * RATE_OF_BP)


def interest(amount: int, rate: int, parts: int) -> Fraction:
    """Simple interest on an amount in minor units, exact."""
    return Fraction(amount * rate * parts, WHOLE)


def _days_30(first: date, last: date) -> int:
    """Days of months of thirty: the 31st counts as the 30th, of the last day only after a first of 30 or 31."""
    start = min(first.day, 30)
    end = min(last.day, 30) if start == 30 else last.day
    return (last.year - first.year) * 360 + (last.month - first.month) * 30 + end - start


def _days_30_european(first: date, last: date) -> int:
    """Days of months of thirty: the 31st counts as the 30th at both ends."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months * 30 + min(last.day, 30) - min(first.day, 30)


def _days(first: date, last: date) -> int:
    return (last - first).days


def _actual_actual(first: date, last: date) -> int:
    """Every day as a part of its own year, which has 365 or 366."""
    if last < first:
        return -_actual_actual(last, first)
    total = 0
    for year in range(first.year, last.year + 1):
        opened, closed = max(first, date(year, 1, 1)), min(last, date(year + 1, 1, 1)) if year < 9999 else last
        total += (closed - opened).days * (YEAR // (366 if isleap(year) else 365))
    return total


def _counted(days: Callable[[date, date], int], year: int) -> Callable[[date, date], int]:
    return lambda first, last: days(first, last) * (YEAR // year)


DAY_COUNTS: dict[str, Callable[[date, date], int]] = {
    "ACT/365": _counted(_days, 365),
    "ACT/360": _counted(_days, 360),
    "ACT/364": _counted(_days, 364),
    "ACT/ACT": _actual_actual,
    "30/360": _counted(_days_30, 360),
    "30E/360": _counted(_days_30_european, 360),
    "30/365": _counted(_days_30, 365),
}


def parts_between(first: date, last: date, day_count: str) -> int:
    """Parts of a year from one day to another, the first counted and the last not."""
    return DAY_COUNTS[day_count](first, last)


def _half_even(numerator: int, denominator: int) -> int:
    whole, rest = divmod(numerator, denominator)
    return whole + (2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1))


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def _half_down(numerator: int, denominator: int) -> int:
    return -((denominator - 2 * numerator) // (2 * denominator))


def _down(numerator: int, denominator: int) -> int:
    return numerator // denominator


def _up(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)


ROUNDINGS: dict[str, Callable[[int, int], int]] = {
    "half_up": _half_up,
    "half_even": _half_even,
    "half_down": _half_down,
    "up": _up,
    "down": _down,
}


def rounded_ratio(numerator: int, denominator: int, mode: str, multiple: int = 1) -> int:
    """Round a ratio with a positive denominator to whole multiples; it need not be in lowest terms, which is faster."""
    return ROUNDINGS[mode](numerator, denominator * multiple) * multiple


def rounded(value: Fraction, mode: str, multiple: int = 1) -> int:
    """Round to whole multiples of so many minor units, by the mode that is named."""
    return rounded_ratio(value.numerator, value.denominator, mode, multiple)
