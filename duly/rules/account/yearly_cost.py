"""The yearly cost of a loan from its flows, in whole numbers: the internal rate, and the simple one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

YEAR_DAYS = 365
BITS = 128
ONE = 1 << BITS
CLOSE = 1 << 40  # of 2^128: far finer than a millionth of a basis point, far coarser than what truncation leaves
MOST_STEPS = 200
WHOLE_BP = 10_000

Flow = tuple[date, int]


def xirr_bp(flows: Sequence[Flow]) -> int | None:
    """The yearly internal rate of a borrower's flows (received > 0, paid < 0) in basis points, rounded up.

    Years have 365 days. None where no rate from 0 to 1,000,000 % makes the flows worth nothing.
    """
    by_day: dict[date, int] = {}
    for day, amount in flows:
        by_day[day] = by_day.get(day, 0) + amount
    days = sorted(by_day)
    gaps = [(late - early).days for early, late in pairwise(days)]
    amounts = [by_day[day] for day in days]
    if not gaps or amounts[0] <= 0 or sum(amounts) > 0:
        return None
    if sum(amounts) == 0:
        return 0
    discount = _root(amounts, gaps)
    return None if discount is None else _rate_of(discount)


def _root(amounts: Sequence[int], gaps: Sequence[int]) -> int | None:
    """The worth of 1 a day later, scaled: between bounds that close in, by Newton's step where it stays within them."""
    low, high = ONE - ONE // 40, ONE  # 1.0256 a day is more than 1,000,000 % a year
    if _worth(amounts, gaps, low)[0] < 0:
        return None
    at = high
    for _ in range(MOST_STEPS):
        worth, slope = _worth(amounts, gaps, at)
        low, high = (at, high) if worth > 0 else (low, at)
        step = at - (worth << BITS) // slope if slope else low
        moved = step if low < step < high else (low + high) >> 1
        if abs(moved - at) < CLOSE:
            return moved
        at = moved
    return at


def _worth(amounts: Sequence[int], gaps: Sequence[int], discount: int) -> tuple[int, int]:
    """What the flows are worth on the first day, and how that grows with the discount."""
    powers = {gap: _power(discount, gap) for gap in set(gaps)}
    total, slope, factor, days = amounts[0] << BITS, 0, ONE, 0
    for amount, gap in zip(amounts[1:], gaps, strict=True):
        factor = factor * powers[gap] >> BITS
        days += gap
        one = amount * factor
        total += one
        slope += one * days
    return total, (slope << BITS) // discount


def _power(base: int, exponent: int) -> int:
    result = ONE
    while exponent:
        if exponent & 1:
            result = result * base >> BITS
        base = base * base >> BITS
        exponent >>= 1
    return result


def _rate_of(discount: int) -> int:
    """The yearly rate in basis points, up to the next whole one where it is more than a millionth above."""
    growth = (ONE << BITS) // _power(discount, YEAR_DAYS)
    millionths = ((growth - ONE) * WHOLE_BP * 1_000_000 * 2 + ONE) // (2 * ONE)
    return -(-millionths // 1_000_000)


def grown(flows: Sequence[Flow], cap_bp: int, on: date) -> int:
    """What may still be paid on a day so that the yearly internal rate of all flows is the cap, rounded down."""
    factor = _daily(cap_bp)
    return sum(amount * _power(factor, (on - day).days) for day, amount in flows) >> BITS


def _daily(cap_bp: int) -> int:
    """The growth of 1 in a day that makes 1 + cap in a year, scaled, rounded down."""
    whole = ONE * (WHOLE_BP + cap_bp) // WHOLE_BP
    low, high = ONE, 2 * ONE
    while high - low > 1:
        middle = (low + high) >> 1
        low, high = (middle, high) if _power(middle, YEAR_DAYS) <= whole else (low, middle)
    return low


def simple_bp(charges: int, principal_days: int) -> int | None:
    """Charges for a year of 365 days, by what was owed for how many days, in basis points, rounded up."""
    return -(-charges * YEAR_DAYS * WHOLE_BP // principal_days) if principal_days else None
