"""Interest over spans of days, exact: what explains an amount must also give it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from duly.core.interest import interest, parts_between, rate_of_bp
from duly.rules.account.wire import Span


def exact_interest(spans: Iterable[Span]) -> Fraction:
    """The interest of spans before any rounding, in minor units."""
    return sum(
        (
            interest(one.base, rate_of_bp(one.annual_rate_bp), parts_between(one.since, one.until, one.day_count))
            for one in spans
        ),
        Fraction(0),
    )
