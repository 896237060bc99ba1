"""Payments: how money received is divided over debts to one creditor, and within each debt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

COSTS, INTEREST, FEES, PRINCIPAL = "costs", "interest", "fees", "principal"
PARTS = (COSTS, INTEREST, FEES, PRINCIPAL)
CARD_PRINCIPAL_FIRST = (COSTS, PRINCIPAL, INTEREST, FEES)


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed on one debt, in whole minor units."""

    debt: str
    product: str
    due: bool
    due_on: date
    dpd: int
    secured: bool
    annual_rate_bp: int
    costs: int
    interest: int
    fees: int
    principal: int

    @property
    def total(self) -> int:
        return self.costs + self.interest + self.fees + self.principal


@dataclass(frozen=True, slots=True)
class Allocation:
    """What each debt receives, in the order asked, and what is left over."""

    parts: tuple[tuple[str, dict[str, int]], ...]
    unapplied: int


def allocate(
    payment: int,
    debts: Sequence[Owed],
    *,
    designated: Sequence[str] = (),
    agreed_order: Sequence[str] = (),
    card_interest_first_days: int,
) -> Allocation:
    """Divide a payment: the borrower's choice first, then the order of the law. Nobody's order of listing matters."""
    named = {debt.debt: debt for debt in debts}
    queue = [[named[debt]] for debt in dict.fromkeys(designated)]
    rest = sorted((debt for debt in debts if debt.debt not in designated), key=lambda debt: (*_rank(debt), debt.debt))
    queue += [list(equal) for _, equal in groupby(rest, key=_rank)]
    left, received = payment, {}
    for equals in queue:
        share = pro_rata(min(left, sum(debt.total for debt in equals)), [debt.total for debt in equals])
        for debt, amount in zip(equals, share, strict=True):
            received[debt.debt] = _within(debt, amount, order_of(debt, agreed_order, card_interest_first_days))
        left -= sum(share)
    return Allocation(tuple((debt.debt, received[debt.debt]) for debt in debts), left)


def order_of(debt: Owed, agreed: Sequence[str], card_interest_first_days: int) -> tuple[str, ...]:
    """The order within one debt: as agreed; a card long overdue, principal before interest; else the law's."""
    if agreed:
        return (*dict.fromkeys(agreed), *(part for part in PARTS if part not in agreed))
    if debt.product == "credit_card" and debt.dpd > card_interest_first_days:
        return CARD_PRINCIPAL_FIRST
    return PARTS


def pro_rata(amount: int, weights: Sequence[int]) -> list[int]:
    """Divide in proportion; whole units left over go to the largest remainders, the earlier one where equal."""
    total = sum(weights)
    if not total:
        return [0 for _ in weights]
    shares = [amount * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % total), i))
    for i in by_remainder[: amount - sum(shares)]:
        shares[i] += 1
    return shares


def _rank(debt: Owed) -> tuple[bool, bool, int, date]:
    """Due first, then the least secured, the heavier burden, the earlier due."""
    return (not debt.due, debt.secured, -debt.annual_rate_bp, debt.due_on)


def _within(debt: Owed, amount: int, order: Sequence[str]) -> dict[str, int]:
    paid = dict.fromkeys(PARTS, 0)
    for part in order:
        paid[part] = min(amount, getattr(debt, part))
        amount -= paid[part]
    return paid
