"""What a debt has cost beside what it may cost: the yearly rate in two ways, the cap, and what is above it.

A claim is held to the lower of two: the simple yearly sum over what was owed day by day, and the internal rate of all
that was received and paid. What is above is split off and never demanded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from duly.law import Law
from duly.law.prime_rate import one_year_bp
from duly.rules.account.grounds import OutsideTable
from duly.rules.account.ledger import Replayed
from duly.rules.account.spanned import exact_interest
from duly.rules.account.wire import Part, Span
from duly.rules.account.yearly_cost import Flow, grown, simple_bp, xirr_bp
from duly.rules.cost_cap import WHOLE_BP, YEAR_DAYS, cap_of

CHARGES: tuple[Part, ...] = ("penalty", "fee", "interest")  # in the order in which an excess is taken off


@dataclass(frozen=True, slots=True)
class Cost:
    """The yearly cost in basis points, charged so far and as capped, and the charges above the cap in minor units."""

    charged: int
    simple_bp: int | None
    xirr_bp: int | None
    cap_bp: int | None
    limits: tuple[str, ...]
    excess_simple: int
    excess_xirr: int

    @property
    def excess(self) -> int:
        return max(self.excess_simple, self.excess_xirr)


def cost(
    seen: Replayed,
    received: Sequence[Flow],
    *,
    lender_kind: str,
    signed_on: date,
    law: Law,
    outside: Sequence[OutsideTable] = (),
) -> Cost:
    """Hold what was charged to the cap of its lender and day. An unknown cap allows no charge at all.

    What is `outside` the cost table is no charge: unpaid it is not owed, and paid it comes back on the day.
    """
    cap = cap_of(lender_kind, signed_on=signed_on, lpr_bp=one_year_bp(signed_on), as_of=seen.on, law=law)
    accrued = accrued_interest(seen)
    charged, days = _charged(seen) + accrued - sum(one.amount for one in outside), _principal_days(seen, received)
    paid = [(day, amount) for day, _, amount in _money(seen)]
    back = sum(one.paid for one in outside)
    owed = sum(one.left["principal"] for one in seen.instalments) + _due_charges(seen) + accrued
    owed -= sum(one.left for one in outside) + back
    flows = [*received, *paid]
    most = 0 if cap.bp is None else cap.bp * days // (WHOLE_BP * YEAR_DAYS)
    claim = 0 if cap.bp is None else max(0, grown(flows, cap.bp, seen.on))
    return Cost(
        charged=charged,
        simple_bp=simple_bp(charged, days),
        xirr_bp=xirr_bp([*flows, (seen.on, -owed)]),
        cap_bp=cap.bp,
        limits=cap.limits,
        excess_simple=max(0, charged - most),
        excess_xirr=max(0, owed - claim),
    )


def demanded(seen: Replayed, excess: int, outside: Sequence[OutsideTable] = ()) -> tuple[dict[str, int], int]:
    """What is due and may be demanded of each part, and what of the rest has been paid already."""
    due: dict[str, int] = {
        part: sum(one.left[part] for one in seen.instalments if one.agreed.due_on <= seen.on) for part in CHARGES
    }
    for one in outside:
        due[one.part] -= one.left
    for part in CHARGES:
        taken = min(due[part], excess)
        due[part] -= taken
        excess -= taken
    principal = sum(one.left["principal"] for one in seen.instalments if one.agreed.due_on <= seen.on)
    return {**due, "principal": principal}, excess + sum(one.paid for one in outside)


def _charged(seen: Replayed) -> int:
    """Interest and fees that have fallen due, penalties, and charges made, less what was waived."""
    agreed = sum(
        one.agreed.interest + one.agreed.fee + one.agreed.penalty
        for one in seen.instalments
        if one.agreed.due_on <= seen.on
    )
    kinds = {one.id: one.kind for one in seen.events}
    moved = sum(
        line.amount * (-1 if kinds.get(line.by) == "waiver" else 1)
        for line in seen.lines
        if line.part != "principal" and (line.by == "accrual" or kinds.get(line.by) in ("charge", "waiver"))
    )
    return agreed + moved


def accrued_interest(seen: Replayed) -> int:
    """Interest that has run since the last due day, as far as it is known how it runs; rounded up."""
    running = [
        Span(**{**span.model_dump(), "until": min(span.until, seen.on)})
        for one in seen.instalments
        for span in one.agreed.spans
        if one.agreed.due_on > seen.on and one.agreed.interest and span.since < seen.on
    ]
    exact = exact_interest(running)
    return -(-exact.numerator // exact.denominator)


def _due_charges(seen: Replayed) -> int:
    """Charges owed; of an instalment that is not due, only what was charged on top of what was agreed."""
    return sum(
        one.left[part] if one.agreed.due_on <= seen.on else max(0, one.left[part] - getattr(one.agreed, part))
        for one in seen.instalments
        for part in CHARGES
    )


def _money(seen: Replayed) -> list[tuple[date, str, int]]:
    """What money covered, by day and part: paid below zero, and taken back by a charge-back above."""
    kinds = {one.id: one.kind for one in seen.events}
    signs = {"payment": -1, "goodwill": -1, "chargeback": 1}
    signed = [(line, -1 if line.by == "waited" else signs.get(kinds.get(line.by, ""), 0)) for line in seen.lines]
    return [(line.since, line.part, sign * line.amount) for line, sign in signed if sign]


def _principal_days(seen: Replayed, received: Sequence[Flow]) -> int:
    """The sum over days of the principal that was owed on each."""
    moves = [*received, *((day, amount) for day, part, amount in _money(seen) if part == "principal"), (seen.on, 0)]
    moves.sort()
    total = balance = 0
    for (day, change), (following, _) in pairwise(moves):
        balance += change
        total += balance * (following - day).days
    return total
