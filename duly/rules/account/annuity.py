"""The equal instalment: exact for periods of any length, in whole numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

from duly.core.interest import WHOLE


def equal_instalment(
    owed: tuple[int, int], interest: Sequence[int], balloon: int = 0, one: int = WHOLE
) -> tuple[int, int]:
    """What is due each time, as a ratio, so that nothing but the balloon, paid on top, is left on the last due day.

    `owed` is the ratio of what is owed on the first due day with its interest; `interest` is, for each later period,
    the interest on one unit, times `one`. With 1 + f = (one + interest) / one the instalment is
    (owed × Π(1 + f) - balloon) / Σ of the products that remain after each due day. All carry the same power of `one`.
    """
    shared = gcd(one, *interest)
    whole = one // shared
    grown = remaining = 1
    for each in reversed(interest):
        grown *= whole + each // shared
        remaining = remaining * whole + grown
    left = owed[0] * grown - balloon * owed[1] * whole ** len(interest)
    return max(0, left), owed[1] * remaining
