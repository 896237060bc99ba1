"""What was agreed about each loan, in the words of the judge's contract: while it is kept, collection stops."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from duly.rules.machines import plan, settlement
from duly.store.models import Plan, Settlement
from duly.store.reading import Rows

Record = dict[str, Any]
STATUS = {
    **dict.fromkeys(plan.IN_FORCE, "active"),
    plan.State.BROKEN: "breached",
    plan.State.COMPLETED: "completed",
    plan.State.GIVEN_UP: "cancelled",
}


def agreed(rows: Rows, at: datetime) -> dict[Any, Record]:
    """By loan, the latest plan or settlement to which the borrower said yes here.

    One dated later than now was agreed on a machine whose clock is ahead; it was agreed all the same.
    """
    found: dict[Any, tuple[datetime, Record]] = {}
    for loan, since, told in (*_plans(rows["plans"]), *_settlements(rows["settlements"])):
        if loan not in found or found[loan][0] < since:
            found[loan] = since, told | {"agreed_at": min(since, at).isoformat()}
    return {loan: told for loan, (_, told) in found.items()}


def later(known: Record | None, ours: Record | None) -> Record | None:
    """Of the book's plan and ours the one that was agreed later; where the book has no day, ours."""
    if ours is None or known is None:
        return ours or known
    told = known.get("agreed_at")
    return known if told and datetime.fromisoformat(told) > datetime.fromisoformat(ours["agreed_at"]) else ours


def _plans(plans: list[Any]) -> Iterator[tuple[Any, datetime, Record]]:
    for each in plans:
        if each.state in STATUS:
            yield each.loan_id, each.since, {
                "id": each.id, "status": STATUS[plan.State(each.state)], "months": each.instalments,
                "grace_days": each.grace_days, "missed_due_on": each.missed and each.missed.isoformat(),
            }  # fmt: skip


def _settlements(settlements: list[Any]) -> Iterator[tuple[Any, datetime, Record]]:
    """A settlement that was accepted is a plan of one instalment, which is missed after its last day."""
    for each in settlements:
        if each.state == settlement.State.ACCEPTED:
            yield each.loan_id, each.since, {
                "id": each.id, "status": "active", "months": 1, "grace_days": 0,
                "missed_due_on": each.pay_by.isoformat(),
            }  # fmt: skip


def sole(made: Plan | Settlement) -> bool:
    """Whether nothing else about its loan is in force."""
    plans = Plan.objects.filter(loan_id=made.loan_id, state__in=plan.IN_FORCE).exclude(id=made.id)
    settlements = Settlement.objects.filter(loan_id=made.loan_id, state=settlement.State.ACCEPTED).exclude(id=made.id)
    return not plans.exists() and not settlements.exists()
