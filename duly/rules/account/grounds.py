"""Charges that may not be demanded whatever they cost: those that the cost table shown before signing did not have.

The table is wanted of loans signed from its first day on (CN-MONEY-07); of an earlier loan nobody asks for one. No
table at all is as good as one that lacks the charge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from duly.law import Law
from duly.rules.account.ledger import Replayed
from duly.rules.account.revolving import BILL

TABLE = "cn.cost26.cost_table"
CHARGED = ("fee", "penalty", "interest")  # what a charge may be added to; principal is drawn, not charged
FEE = "fee"  # the name of what the instalments have as their fee, and of a charge that is not named


@dataclass(frozen=True, slots=True)
class OutsideTable:
    """A charge by its name: what was charged less what was waived, and what of it is still unpaid."""

    label: str
    instalment: int
    part: str
    amount: int
    left: int

    @property
    def paid(self) -> int:
        return self.amount - self.left


def outside_table(
    seen: Replayed, table: Sequence[str] | None, *, signed_on: date | None, law: Law
) -> tuple[OutsideTable, ...]:
    """The charges so far that the table lacks; none where no table is wanted. The day unknown, it is wanted."""
    if signed_on is not None and law[TABLE].force_dated.on(signed_on) is None:
        return ()
    listed = set(table or ())
    return tuple(_outside(seen, [one for one in _charges(seen) if one[0] not in listed]))


def _charges(seen: Replayed) -> Iterator[tuple[str, int, str, int]]:
    """Every charge that has fallen due: its name, where it stands, and how much it was."""
    for owed in seen.instalments:
        if owed.agreed.fee and owed.agreed.due_on <= seen.on:
            yield FEE, owed.agreed.no, "fee", owed.agreed.fee
    lines = seen.moved()
    for event in seen.events:
        if event.kind == "charge" and event.part in CHARGED and not event.id.startswith(BILL):
            for line in lines.get(event.id, []):
                yield event.label or FEE, line.instalment, line.part, line.amount


def _outside(seen: Replayed, charges: Sequence[tuple[str, int, str, int]]) -> Iterator[OutsideTable]:
    """What was waived or is unpaid in a place is taken to be of these charges first."""
    waived = _waived(seen)
    left = {(one.agreed.no, part): one.left[part] for one in seen.instalments for part in CHARGED}
    for label, no, part, charged in charges:
        given_up = min(charged, waived.get((no, part), 0))
        unpaid = min(charged - given_up, left.get((no, part), 0))
        waived[no, part] = waived.get((no, part), 0) - given_up
        left[no, part] = left.get((no, part), 0) - unpaid
        if charged - given_up:
            yield OutsideTable(label, no, part, charged - given_up, unpaid)


def _waived(seen: Replayed) -> dict[tuple[int, str], int]:
    waivers = {one.id for one in seen.events if one.kind == "waiver"}
    sums: dict[tuple[int, str], int] = {}
    for line in seen.lines:
        if line.by in waivers:
            sums[line.instalment, line.part] = sums.get((line.instalment, line.part), 0) + line.amount
    return sums
