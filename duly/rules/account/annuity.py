"""The equal instalment: exact for periods of any length, in whole numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

from duly.core.interest import WHOLE


def equal_instalment(owed: tuple[int, int], interest: Sequence[int]) -> tuple[int, int]:
    """What is due each time, as a ratio, so that nothing is left after the last.

    `owed` is the ratio of what is owed on the first due day with its interest; `interest` is, for each later period,
    rate times parts: the interest on one unit, times WHOLE. With 1 + f = (WHOLE + interest) / WHOLE the instalment is
    owed × Π(1 + f) / Σ of the products that remain after each due day. All terms carry the same power of WHOLE.
    """
    shared = gcd(WHOLE, *interest)
    whole = WHOLE // shared
    grown = remaining = 1
    for one in reversed(interest):
        grown *= whole + one // shared
        remaining = remaining * whole + grown
    return owed[0] * grown, owed[1] * remaining
