"""Repayment plans: what has to be there before one may be agreed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from duly.law import Law

CARD = "cn.cc11"
OTHER = "house"  # no text gives other loans a frame: the house takes the card's


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan as it would be signed."""

    product: str
    months: int
    blocks: Collection[str]
    hardship_proved: bool
    willingness_recorded: bool
    charge: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What stands against a plan: limits that forbid it, and limits that want something first."""

    forbidden: tuple[str, ...]
    wanting: tuple[str, ...]
    missing_blocks: tuple[str, ...]
    months_most: int
    asked: tuple[str, ...]


def judge_plan(plan: Proposal, *, as_of: date, law: Law) -> Judged:
    """Ask every limit of plans; a charge for making one is never accepted."""
    frame = CARD if plan.product == "credit_card" else OTHER
    entry, term, contents = (f"{frame}.plan_entry", f"{frame}.plan_term", f"{frame}.plan_contents")
    today = law.on(as_of)
    most = today[term]["months_most"]
    missing = tuple(block for block in today[contents]["blocks"] if block not in plan.blocks)
    against = {term: plan.months > most, contents: bool(missing), "house.plan_charge": plan.charge > 0}
    entered = plan.hardship_proved and plan.willingness_recorded
    return Judged(
        forbidden=tuple(limit for limit, holds in against.items() if holds),
        wanting=() if entered else (entry,),
        missing_blocks=missing,
        months_most=most,
        asked=(entry, term, contents),
    )


def grace_ends_on(missed_due_on: date, grace_days: int) -> date:
    """The last day on which a missed instalment still leaves the plan kept; grace is what the plan agrees."""
    return missed_due_on + timedelta(days=grace_days)
