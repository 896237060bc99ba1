"""Caps of cost: which part of a claim may be made, by who lent, when it was signed and what stood in the contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from duly.law import Law

WHOLE_BP, YEAR_DAYS = 10_000, 365
LICENSED = ("bank", "consumer_finance")
MICRO = ("micro_loan", "network_micro_loan")
PRIVATE = "private_lender"
KINDS = (*LICENSED, *MICRO, PRIVATE, "claim_purchaser")


@dataclass(frozen=True, slots=True)
class Charge:
    """One charge, and what is known of its ground; None = no cost table, or not known."""

    amount: int
    in_contract: bool
    notice_given: bool
    in_cost_table: bool | None


@dataclass(frozen=True, slots=True)
class Cap:
    """The highest yearly cost; None where the prime rate it hangs on is not known."""

    bp: int | None
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What counts as principal, what may be claimed on top of it, and the limits that took something away or warn."""

    principal: int
    cap_bp: int | None
    charged_bp: int
    claimable: int
    excess: int
    against: tuple[str, ...]
    warned: tuple[str, ...]
    asked: tuple[str, ...]


def cap_of(kind: str, *, signed_on: date, lpr_bp: int | None, as_of: date, law: Law) -> Cap:
    """Choose the cap: a court's for licensed lenders, the path of the micro-loan companies, or times the prime rate."""
    if kind == PRIVATE:
        path = "cn.spc_pl.private_cap"
        times = law.on(as_of)[path]["times_lpr"]
        return Cap(None if lpr_bp is None else times * lpr_bp, (path,))
    if kind in LICENSED:
        return Cap(law.on(as_of)["cn.spc_17.licensed_cap"]["cap_bp"], ("cn.spc_17.licensed_cap",))
    if kind not in MICRO or not _held("cn.mccc25.micro_cap", signed_on, law):
        return Cap(law.on(as_of)["house.cost_cap_by_analogy"]["cap_bp"], ("house.cost_cap_by_analogy",))
    most = law.on(signed_on)["cn.mccc25.micro_cap"]["cap_bp"]
    if not _held("cn.mccc25.micro_cap_lpr", signed_on, law):
        return Cap(most, ("cn.mccc25.micro_cap",))
    path = "cn.mccc25.micro_cap_lpr"
    lower = None if lpr_bp is None else min(most, law.on(signed_on)[path]["times_lpr"] * lpr_bp)
    return Cap(lower, (path, "cn.mccc25.micro_cap"))


def claim(
    kind: str,
    *,
    signed_on: date,
    as_of: date,
    principal: int,
    withheld: int,
    disbursed: int,
    days: int,
    charges: Sequence[Charge],
    agreed_rate_bp: int | None,
    lpr_bp: int | None,
    law: Law,
) -> Claim:
    """Reduce a claim to what may be made: cash received, charges with a ground, and no more than the cap.

    Charges are held to the simple yearly sum, because the days on which they fell are not part of the question.
    """
    counted = max(0, min(principal - withheld, disbursed))
    cap = cap_of(kind, signed_on=signed_on, lpr_bp=lpr_bp, as_of=as_of, law=law)
    grounds = [_groundless(charge, signed_on, law) for charge in charges]
    total = sum(charge.amount for charge in charges)
    grounded = sum(charge.amount for charge, path in zip(charges, grounds, strict=True) if path is None)
    most = 0 if cap.bp is None else counted * cap.bp * max(0, days) // (WHOLE_BP * YEAR_DAYS)
    charged = yearly_bp(total, counted, days) if charges else agreed_rate_bp or 0
    over = grounded > most or (cap.bp is not None and not charges and charged > cap.bp)
    against = [path for path in dict.fromkeys(grounds) if path is not None] + [*cap.limits[:1], EXCESS] * over
    warned = [path for path, holds in _warnings(kind, signed_on, charged, charges, law).items() if holds]
    if counted < principal:
        warned.append("cn.civil_code.withheld_interest")
    claimable = min(grounded, most)
    return Claim(
        counted, cap.bp, charged, claimable, total - claimable, tuple(against), tuple(warned), (*cap.limits, USURY)
    )


USURY = "cn.civil_code.usury"
TABLE, NOTICE = "cn.cost26.cost_table", "cn.civil_code.unnoticed_terms"
EXTRA, EXCESS = "cn.cba26.extra_charges", "cn.nifa18.excess_cost"


def yearly_bp(charges: int, principal: int, days: int) -> int:
    """The simple yearly cost in basis points, rounded up: a cost is never shown smaller than it is."""
    return ceil(Fraction(charges * YEAR_DAYS * WHOLE_BP, principal * days)) if principal > 0 and days > 0 else 0


def xirr_bp(flows: Sequence[tuple[date, int]]) -> int:
    """The yearly internal rate of a borrower's flows (received > 0, paid < 0) in basis points, rounded up."""
    first = min(day for day, _ in flows)

    def worth(rate: float) -> float:
        return sum((amount * float((1 + rate) ** (-(day - first).days / YEAR_DAYS)) for day, amount in flows), 0.0)

    low, high = 0.0, 100.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if worth(middle) < 0 else (low, middle)
    return ceil(round(high * WHOLE_BP, 6))


def _groundless(charge: Charge, signed_on: date, law: Law) -> str | None:
    """The limit that refuses a charge whatever its height; what is not known to be there is not there."""
    if not charge.in_contract:
        return EXTRA
    if not charge.notice_given:
        return NOTICE
    return TABLE if _held(TABLE, signed_on, law) and charge.in_cost_table is not True else None


def _warnings(kind: str, signed_on: date, charged: int, charges: Sequence[Charge], law: Law) -> dict[str, bool]:
    new = "cn.cfc_cost.new_loans"
    guided = kind == "consumer_finance" and _held(new, signed_on, law)
    untabled = any(charge.in_cost_table is False for charge in charges) and not _held(TABLE, signed_on, law)
    return {
        new: guided and charged > law.on(signed_on)[new]["cap_bp"],
        "house.cost_table_before": untabled,
    }


def _held(path: str, day: date, law: Law) -> bool:
    return law[path].force_dated.on(day) is True
